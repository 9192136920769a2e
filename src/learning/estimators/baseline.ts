import { medianStatistic } from "../statistics/weightedMedian.js";
import { checkFinite, checkSampleWeights } from "./checks.js";

/**
 * Returns the median: the baseline of a regression. No other constant has a lower mean absolute error.
 *
 * @param labels - n numbers.
 * @returns the middle label, or the mean of the two middle ones, in the unit of the labels.
 * @throws RangeError if n is 0 or a label is not finite.
 *
 * O(n log n) time, O(n) memory.
 *
 * @example
 * median([5, 1, 3, 2]); // 2.5
 */
export function median(labels: ArrayLike<number>): number {
  const sorted = Float64Array.from(labels).sort();
  if (sorted.length === 0) throw new RangeError("the median needs at least one label");
  if (!sorted.every(Number.isFinite)) throw new RangeError("a label is not a finite number");
  const lower = sorted[(sorted.length - 1) >> 1] ?? NaN;
  const upper = sorted[sorted.length >> 1] ?? NaN;
  return lower / 2 + upper / 2;
}

/**
 * Returns the {@link median} of weighted labels: no other constant has a lower weighted absolute error.
 *
 * @param labels - n numbers.
 * @param weights - n numbers ≥ 0, at least one of them above 0.
 * @throws RangeError if n is 0, if the lengths differ, if a label is not finite, or if a weight is out of range.
 *
 * O(n log n) time, O(n) memory.
 *
 * @example
 * weightedMedian([5, 1, 3], [3, 1, 1]); // 5
 */
export function weightedMedian(labels: ArrayLike<number>, weights: ArrayLike<number>): number {
  checkSampleWeights(weights, labels.length);
  checkFinite("label", labels);
  return medianStatistic(labels)(Float64Array.from(weights));
}

/**
 * Returns the base rate: the baseline of a classifier. No other constant has a lower Brier loss.
 *
 * @param labels - n labels, each 0 or 1.
 * @returns the share of ones, in [0, 1].
 * @throws RangeError if n is 0 or a label is neither 0 nor 1.
 *
 * O(n) time, O(1) memory.
 *
 * @example
 * baseRate([1, 0, 0, 1, 0]); // 0.4
 */
export function baseRate(labels: ArrayLike<number>): number {
  if (labels.length === 0) throw new RangeError("the base rate needs at least one label");
  return weightedBaseRate(labels, new Float64Array(labels.length).fill(1));
}

/**
 * Returns the {@link baseRate} of weighted labels: the weight of the ones as a share of all weight.
 *
 * @param labels - n labels, each 0 or 1.
 * @param weights - n numbers ≥ 0, at least one of them above 0.
 * @throws RangeError if n is 0, if the lengths differ, if a label is neither 0 nor 1, or if a weight is out of range.
 *
 * O(n) time, O(1) memory.
 */
export function weightedBaseRate(labels: ArrayLike<number>, weights: ArrayLike<number>): number {
  checkSampleWeights(weights, labels.length);
  let positives = 0;
  let all = 0;
  for (let i = 0; i < labels.length; i++) {
    const weight = weights[i] ?? NaN;
    if (labels[i] === 1) positives += weight;
    else if (labels[i] !== 0) throw new RangeError(`label ${i} is ${String(labels[i])}, not 0 or 1`);
    all += weight;
  }
  return positives / all;
}
