import { fromLogisticRegressionJson } from "../../learning/estimators/logistic/logisticRegressionJson.js";
import type { FeatureEncoding } from "../../learning/features/encoding.js";
import type { Learner, SingleLearner } from "../artefact.js";

/** Returns the parts of an ensemble, or the learner itself. The baseline has no parts. */
export function partsOf(learner: Learner): readonly SingleLearner[] {
  if (learner.name === "baseline") return [];
  return learner.name === "ensemble" ? learner.parts : [learner];
}

/** The change of the raw score for one unit of each column of a design matrix. */
export interface LinearWeights {
  readonly dense: Float64Array;
  readonly terms: Float64Array;
}

/** Returns the mean weights over the parts. Trees count with weights of 0. */
export function meanWeights(parts: readonly SingleLearner[], { names, terms: kept }: FeatureEncoding): LinearWeights {
  const dense = new Float64Array(names.length);
  const terms = new Float64Array(kept?.columns.length ?? 0);
  const add = (sums: Float64Array, column: number, weight: number): void => {
    sums[column] = (sums[column] ?? NaN) + weight / parts.length;
  };
  for (const part of parts) {
    if (part.name === "boosting") continue;
    const weights = part.name === "logistic" ? fromLogisticRegressionJson(part.classifier).weights : part.weights;
    for (let column = 0; column < names.length; column++) add(dense, column, weights[column] ?? 0);
    if (part.name === "logistic") continue;
    part.termColumns.forEach((column, i) => {
      add(terms, column, part.termWeights[i] ?? 0);
    });
  }
  return { dense, terms };
}
