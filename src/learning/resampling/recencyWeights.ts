/**
 * Weights that halve with age, by row: for rows in the order of time, oldest first, before a new one.
 *
 * @param rows - n.
 * @param halfLife - after so many rows the weight is halved; above 0.
 * @returns n numbers in [0, 1], ascending; the newest row is one row old.
 * @throws RangeError if the half-life is not above 0.
 *
 * @example
 * recencyWeights(3, 1); // 0.125, 0.25, 0.5
 */
export function recencyWeights(rows: number, halfLife: number): Float64Array {
  if (!(halfLife > 0)) throw new RangeError(`half-life ${halfLife} is not above 0`);
  return Float64Array.from({ length: rows }, (_, row) => 0.5 ** ((rows - row) / halfLife));
}
