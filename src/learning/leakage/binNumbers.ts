/**
 * Groups of about equal size among the older rows: the code of each row says in which quantile its number lies.
 *
 * @param column - n numbers; NaN is "not known".
 * @param cut - the first so many rows are the older ones, which the limits are learnt on.
 * @param bins - at most so many groups; equal numbers are never in two.
 * @returns n codes from 0 to bins − 1, greater for greater numbers; −1 where the number is not known.
 *
 * O(n log n) time.
 */
export function binNumbers(column: Float64Array, cut: number, bins: number): Int32Array {
  const known = column
    .slice(0, cut)
    .filter((value) => !Number.isNaN(value))
    .sort();
  const limits = new Set<number>();
  for (let bin = 1; bin < bins; bin++) {
    const limit = known[Math.floor((bin * known.length) / bins)];
    if (limit !== undefined) limits.add(limit);
  }
  const ascending = Float64Array.from(limits);
  return Int32Array.from(column, (value) => (Number.isNaN(value) ? -1 : countUpTo(ascending, value)));
}

/** How many of the ascending numbers are at most `value`. */
function countUpTo(ascending: Float64Array, value: number): number {
  let count = 0;
  while (count < ascending.length && (ascending[count] ?? Infinity) <= value) count++;
  return count;
}
