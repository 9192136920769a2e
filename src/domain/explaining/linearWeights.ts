import { fromLogisticRegressionJson } from "../../learning/estimators/logistic/logisticRegressionJson.js";
import type { FeatureEncoding } from "../../learning/features/encoding.js";
import type { Learner, SingleLearner } from "../artefact.js";

/** A blend's parts, or the learner itself; none of naive. */
export function partsOf(learner: Learner): readonly SingleLearner[] {
  if (learner.name === "baseline") return [];
  return learner.name === "ensemble" ? learner.parts : [learner];
}

/** What one unit of each column of a design adds to the raw score. */
export interface LinearWeights {
  readonly dense: Float64Array;
  readonly terms: Float64Array;
}

/** The means of the parts' weights; those of trees are 0. */
export function meanWeights(parts: readonly SingleLearner[], { names, terms: kept }: FeatureEncoding): LinearWeights {
  const dense = new Float64Array(names.length);
  const terms = new Float64Array(kept?.columns.length ?? 0);
  const add = (to: Float64Array, column: number, weight: number): void => {
    to[column] = (to[column] ?? NaN) + weight / parts.length;
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
