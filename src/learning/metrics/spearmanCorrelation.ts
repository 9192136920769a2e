import { checkPairs } from "./pairs.js";
import { averageRanks } from "./ranks.js";

/**
 * Spearman's rank correlation: Pearson's correlation of the average ranks. It sees any monotone relation, not only a
 * straight one.
 *
 * @param first - n numbers.
 * @param second - n numbers.
 * @returns a number in [−1, 1]; 0 is no monotone relation. Undefined if all values of a column are equal.
 * @throws RangeError if n is 0, if the lengths differ, or if a value is not finite.
 *
 * O(n log n) time, O(n) memory.
 *
 * @example
 * spearmanCorrelation([1, 2, 3, 4, 5], [5, 6, 7, 8, 7]); // 0.8207…
 *
 * @see C. Spearman (1904), "The proof and measurement of association between two things", The American Journal of
 * Psychology 15(1), 72–101.
 */
export function spearmanCorrelation(first: ArrayLike<number>, second: ArrayLike<number>): number | undefined {
  checkPairs(first, second);
  const x = averageRanks(first);
  const y = averageRanks(second);
  // The mean of ranks is known exactly, whatever the ties.
  const mean = (x.length + 1) / 2;
  let xx = 0;
  let yy = 0;
  let xy = 0;
  for (let i = 0; i < x.length; i++) {
    const dx = (x[i] ?? NaN) - mean;
    const dy = (y[i] ?? NaN) - mean;
    xx += dx * dx;
    yy += dy * dy;
    xy += dx * dy;
  }
  if (xx === 0 || yy === 0) return undefined;
  return Math.min(1, Math.max(-1, xy / (Math.sqrt(xx) * Math.sqrt(yy))));
}
