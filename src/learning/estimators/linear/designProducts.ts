import type { Design, SparseRows } from "../../matrices.js";

/*
 * A fit spends most of its time in these loops, so they allocate nothing.
 * Each function has one loop over the rows for both blocks. With a second long loop that has not run yet, the engine
 * would discard the optimised code of the first.
 * Vectors over the columns start with those of the dense block, followed by the sparse block.
 */

const NO_ROWS: SparseRows = {
  starts: new Int32Array(0),
  columns: new Uint16Array(0),
  values: new Float32Array(0),
  width: 0,
};

/** Writes X v into `out`: the product of each row with a vector over the columns. Returns `out`. */
export function rowProducts(
  { rows, dense, denseWidth, sparse = NO_ROWS }: Design,
  vector: Float64Array,
  out: Float64Array,
): Float64Array {
  const { starts, columns, values } = sparse;
  const sparseVector = vector.subarray(denseWidth);
  for (let row = 0, at = 0, entry = 0; row < rows; row++) {
    const end = starts[row + 1] ?? 0;
    let sum = 0;
    for (let j = 0; j < denseWidth; j++, at++) sum += (dense[at] ?? NaN) * (vector[j] ?? NaN);
    for (; entry < end; entry++) sum += (values[entry] ?? NaN) * (sparseVector[columns[entry] ?? 0] ?? NaN);
    out[row] = sum;
  }
  return out;
}

/** Adds Xᵀ f to `out`: the product of each column with one factor per row. Returns `out`. */
export function addColumnProducts(
  { rows, dense, denseWidth, sparse = NO_ROWS }: Design,
  factors: Float64Array,
  out: Float64Array,
): Float64Array {
  const { starts, columns, values } = sparse;
  const sparseOut = out.subarray(denseWidth);
  for (let row = 0, at = 0, entry = 0; row < rows; row++) {
    const factor = factors[row] ?? NaN;
    const end = starts[row + 1] ?? 0;
    for (let j = 0; j < denseWidth; j++, at++) out[j] = (out[j] ?? NaN) + factor * (dense[at] ?? NaN);
    for (; entry < end; entry++) {
      const column = columns[entry] ?? 0;
      sparseOut[column] = (sparseOut[column] ?? NaN) + factor * (values[entry] ?? NaN);
    }
  }
  return out;
}

/** Adds the weighted sum of squares of each column to `out`, with one weight per row. Returns `out`. */
export function addColumnSquares(
  { rows, dense, denseWidth, sparse = NO_ROWS }: Design,
  weights: Float64Array,
  out: Float64Array,
): Float64Array {
  const { starts, columns, values } = sparse;
  const sparseOut = out.subarray(denseWidth);
  for (let row = 0, at = 0, entry = 0; row < rows; row++) {
    const weight = weights[row] ?? NaN;
    const end = starts[row + 1] ?? 0;
    for (let j = 0; j < denseWidth; j++, at++) {
      const value = dense[at] ?? NaN;
      out[j] = (out[j] ?? NaN) + weight * (value * value);
    }
    for (; entry < end; entry++) {
      const column = columns[entry] ?? 0;
      const value = values[entry] ?? NaN;
      sparseOut[column] = (sparseOut[column] ?? NaN) + weight * (value * value);
    }
  }
  return out;
}

/** Returns the squared Euclidean norm of each row. */
export function rowSquares({ rows, dense, denseWidth, sparse = NO_ROWS }: Design): Float64Array {
  const { starts, values } = sparse;
  const squares = new Float64Array(rows);
  for (let row = 0, at = 0, entry = 0; row < rows; row++) {
    const end = starts[row + 1] ?? 0;
    let sum = 0;
    for (let j = 0; j < denseWidth; j++, at++) sum += (dense[at] ?? NaN) * (dense[at] ?? NaN);
    for (; entry < end; entry++) sum += (values[entry] ?? NaN) * (values[entry] ?? NaN);
    squares[row] = sum;
  }
  return squares;
}

/**
 * Adds Xᵀ f to `out` for the factors f = s (X v − shift). One pass over the design is enough, because it uses each row
 * again while the row is in the cache.
 *
 * @param weights - n numbers, s.
 * @returns the sum of the factors.
 */
export function addNormalProducts(
  { rows, dense, denseWidth, sparse = NO_ROWS }: Design,
  weights: Float64Array,
  shift: number,
  vector: Float64Array,
  out: Float64Array,
): number {
  const { starts, columns, values } = sparse;
  const sparseVector = vector.subarray(denseWidth);
  const sparseOut = out.subarray(denseWidth);
  let total = 0;
  for (let row = 0; row < rows; row++) {
    const begin = row * denseWidth;
    const first = starts[row] ?? 0;
    const end = starts[row + 1] ?? 0;
    let product = 0;
    for (let j = 0; j < denseWidth; j++) product += (dense[begin + j] ?? NaN) * (vector[j] ?? NaN);
    for (let entry = first; entry < end; entry++) {
      product += (values[entry] ?? NaN) * (sparseVector[columns[entry] ?? 0] ?? NaN);
    }
    const factor = (weights[row] ?? NaN) * (product - shift);
    total += factor;
    for (let j = 0; j < denseWidth; j++) out[j] = (out[j] ?? NaN) + factor * (dense[begin + j] ?? NaN);
    for (let entry = first; entry < end; entry++) {
      const column = columns[entry] ?? 0;
      sparseOut[column] = (sparseOut[column] ?? NaN) + factor * (values[entry] ?? NaN);
    }
  }
  return total;
}

/** Returns Σ aⱼ bⱼ. */
export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += (a[j] ?? NaN) * (b[j] ?? NaN);
  return sum;
}

/** Adds `factor` times `vector` to `out`. Returns `out`. */
export function addScaled(out: Float64Array, factor: number, vector: Float64Array): Float64Array {
  for (let j = 0; j < out.length; j++) out[j] = (out[j] ?? NaN) + factor * (vector[j] ?? NaN);
  return out;
}
