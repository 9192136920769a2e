import { checkPairs } from "./pairs.js";

/**
 * Mean absolute error: the mean distance between prediction and label.
 *
 * @param labels - n numbers.
 * @param predictions - n numbers.
 * @returns at least 0, lower is better, in the unit of the labels.
 * @throws RangeError if n is 0, if the lengths differ, or if a value is not finite.
 *
 * O(n) time, O(1) memory.
 *
 * @example
 * meanAbsoluteError([3, -0.5, 2, 7], [2.5, 0, 2, 8]); // 0.5
 *
 * @see https://scikit-learn.org/stable/modules/model_evaluation.html#mean-absolute-error
 */
export function meanAbsoluteError(labels: ArrayLike<number>, predictions: ArrayLike<number>): number {
  checkPairs(labels, predictions);
  let sum = 0;
  for (let i = 0; i < labels.length; i++) sum += Math.abs((labels[i] ?? NaN) - (predictions[i] ?? NaN));
  return sum / labels.length;
}
