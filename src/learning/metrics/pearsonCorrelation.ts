import { checkPairs } from "./pairs.js";

/**
 * Returns Pearson's correlation of two columns.
 *
 * @param first - n numbers.
 * @param second - n numbers.
 * @returns a number in [−1, 1]; 0 means no linear relation. Undefined if all values of a column are equal.
 * @throws RangeError if n is 0, if the lengths differ, or if a value is not finite.
 *
 * O(n) time, O(1) memory.
 *
 * @example
 * pearsonCorrelation([1, 2, 3], [2, 4, 7]); // 0.9933…
 *
 * @see K. Pearson (1896), "Mathematical contributions to the theory of evolution. III", Philosophical Transactions of
 * the Royal Society A 187, 253–318.
 */
export function pearsonCorrelation(first: ArrayLike<number>, second: ArrayLike<number>): number | undefined {
  checkPairs(first, second);
  const [meanX, meanY] = [meanOf(first), meanOf(second)];
  let xx = 0;
  let yy = 0;
  let xy = 0;
  for (let i = 0; i < first.length; i++) {
    const dx = (first[i] ?? NaN) - meanX;
    const dy = (second[i] ?? NaN) - meanY;
    xx += dx * dx;
    yy += dy * dy;
    xy += dx * dy;
  }
  if (xx === 0 || yy === 0) return undefined;
  return Math.min(1, Math.max(-1, xy / (Math.sqrt(xx) * Math.sqrt(yy))));
}

function meanOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] ?? NaN;
  return sum / values.length;
}
