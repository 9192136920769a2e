import type { Design } from "../../matrices.js";
import type { Random } from "../../random.js";
import { dot, rowProducts } from "./designProducts.js";

/**
 * Passes over the rows in play for each pass over all rows. Nearly all rows of a fit by absolute error end at their
 * limit, where a visit changes nothing: four passes over the others cost about as much as one over all.
 */
const PASSES_IN_PLAY = 4;

/** What the dual of a least absolute regression is made of; the rows' duals and the weights they add up to vary. */
export interface DualProblem {
  readonly design: Design;
  /** n numbers, y. */
  readonly targets: Float64Array;
  /** Largest absolute dual of each row, C s; 0 leaves the row out. */
  readonly limits: Float64Array;
  /** Square of each row's length, the constant column's share among it. */
  readonly squares: Float64Array;
  /** Square of the constant column's value. */
  readonly constantSquare: number;
  /** How far the intercept may be off, in the unit of the targets: their mean distance from their median. */
  readonly spread: number;
}

/** Where the descent stands; changed in place. */
export interface DualState {
  /** β, one for each row: weights = Σ βᵢ xᵢ. */
  readonly duals: Float64Array;
  readonly weights: Float64Array;
  /** Σ βᵢ: 0 at the minimum. */
  sum: number;
  /** The intercept that the penalty on the constant column pulls towards. */
  centre: number;
}

export interface DescentOptions {
  /** Ends when the objective is at most this share above its least. */
  readonly tolerance: number;
  /** Passes over all rows. */
  readonly maximumIterations: number;
}

/**
 * Dual coordinate descent: row by row, in random order, each dual is set to its best with all others held. Every row
 * pulls the model towards its target with at most its limit of force.
 *
 * The intercept is the weight of a constant column, which the method can do with only if it is penalised. The penalty is
 * on its distance from a centre that follows it (the method of multipliers), so that in the end nothing is penalised.
 *
 * O(values of the design) time per iteration, nothing allocated in one but for an array of row numbers.
 */
export function descendDual(
  problem: DualProblem,
  state: DualState,
  random: Random,
  { tolerance, maximumIterations }: DescentOptions,
): { converged: boolean; iterations: number } {
  const { limits } = problem;
  const order = new Int32Array(limits.length).map((_, row) => row).filter((row) => (limits[row] ?? 0) > 0);
  const inPlay = new Int32Array(order.length);
  const products = new Float64Array(problem.design.rows);
  for (let iterations = 0; ; iterations++) {
    const { objective, gap } = recentre(problem, state, products);
    const finite = objective < Infinity;
    const converged = finite && gap <= tolerance * objective;
    if (converged || !finite || iterations === maximumIterations) return { converged, iterations };
    random.shuffle(order);
    const count = visit(problem, state, order, inPlay);
    for (let pass = 0; pass < PASSES_IN_PLAY; pass++) {
      const rows = inPlay.subarray(0, count);
      random.shuffle(rows);
      visit(problem, state, rows, rows);
    }
  }
}

/**
 * Moves the centre to the intercept, and bounds from above how far the objective is from its least: the gap between
 * the primal and the dual, summed row by row, where every part is at least 0.
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
 * Sets the dual of each of the rows, in their order, to its best.
 *
 * @param inPlay - is given the rows that are not held at their limit by their residual, and may be `rows` itself.
 * @returns how many those are.
 */
function visit(problem: DualProblem, state: DualState, rows: Int32Array, inPlay: Int32Array): number {
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
    inPlay[count++] = row;
    duals[row] = after;
    sum += after - before;
    addRow(design, row, after - before, weights, sparseWeights);
  }
  state.sum = sum;
  return count;
}

/** Product of one row with a vector over the columns, of which `sparseVector` is the sparse block's part. */
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
