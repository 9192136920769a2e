import type { Design } from "../../matrices.js";
import type { Random } from "../../random.js";
import { dot, rowProducts } from "./designProducts.js";

/**
 * Passes over the active rows for each pass over all rows. Most rows of an L1 (LAD) fit end at their limit, where a
 * visit changes nothing. So four passes over the active rows cost about as much as one over all rows.
 */
const ACTIVE_PASSES = 4;

/** The constants of the dual problem of an L1 (LAD) regression. {@link DualState} holds the variables. */
export interface DualProblem {
  readonly design: Design;
  /** n numbers, y. */
  readonly targets: Float64Array;
  /** Maximum absolute dual of each row, C s; 0 leaves the row out. */
  readonly limits: Float64Array;
  /** Squared norm of each row, including the constant column. */
  readonly squares: Float64Array;
  /** Square of the constant column's value. */
  readonly constantSquare: number;
  /** Bound on the error of the intercept: the mean distance of the targets from their median, in their unit. */
  readonly spread: number;
}

/** The variables of the descent; changed in place. */
export interface DualState {
  /** β, one for each row: weights = Σ βᵢ xᵢ. */
  readonly duals: Float64Array;
  readonly weights: Float64Array;
  /** Σ βᵢ, which is 0 at the minimum. */
  sum: number;
  /** The penalty on the constant column pulls the intercept towards this value. */
  centre: number;
}

export interface DescentOptions {
  /** The descent ends if the objective is at most this share above its minimum. */
  readonly tolerance: number;
  /** Maximum passes over all rows. */
  readonly maximumIterations: number;
}

/**
 * Runs dual coordinate descent: row by row, in random order, it sets each dual to its optimum with all others fixed. A
 * dual is the force with which its row pulls the model towards the row's target; the row's limit bounds it.
 *
 * The intercept is the weight of a constant column, and the method requires a penalty on it. The penalty is on the
 * distance from a centre that follows the intercept (method of multipliers). So in the end the intercept is not
 * penalised.
 *
 * O(values of the design) time per iteration.
 */
export function descendDual(
  problem: DualProblem,
  state: DualState,
  random: Random,
  { tolerance, maximumIterations }: DescentOptions,
): { converged: boolean; iterations: number } {
  const { limits } = problem;
  const order = new Int32Array(limits.length).map((_, row) => row).filter((row) => (limits[row] ?? 0) > 0);
  const activeRows = new Int32Array(order.length);
  const products = new Float64Array(problem.design.rows);
  for (let iterations = 0; ; iterations++) {
    const { objective, gap } = recentre(problem, state, products);
    const finite = objective < Infinity;
    const converged = finite && gap <= tolerance * objective;
    if (converged || !finite || iterations === maximumIterations) return { converged, iterations };
    random.shuffle(order);
    const count = visit(problem, state, order, activeRows);
    for (let pass = 0; pass < ACTIVE_PASSES; pass++) {
      const rows = activeRows.subarray(0, count);
      random.shuffle(rows);
      visit(problem, state, rows, rows);
    }
  }
}

/**
 * Moves the centre to the intercept. Returns the objective and an upper bound of its distance from the minimum. The
 * bound is the gap between primal and dual, summed row by row; every summand is at least 0.
 */
function recentre(problem: DualProblem, state: DualState, products: Float64Array): { objective: number; gap: number } {
  const { design, targets, limits, constantSquare, spread } = problem;
  const { duals, weights } = state;
  state.centre += constantSquare * state.sum;
  rowProducts(design, weights, products);
  let objective = dot(weights, weights) / 2;
  let gap = Math.abs(state.sum) * spread;
  for (let row = 0; row < targets.length; row++) {
    const residual = (targets[row] ?? NaN) - state.centre - (products[row] ?? NaN);
    const loss = (limits[row] ?? NaN) * Math.abs(residual);
    objective += loss;
    gap += loss - (duals[row] ?? NaN) * residual;
  }
  return { objective, gap };
}

/**
 * Sets the dual of each row to its optimum, in the order of the rows.
 *
 * @param activeRows - receives the rows whose dual changes or is not at its limit; may be `rows` itself.
 * @returns the number of active rows.
 */
function visit(problem: DualProblem, state: DualState, rows: Int32Array, activeRows: Int32Array): number {
  const { design, targets, limits, squares, constantSquare } = problem;
  const { duals, weights, centre } = state;
  const sparseWeights = weights.subarray(design.denseWidth);
  let sum = state.sum;
  let count = 0;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] ?? 0;
    const residual =
      (targets[row] ?? NaN) - centre - constantSquare * sum - rowProduct(design, row, weights, sparseWeights);
    const limit = limits[row] ?? NaN;
    const before = duals[row] ?? NaN;
    const after = Math.max(-limit, Math.min(limit, before + residual / (squares[row] ?? NaN)));
    if (after === before && Math.abs(after) === limit) continue;
    activeRows[count++] = row;
    duals[row] = after;
    sum += after - before;
    addRow(design, row, after - before, weights, sparseWeights);
  }
  state.sum = sum;
  return count;
}

/**
 * Returns the product of a row and a vector over the columns. `sparseVector` is the sparse block's part of the vector.
 */
function rowProduct(design: Design, row: number, vector: Float64Array, sparseVector: Float64Array): number {
  const { dense, denseWidth, sparse } = design;
  let sum = 0;
  for (let j = 0, at = row * denseWidth; j < denseWidth; j++, at++) sum += (dense[at] ?? NaN) * (vector[j] ?? NaN);
  if (sparse === undefined) return sum;
  const { starts, columns, values } = sparse;
  const end = starts[row + 1] ?? 0;
  for (let entry = starts[row] ?? 0; entry < end; entry++) {
    sum += (values[entry] ?? NaN) * (sparseVector[columns[entry] ?? 0] ?? NaN);
  }
  return sum;
}

/** Adds `factor` times one row to a vector over the columns. */
function addRow(design: Design, row: number, factor: number, vector: Float64Array, sparseVector: Float64Array): void {
  const { dense, denseWidth, sparse } = design;
  for (let j = 0, at = row * denseWidth; j < denseWidth; j++, at++) {
    vector[j] = (vector[j] ?? NaN) + factor * (dense[at] ?? NaN);
  }
  if (sparse === undefined) return;
  const { starts, columns, values } = sparse;
  const end = starts[row + 1] ?? 0;
  for (let entry = starts[row] ?? 0; entry < end; entry++) {
    const column = columns[entry] ?? 0;
    sparseVector[column] = (sparseVector[column] ?? NaN) + factor * (values[entry] ?? NaN);
  }
}
