/**
 * The values of the given rows, in their order; NaN of a row that is not there. A written-out loop: the typed arrays' own
 * `from` goes through an iterator, which allocates for each row.
 */
export function takeRows(column: ArrayLike<number>, rows: ArrayLike<number>): Float64Array {
  const taken = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) taken[i] = column[rows[i] ?? -1] ?? NaN;
  return taken;
}
