import { medianStatistic } from "../statistics/weightedMedian.js";
import type { WeightedStatistic } from "../statistics/weightedStatistic.js";
import { checkPairs } from "./pairs.js";
import { unweighted } from "./unweighted.js";

/**
 * Median absolute error: half of the predictions are at most this far from their label. Unlike the mean, a few wild
 * rows do not move it.
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
 * {@link medianAbsoluteError} of weighted rows, their errors' weighted median. NaN where no row has a weight. O(n) for
 * each weighting.
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
