/**
 * Returns a quantile of ascending values by linear interpolation (type 7 of Hyndman and Fan, the default of R and
 * numpy).
 *
 * @param sorted - n ascending numbers, may be infinite.
 * @param share - in [0, 1]: 0 gives the smallest, 1 the largest.
 * @returns NaN if there are no values.
 *
 * O(1) time.
 *
 * @example
 * quantileSorted([1, 2, 3, 4], 0.5); // 2.5
 *
 * @see R. J. Hyndman, Y. Fan (1996), "Sample quantiles in statistical packages", The American Statistician 50(4),
 * 361–365.
 */
export function quantileSorted(sorted: ArrayLike<number>, share: number): number {
  const position = share * (sorted.length - 1);
  const below = Math.floor(position);
  const low = sorted[below] ?? NaN;
  const high = sorted[Math.min(below + 1, sorted.length - 1)] ?? NaN;
  // A difference of infinite values can be NaN. The minimum keeps rounding from exceeding the upper neighbour.
  if (low === high || position === below || low === -Infinity) return low;
  return Math.min(high, low + (position - below) * (high - low));
}
