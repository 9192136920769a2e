import { checkPairs } from "./pairs.js";
import { pearsonCorrelation } from "./pearsonCorrelation.js";
import { averageRanks } from "../statistics/ranks.js";

/**
 * Returns Spearman's rank correlation: Pearson's correlation of the average ranks. It measures any monotone relation,
 * not only a linear one.
 *
 * @param first - n numbers.
 * @param second - n numbers.
 * @returns a number in [−1, 1]; 0 means no monotone relation. Undefined if all values of a column are equal.
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
  return pearsonCorrelation(averageRanks(first), averageRanks(second));
}
