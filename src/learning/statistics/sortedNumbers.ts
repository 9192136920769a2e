/**
 * Returns how many of the ascending numbers are strictly below a value. O(log n) time, by bisection.
 *
 * @example
 * countBelow(Float64Array.of(1, 2, 2, 5), 2); // 1
 */
export function countBelow(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? NaN) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
