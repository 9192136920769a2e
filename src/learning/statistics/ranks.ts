import { countBelow } from "./sortedNumbers.js";

/**
 * Returns the row numbers in ascending order of their values; rows of equal values in order of their numbers.
 *
 * @param values - n numbers, none NaN.
 *
 * O(n log n) time, O(n) memory.
 */
export function ascendingOrder(values: ArrayLike<number>): Uint32Array {
  // A typed array of numbers sorts without a comparator, which is much faster than sorting row numbers.
  const sorted = Float64Array.from(values).sort();
  const taken = new Uint32Array(values.length);
  const order = new Uint32Array(values.length);
  for (let row = 0; row < values.length; row++) {
    const first = countBelow(sorted, values[row] ?? NaN);
    const before = taken[first] ?? 0;
    order[first + before] = row;
    taken[first] = before + 1;
  }
  return order;
}

/**
 * Returns ranks from 1 to n. Equal values have the mean of their ranks.
 *
 * @param values - n finite numbers.
 * @returns n ranks, each a multiple of ½.
 *
 * O(n log n) time, O(n) memory.
 *
 * @example
 * averageRanks([10, 30, 10, 20]); // [1.5, 4, 1.5, 3]
 *
 * @see https://docs.scipy.org/doc/scipy/reference/generated/scipy.stats.rankdata.html
 */
export function averageRanks(values: ArrayLike<number>): Float64Array {
  const order = ascendingOrder(values);
  const ranks = new Float64Array(values.length);
  for (let start = 0; start < order.length;) {
    const value = values[order[start] ?? 0];
    let end = start + 1;
    while (end < order.length && values[order[end] ?? 0] === value) end++;
    for (let at = start; at < end; at++) ranks[order[at] ?? 0] = (start + 1 + end) / 2;
    start = end;
  }
  return ranks;
}
