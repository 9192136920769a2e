/**
 * The median: what the naive predictor answers for a regression. It is the constant of least absolute error.
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
 * The base rate: what the naive predictor answers for a classifier. It is the constant of least Brier loss.
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
  let positives = 0;
  for (let i = 0; i < labels.length; i++) {
    if (labels[i] === 1) positives++;
    else if (labels[i] !== 0) throw new RangeError(`label ${i} is ${String(labels[i])}, not 0 or 1`);
  }
  return positives / labels.length;
}
