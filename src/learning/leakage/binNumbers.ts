/**
 * Groups numbers by quantiles of the older rows, so that groups have about equal size there.
 *
 * @param column - n numbers; NaN means unknown.
 * @param cut - number of the older rows, which come first. The limits between groups are quantiles of these rows.
 * @param bins - maximum number of groups; equal numbers are always in the same group.
 * @returns n codes from 0 to bins − 1, higher for greater numbers; −1 for unknown numbers.
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

/** Returns the number of ascending numbers that are at most `value`. */
function countUpTo(ascending: Float64Array, value: number): number {
  let count = 0;
  while (count < ascending.length && (ascending[count] ?? Infinity) <= value) count++;
  return count;
}
