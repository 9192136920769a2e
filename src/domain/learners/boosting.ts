import { fitBoosting } from "../../learning/estimators/boosting/fit.js";
import { predictBoosting, predictBoostingProbability } from "../../learning/estimators/boosting/predict.js";
import type { Design } from "../../learning/matrices.js";
import type { BoostingLearner } from "../artefact.js";
import type { BoostingProcedure } from "./procedure.js";
import { fromTarget, toTarget } from "./target.js";
import type { TrainingDesign } from "./trainingDesign.js";

/** With a few thousand rows more bins tell no more, and cost time. */
const MAXIMUM_BINS = 127;

/** Trees on the dense columns; terms are left to the linear learners, which can weigh thousands of them. */
export function fitTrees(procedure: BoostingProcedure, { design, labels, weights }: TrainingDesign): BoostingLearner {
  const { loss, target, trees, learningRate, leaves, rowsOfLeaf, penalty, halfLife } = procedure;
  const fit = fitBoosting(denseBlock(design), loss === "logistic" ? labels : toTarget(target, labels), {
    loss,
    trees,
    learningRate,
    maximumLeaves: leaves,
    minimumRowsOfLeaf: rowsOfLeaf,
    maximumBins: MAXIMUM_BINS,
    l2: penalty,
    ...(halfLife === null ? {} : { sampleWeights: weights(halfLife) }),
  });
  return { name: "boosting", target, halfLife, fit };
}

/** Predictions on the scale of the label; probabilities of label 1 by the logistic loss. */
export function predictTrees({ target, fit }: BoostingLearner, design: Design): Float64Array {
  const dense = denseBlock(design);
  return fit.loss === "logistic"
    ? predictBoostingProbability(fit, dense)
    : fromTarget(target, predictBoosting(fit, dense));
}

function denseBlock({ rows, dense, denseWidth }: Design): Design {
  return { rows, dense, denseWidth };
}
