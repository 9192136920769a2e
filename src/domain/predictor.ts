import { fromLogisticRegressionJson } from "../learning/estimators/logisticRegressionJson.js";
import { predictLogistic } from "../learning/estimators/logistic.js";
import { predictRidge } from "../learning/estimators/ridge.js";
import type { Design } from "../learning/matrices.js";
import type { Artefact, RidgeLearner } from "./artefact.js";
import type { Prepared } from "./prepared.js";
import { designOf } from "./procedure.js";

/**
 * Predictions of an artefact for the given rows: points, days, or the probability of rework; within the artefact's
 * range.
 *
 * @param rows - row numbers of the prepared examples.
 * @returns rows.length numbers.
 */
export function predict(artefact: Artefact, prepared: Prepared, rows: Int32Array): Float64Array {
  if (artefact.learner.name === "naive") return new Float64Array(rows.length).fill(artefact.learner.prediction);
  return predictDesign(artefact, designOf(artefact.encoding, prepared, rows));
}

/** As {@link predict}, for rows that are already encoded with the artefact's encoding. */
export function predictDesign({ learner, encoding, range }: Artefact, design: Design): Float64Array {
  if (learner.name === "naive") return new Float64Array(design.rows).fill(learner.prediction);
  if (learner.name === "logistic") return predictLogistic(fromLogisticRegressionJson(learner.classifier), design);
  const scores = predictRidge(ridgeWeights(learner, encoding.terms?.columns.length ?? 0), design);
  const back = learner.target === "log" ? Math.expm1 : (value: number): number => value;
  return scores.map((score) => Math.min(range[1], Math.max(range[0], back(score))));
}

function ridgeWeights(learner: RidgeLearner, termCount: number): Parameters<typeof predictRidge>[0] {
  const sparseWeights = new Float64Array(termCount);
  learner.termColumns.forEach((column, i) => (sparseWeights[column] = learner.termWeights[i] ?? 0));
  return { intercept: learner.intercept, denseWeights: Float64Array.from(learner.weights), sparseWeights };
}
