/**
 * Returns the values of the given rows, in their order; NaN for a row that does not exist. It uses a loop because
 * `from` of typed arrays uses an iterator, which allocates for each row.
 */
export function takeRows(column: ArrayLike<number>, rows: ArrayLike<number>): Float64Array {
  const taken = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) taken[i] = column[rows[i] ?? -1] ?? NaN;
  return taken;
}
