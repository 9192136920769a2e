import type { WeightedStatistic } from "../statistics/weightedStatistic.js";
import { weightedMean } from "../statistics/weightedMean.js";
import { checkPairs } from "./pairs.js";
import { unweighted } from "./unweighted.js";

/**
 * Returns the mean absolute error: the mean distance between prediction and label.
 *
 * @param labels - n numbers.
 * @param predictions - n numbers.
 * @returns at least 0, lower is better, in the unit of the labels.
 * @throws RangeError if n is 0, if the lengths differ, or if a value is not finite.
 *
 * O(n) time and memory.
 *
 * @example
 * meanAbsoluteError([3, -0.5, 2, 7], [2.5, 0, 2, 8]); // 0.5
 *
 * @see https://scikit-learn.org/stable/modules/model_evaluation.html#mean-absolute-error
 */
export function meanAbsoluteError(labels: ArrayLike<number>, predictions: ArrayLike<number>): number {
  return unweighted(weightedMeanAbsoluteError(labels, predictions), labels.length);
}

/**
 * Returns {@link meanAbsoluteError} of weighted rows; NaN if all weights are 0. O(n) per call.
 *
 * Parameters and errors as {@link meanAbsoluteError}.
 */
export function weightedMeanAbsoluteError(
  labels: ArrayLike<number>,
  predictions: ArrayLike<number>,
): WeightedStatistic {
  checkPairs(labels, predictions);
  return weightedMean(Float64Array.from(labels, (label, i) => Math.abs(label - (predictions[i] ?? NaN))));
}
