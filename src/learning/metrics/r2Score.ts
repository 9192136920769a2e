import type { WeightedStatistic } from "../statistics/weightedStatistic.js";
import { weightedMean } from "../statistics/weightedMean.js";
import { checkPairs } from "./pairs.js";
import { unweightedIfDefined } from "./unweighted.js";

/**
 * Returns the coefficient of determination, R²: the share of the labels' variance that the predictions explain.
 *
 * @param labels - n numbers.
 * @param predictions - n numbers.
 * @returns at most 1, higher is better; a constant prediction of the labels' mean gives 0, and R² has no lower bound.
 * Undefined for fewer than 2 rows, and if all labels are equal.
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
 * Returns {@link r2Score} of weighted rows; NaN if it is undefined on the rows of weight above 0. O(n) per call.
 *
 * Parameters and errors as {@link r2Score}.
 */
export function weightedR2(labels: ArrayLike<number>, predictions: ArrayLike<number>): WeightedStatistic {
  checkPairs(labels, predictions);
  const meanOf = weightedMean(labels);
  const residuals = Float64Array.from(labels, (label, i) => (label - (predictions[i] ?? NaN)) ** 2);
  // 0 times an infinite square is NaN. A check of each weight is slower than the sums, so it is done only if needed.
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
    return total > Math.max(CLEAR_SHARE * square, TINY) && Number.isFinite(score) ? score : inTwoPasses(weights);
  };

  /** Computes R² in two passes, which lose no digits. */
  function inTwoPasses(weights: Float64Array): number {
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
    // Rounding of the mean can give constant labels a total above 0. Huge labels can overflow.
    const isSurelyVaried = total > ROUNDING * size * mean * mean;
    return isSurelyVaried || isVaried(labels, weights) ? score : NaN;
  }
}

/** A difference of at least this share of the minuend loses at most three digits. */
const CLEAR_SHARE = 1e-3;

/** Summands of a smaller sum may have lost digits by underflow. */
const TINY = 1e-200;

/** The square of the difference of two numbers up to this size is finite. */
const HUGE = 1e150;

/** Bound of the squared rounding error of the mean of equal labels, as a share of their square. */
const ROUNDING = 1e-12;

/** Returns true if the rows of weight above 0 have different labels. */
function isVaried(labels: ArrayLike<number>, weights: Float64Array): boolean {
  const first = labels[weights.findIndex((weight) => weight > 0)];
  return weights.some((weight, i) => weight > 0 && labels[i] !== first);
}

/**
 * Returns R² on the scale of log(1 + value), which weighs relative errors of short and long durations equally.
 *
 * @param labels - n numbers above −1.
 * @param predictions - n numbers above −1.
 * @returns the same range as {@link r2Score}.
 * @throws RangeError as {@link r2Score}, and if a value is −1 or less.
 */
export function r2LogScore(labels: ArrayLike<number>, predictions: ArrayLike<number>): number | undefined {
  return unweightedIfDefined(weightedR2Log(labels, predictions), labels.length);
}

/** Returns {@link r2LogScore} of weighted rows, as {@link weightedR2}. */
export function weightedR2Log(labels: ArrayLike<number>, predictions: ArrayLike<number>): WeightedStatistic {
  return weightedR2(Float64Array.from(labels, Math.log1p), Float64Array.from(predictions, Math.log1p));
}
