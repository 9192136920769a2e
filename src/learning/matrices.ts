/**
 * Sparse rows (CSR): row i has the entries `starts[i]` to `starts[i + 1]`, each a column and a value. Six bytes an entry:
 * they take most of the memory of a fit, and reading them most of its time.
 */
export interface SparseRows {
  /** n + 1 offsets. */
  readonly starts: Int32Array;
  /** Column of each entry, in [0, width); ascending and distinct within a row. */
  readonly columns: Uint16Array;
  readonly values: Float32Array;
  /** At most 65,536. */
  readonly width: number;
}

/** A design matrix: a dense block, row-major n × width, and optionally a sparse block to its right. */
export interface Design {
  readonly rows: number;
  readonly dense: Float64Array;
  readonly denseWidth: number;
  readonly sparse?: SparseRows;
}
