import type { Design } from "../matrices.js";

/**
 * Checks the input of a fit, so that a wrong shape or a NaN gives an error instead of spreading into the weights.
 *
 * @param design - n rows.
 * @param targets - n numbers.
 * @throws RangeError if there is no row, if shapes disagree, if a value is not finite, or if the penalty is not a
 * finite number above 0.
 */
export function checkFitInput(design: Design, targets: ArrayLike<number>, penalty: number): void {
  if (targets.length !== design.rows) throw new RangeError(`${targets.length} targets but ${design.rows} rows`);
  checkPositive("penalty", penalty);
  checkFinite("target", targets);
}

/** Checks that a value is positive. @throws RangeError if it is not a finite number above 0. */
export function checkPositive(what: string, value: number): void {
  if (!(value > 0 && value < Infinity)) throw new RangeError(`${what} ${value} is not a finite number above 0`);
}

/** Designs that passed the check. Most designs are fitted several times. */
const CHECKED = new WeakSet<Design>();

/**
 * Checks a design on its first use. The design must not change afterwards.
 *
 * @throws RangeError if there is no row, if the size of a block disagrees with its rows and columns, or if a value is
 * not finite.
 */
export function checkDesign(design: Design): void {
  if (CHECKED.has(design)) return;
  checkBlocks(design);
  CHECKED.add(design);
}

function checkBlocks({ rows, dense, denseWidth, sparse }: Design): void {
  if (!(rows >= 1)) throw new RangeError("at least one row is needed");
  if (dense.length !== rows * denseWidth) {
    throw new RangeError(`dense block of ${dense.length} values, not ${rows} × ${denseWidth}`);
  }
  checkFinite("dense value", dense);
  if (sparse === undefined) return;
  if (sparse.starts.length !== rows + 1) {
    throw new RangeError(`sparse block of ${sparse.starts.length - 1} rows, not ${rows}`);
  }
  const { columns, width } = sparse;
  let last = -1;
  for (let i = 0; i < columns.length; i++) last = Math.max(last, columns[i] ?? 0);
  if (last >= width) {
    throw new RangeError(`a sparse column is outside 0 to ${width - 1}`);
  }
  checkFinite("sparse value", sparse.values);
}

/** Checks sample weights. @throws RangeError unless there are n finite weights ≥ 0, at least one of them above 0. */
export function checkSampleWeights(weights: ArrayLike<number>, rows: number): void {
  if (weights.length !== rows) throw new RangeError(`${weights.length} sample weights but ${rows} rows`);
  let sum = 0;
  for (let row = 0; row < rows; row++) {
    const weight = weights[row] ?? NaN;
    if (!(weight >= 0 && weight < Infinity)) throw new RangeError(`sample weight ${row} is ${weight}`);
    sum += weight;
  }
  if (sum === 0) throw new RangeError("all sample weights are 0");
}

/** Checks that all values are finite. @throws RangeError if a value is not finite. */
export function checkFinite(what: string, values: ArrayLike<number>): void {
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) throw new RangeError(`${what} ${i} is ${String(values[i])}, not a finite number`);
  }
}
