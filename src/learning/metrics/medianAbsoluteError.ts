import { medianStatistic } from "../statistics/weightedMedian.js";
import type { WeightedStatistic } from "../statistics/weightedStatistic.js";
import { checkPairs } from "./pairs.js";
import { unweighted } from "./unweighted.js";

/**
 * Returns the median absolute error: half of the predictions have at most this distance from their label. Outliers
 * affect it less than the mean.
 *
 * @param labels - n numbers.
 * @param predictions - n numbers.
 * @returns at least 0, lower is better, in the unit of the labels; for even n the mean of the two middle errors.
 * @throws RangeError if n is 0, if the lengths differ, or if a value is not finite.
 *
 * O(n log n) time, O(n) memory.
 *
 * @example
 * medianAbsoluteError([3, -0.5, 2, 7], [2.5, 0, 2, 8]); // 0.5
 *
 * @see https://scikit-learn.org/stable/modules/model_evaluation.html#median-absolute-error
 */
export function medianAbsoluteError(labels: ArrayLike<number>, predictions: ArrayLike<number>): number {
  return unweighted(weightedMedianAbsoluteError(labels, predictions), labels.length);
}

/**
 * Returns {@link medianAbsoluteError} of weighted rows: the weighted median of the errors; NaN if all weights are 0.
 * O(n) per call.
 *
 * Parameters and errors as {@link medianAbsoluteError}.
 */
export function weightedMedianAbsoluteError(
  labels: ArrayLike<number>,
  predictions: ArrayLike<number>,
): WeightedStatistic {
  checkPairs(labels, predictions);
  const errors = Float64Array.from(labels, (label, i) => Math.abs(label - (predictions[i] ?? NaN)));
  return medianStatistic(errors);
}
