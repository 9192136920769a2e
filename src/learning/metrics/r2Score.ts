import type { WeightedStatistic } from "../statistics/weightedStatistic.js";
import { weightedMean } from "../statistics/weightedMean.js";
import { checkPairs } from "./pairs.js";
import { unweightedIfDefined } from "./unweighted.js";

/**
 * Coefficient of determination, R²: the share of the labels' variance that the predictions explain.
 *
 * @param labels - n numbers.
 * @param predictions - n numbers.
 * @returns at most 1, higher is better; 0 is as good as always predicting the labels' own mean, worse is negative.
 * Undefined for fewer than 2 rows and for labels that are all equal.
 * @throws RangeError if n is 0, if the lengths differ, or if a value is not finite.
 *
 * O(n) time and memory.
 *
 * @example
 * r2Score([3, -0.5, 2, 7], [2.5, 0, 2, 8]); // 0.9486…
 *
 * @see https://scikit-learn.org/stable/modules/model_evaluation.html#r2-score
 */
export function r2Score(labels: ArrayLike<number>, predictions: ArrayLike<number>): number | undefined {
  return unweightedIfDefined(weightedR2(labels, predictions), labels.length);
}

/**
 * {@link r2Score} of weighted rows; NaN where it is not defined on the rows that have a weight. O(n) for each weighting.
 *
 * Parameters and errors as {@link r2Score}.
 */
export function weightedR2(labels: ArrayLike<number>, predictions: ArrayLike<number>): WeightedStatistic {
  checkPairs(labels, predictions);
  const meanOf = weightedMean(labels);
  const residuals = Float64Array.from(labels, (label, i) => (label - (predictions[i] ?? NaN)) ** 2);
  // Of a square that overflows 0 times is not 0. Asking each row whether it has a weight costs more than its sums.
  const mayOverflow = residuals.includes(Infinity) || Array.from(labels).some((label) => Math.abs(label) > HUGE);
  const centre = meanOf(new Float64Array(labels.length).fill(1));
  const differences = Float64Array.from(labels, (label) => label - centre);
  const squares = differences.map((difference) => difference * difference);
  return (weights) => {
    let residual = 0;
    let sum = 0;
    let square = 0;
    let size = 0;
    for (let i = 0; i < weights.length; i++) {
      const weight = weights[i] ?? NaN;
      residual += weight * (residuals[i] ?? NaN);
      sum += weight * (differences[i] ?? NaN);
      square += weight * (squares[i] ?? NaN);
      size += weight;
    }
    const total = square - (sum / size) * sum;
    const score = 1 - residual / total;
    return total > Math.max(CLEAR_SHARE * square, TINY) && Number.isFinite(score) ? score : carefully(weights);
  };

  /** In two passes, which lose no digits. */
  function carefully(weights: Float64Array): number {
    const mean = meanOf(weights);
    let residual = 0;
    let total = 0;
    let size = 0;
    for (let i = 0; i < weights.length; i++) {
      const weight = weights[i] ?? NaN;
      if (mayOverflow && weight === 0) continue;
      const difference = (labels[i] ?? NaN) - mean;
      residual += weight * (residuals[i] ?? NaN);
      total += weight * (difference * difference);
      size += weight;
    }
    const score = 1 - residual / total;
    if (!Number.isFinite(score)) return NaN;
    // A constant label can still have a total above 0, from the rounding of its mean; huge labels can overflow.
    const isSurelyVaried = total > ROUNDING * size * mean * mean;
    return isSurelyVaried || isVaried(labels, weights) ? score : NaN;
  }
}

/** Of a difference that is at least so much of what is subtracted from, three digits at most are lost. */
const CLEAR_SHARE = 1e-3;

/** Of parts of a smaller sum some may be so small that they lost digits themselves. */
const TINY = 1e-200;

/** The square of the difference of two numbers up to this is finite. */
const HUGE = 1e150;

/** Far more than the mean of equal labels can be off, squared and as a share of their own square. */
const ROUNDING = 1e-12;

/** Whether rows that have a weight differ in their label. */
function isVaried(labels: ArrayLike<number>, weights: Float64Array): boolean {
  const first = labels[weights.findIndex((weight) => weight > 0)];
  return weights.some((weight, i) => weight > 0 && labels[i] !== first);
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
  return unweightedIfDefined(weightedR2Log(labels, predictions), labels.length);
}

/** {@link r2LogScore} of weighted rows, as {@link weightedR2}. */
export function weightedR2Log(labels: ArrayLike<number>, predictions: ArrayLike<number>): WeightedStatistic {
  return weightedR2(Float64Array.from(labels, Math.log1p), Float64Array.from(predictions, Math.log1p));
}
