import { checkPairs } from "./pairs.js";

/**
 * Coefficient of determination, R²: the share of the labels' variance that the predictions explain.
 *
 * @param labels - n numbers.
 * @param predictions - n numbers.
 * @returns at most 1, higher is better; 0 is as good as always predicting the labels' own mean, worse is negative.
 * Undefined for fewer than 2 rows and for labels that are all equal.
 * @throws RangeError if n is 0, if the lengths differ, or if a value is not finite.
 *
 * O(n) time, O(1) memory.
 *
 * @example
 * r2Score([3, -0.5, 2, 7], [2.5, 0, 2, 8]); // 0.9486…
 *
 * @see https://scikit-learn.org/stable/modules/model_evaluation.html#r2-score
 */
export function r2Score(labels: ArrayLike<number>, predictions: ArrayLike<number>): number | undefined {
  checkPairs(labels, predictions);
  const mean = meanOf(labels);
  let residual = 0;
  let total = 0;
  let constant = true;
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i] ?? NaN;
    residual += (label - (predictions[i] ?? NaN)) ** 2;
    total += (label - mean) ** 2;
    constant &&= label === labels[0];
  }
  const score = 1 - residual / total;
  // A constant label can still have a total above 0, from the rounding of its mean; huge labels can overflow.
  return constant || !Number.isFinite(score) ? undefined : score;
}

/**
 * R² on the scale of log(1 + value), which weighs relative errors alike for short and long durations.
 *
 * @param labels - n numbers above −1.
 * @param predictions - n numbers above −1.
 * @returns as {@link r2Score}.
 * @throws RangeError as {@link r2Score}, and if a value is −1 or less.
 */
export function r2LogScore(labels: ArrayLike<number>, predictions: ArrayLike<number>): number | undefined {
  return r2Score(Float64Array.from(labels, Math.log1p), Float64Array.from(predictions, Math.log1p));
}

function meanOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] ?? NaN;
  return sum / values.length;
}
