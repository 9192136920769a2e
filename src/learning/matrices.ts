/**
 * Sparse rows (CSR). Row i has the entries from `starts[i]` up to, not including, `starts[i + 1]`: a column and a value
 * each. An entry takes only six bytes, because entries take most of the memory and of the time of a fit.
 */
export interface SparseRows {
  /** n + 1 offsets. */
  readonly starts: Int32Array;
  /** Column of each entry, in [0, width); ascending and distinct within a row. */
  readonly columns: Uint16Array;
  readonly values: Float32Array;
  /** Number of columns, at most 65,536. */
  readonly width: number;
}

/** A design matrix: a dense block, n × `denseWidth`, row-major, and optionally a sparse block to its right. */
export interface Design {
  readonly rows: number;
  readonly dense: Float64Array;
  readonly denseWidth: number;
  readonly sparse?: SparseRows;
}
