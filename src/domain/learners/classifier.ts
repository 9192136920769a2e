import { fitLogistic, predictLogistic } from "../../learning/estimators/logistic/logistic.js";
import {
  fromLogisticRegressionJson,
  toLogisticRegressionJson,
} from "../../learning/estimators/logistic/logisticRegressionJson.js";
import { roundSignificant } from "../../learning/significant.js";
import type { Design } from "../../learning/matrices.js";
import type { LogisticLearner } from "../artefact.js";
import { assertFitted } from "./assertFitted.js";
import type { LogisticProcedure } from "./procedure.js";
import type { TrainingDesign } from "./trainingDesign.js";

/**
 * Fits logistic regression.
 *
 * @throws ModelFailedError if the fit does not converge or is not finite.
 */
export function fitClassifier(
  { penalty, halfLife }: LogisticProcedure,
  { design, labels, weights }: TrainingDesign,
): LogisticLearner {
  const fit = fitLogistic(design, labels, penalty, halfLife === null ? {} : { sampleWeights: weights(halfLife) });
  assertFitted("logistic", fit.converged && Number.isFinite(fit.intercept), fit.iterations);
  const rounded = { intercept: roundSignificant(fit.intercept), weights: Array.from(fit.weights, roundSignificant) };
  return { name: "logistic", penalty, halfLife, classifier: toLogisticRegressionJson(rounded) };
}

/** Returns the probability of label 1 of each row. */
export function predictClassifier({ classifier }: LogisticLearner, design: Design): Float64Array {
  return predictLogistic(fromLogisticRegressionJson(classifier), design);
}
