import { fitBoosting } from "../../learning/estimators/boosting/fit.js";
import { predictBoosting, predictBoostingProbability } from "../../learning/estimators/boosting/predict.js";
import type { Design } from "../../learning/matrices.js";
import type { BoostingLearner } from "../artefact.js";
import type { BoostingProcedure } from "./procedure.js";
import { fromTarget, toTarget } from "./target.js";
import type { TrainingDesign } from "./trainingDesign.js";

/** On a few thousand rows, more bins cost time and do not improve the fit. */
const MAXIMUM_BINS = 127;

/** Fits boosted trees on the dense columns. Only the linear learners use terms, because they can weight thousands of them. */
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

/** Returns predictions on the scale of the label. For the logistic loss they are probabilities of label 1. */
export function predictTrees({ target, fit }: BoostingLearner, design: Design): Float64Array {
  const dense = denseBlock(design);
  return fit.loss === "logistic"
    ? predictBoostingProbability(fit, dense)
    : fromTarget(target, predictBoosting(fit, dense));
}

function denseBlock({ rows, dense, denseWidth }: Design): Design {
  return { rows, dense, denseWidth };
}
