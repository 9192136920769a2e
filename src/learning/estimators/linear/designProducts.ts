import type { Design, SparseRows } from "../../matrices.js";

/*
 * The loops in which a fit spends its time: row by row through both blocks with their arrays at hand, nothing allocated.
 * One loop over the rows, not one for each block: the compiler throws away what it made of a first long loop once it
 * meets a second that has not run yet.
 * A vector over a design's columns holds the dense block's first, then the sparse block's.
 */

const NO_ROWS: SparseRows = {
  starts: new Int32Array(0),
  columns: new Uint16Array(0),
  values: new Float32Array(0),
  width: 0,
};

/** Puts X v into `out`: for each row, its product with a vector over the columns. */
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

/** Adds Xᵀ f to `out`: for each column, its product with a factor per row. */
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

/** Adds each column's sum of squares, each square times its row's weight, to `out`. */
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

/** Square of each row's length. */
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
 * Adds Xᵀ f to `out` for the factors f = s (X v − shift), in one reading of the design: a row is still at hand when its
 * factor is known.
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

/** Σ aⱼ bⱼ. */
export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += (a[j] ?? NaN) * (b[j] ?? NaN);
  return sum;
}

/** Adds `factor` times `vector` to `out`, and returns `out`. */
export function addScaled(out: Float64Array, factor: number, vector: Float64Array): Float64Array {
  for (let j = 0; j < out.length; j++) out[j] = (out[j] ?? NaN) + factor * (vector[j] ?? NaN);
  return out;
}
