/**
 * Returns recency weights for rows in order of time, oldest first: the weight halves with each half-life of age.
 *
 * @param rows - n.
 * @param halfLife - in rows, above 0.
 * @returns n numbers in [0, 1], ascending; the age of the newest row is 1.
 * @throws RangeError if the half-life is not above 0.
 *
 * @example
 * recencyWeights(3, 1); // 0.125, 0.25, 0.5
 */
export function recencyWeights(rows: number, halfLife: number): Float64Array {
  if (!(halfLife > 0)) throw new RangeError(`half-life ${halfLife} is not above 0`);
  return Float64Array.from({ length: rows }, (_, row) => 0.5 ** ((rows - row) / halfLife));
}
