import type { Design } from "../../matrices.js";
import { numbersOf } from "../../numbersOf.js";
import { seededRandom } from "../../random.js";
import { medianStatistic } from "../../statistics/weightedMedian.js";
import { checkDesign, checkFinite, checkPositive, checkSampleWeights } from "../checks.js";
import { rowProducts, rowSquares } from "./designProducts.js";
import { descendDual, type DualState } from "./ladDual.js";
import type { LinearModel } from "./ridge.js";

/** A fitted least absolute regression; survives JSON. */
export interface LadFit extends LinearModel {
  /** One weight for each dense column. */
  readonly denseWeights: readonly number[];
  /** One weight for each sparse column; empty without a sparse block. */
  readonly sparseWeights: readonly number[];
  /** False if the iterations did not suffice, or if numbers were so large that sums overflowed. */
  readonly converged: boolean;
  /** Passes over all rows. */
  readonly iterations: number;
}

export interface LadOptions {
  /** Ends when the objective is at most this share above its least; 1e-3. */
  readonly tolerance?: number;
  /** Passes over all rows; 1000. */
  readonly maximumIterations?: number;
  /** Of the orders in which the rows are visited; 0. */
  readonly seed?: number;
}

/** Fits least absolute regressions on one design: one for each loss weight, in their order. */
export type LadFitter = (targets: ArrayLike<number>, lossWeights: readonly number[], options?: LadOptions) => LadFit[];

/**
 * Square of the constant column beside that of a mean row. Larger, it lets the intercept swing with the last rows
 * visited; from 0.01 to 0.1 the iterations were fewest, half of those at 1 (16,000 rows of 140 values).
 */
const CONSTANT_SHARE = 0.1;

/**
 * Least absolute regression: the weights w and the intercept b that minimise ½‖w‖² + C Σ sᵢ |yᵢ − xᵢ·w − b|, by dual
 * coordinate descent. The intercept is not penalised. A prediction is a conditional median, so that a few wild targets
 * do not move it.
 *
 * @param design - n rows; columns should be of like size, since one penalty weighs on all.
 * @param targets - n numbers, y.
 * @param lossWeight - C, above 0: the less, the smaller the weights.
 * @param sampleWeights - n numbers of at least 0, s; each 1 if left out.
 * @throws RangeError if n is 0, if shapes disagree, or if a value is not finite or the loss weight not above 0.
 *
 * O(values of the design) time per iteration, 2 to 50 iterations as a rule; O(n) memory beside the design.
 *
 * @see C.-H. Ho, C.-J. Lin (2012), "Large-scale linear support vector regression", Journal of Machine Learning Research
 * 13, 3323–3348; the objective is that of sklearn.svm.LinearSVR with an epsilon of 0 and an unpenalised intercept.
 */
export function fitLad(
  design: Design,
  targets: ArrayLike<number>,
  lossWeight: number,
  { sampleWeights, ...options }: LadOptions & { readonly sampleWeights?: Float64Array } = {},
): LadFit {
  const [fit] = prepareLad(design, sampleWeights)(targets, [lossWeight], options);
  if (fit === undefined) throw new RangeError("no fit");
  return fit;
}

/**
 * As {@link fitLad}, for several targets and loss weights on one design: what depends on the design alone is
 * done once, and each loss weight starts from the fit of the one before it, so that they are best given ascending.
 */
export function prepareLad(design: Design, sampleWeights?: Float64Array): LadFitter {
  checkDesign(design);
  const rowWeights = sampleWeights ?? new Float64Array(design.rows).fill(1);
  checkSampleWeights(rowWeights, design.rows);
  const hasColumns = design.denseWidth + (design.sparse?.width ?? 0) > 0;
  const lengths = rowSquares(design);
  const meanSquare = lengths.reduce((sum, square) => sum + square, 0) / design.rows;
  const constantSquare = CONSTANT_SHARE * meanSquare || 1;
  const squares = lengths.map((square) => square + constantSquare);
  return (targets, lossWeights, { tolerance = 1e-3, maximumIterations = 1000, seed = 0 } = {}) => {
    if (targets.length !== design.rows) throw new RangeError(`${targets.length} targets but ${design.rows} rows`);
    checkFinite("target", targets);
    const values = Float64Array.from(targets);
    const centre = medianStatistic(values)(rowWeights);
    const spread = meanDistance(values, centre, rowWeights);
    let state = startingState(design, centre);
    let before = 0;
    return lossWeights.map((lossWeight) => {
      checkPositive("loss weight", lossWeight);
      if (before > 0) state = scaled(state, lossWeight / before);
      before = lossWeight;
      const limits = rowWeights.map((weight) => lossWeight * weight);
      const problem = { design, targets: values, limits, squares, constantSquare, spread };
      const outcome = hasColumns
        ? descendDual(problem, state, seededRandom(seed), { tolerance, maximumIterations })
        : { converged: true, iterations: 0 };
      return { ...modelOf(design, values, rowWeights, state), ...outcome };
    });
  };
}

/** The weights of the state, with the intercept that is best for them. */
function modelOf(
  design: Design,
  targets: Float64Array,
  rowWeights: Float64Array,
  { weights }: DualState,
): LinearModel & Pick<LadFit, "denseWeights" | "sparseWeights"> {
  const residuals = rowProducts(design, weights, new Float64Array(design.rows));
  residuals.forEach((product, row) => (residuals[row] = (targets[row] ?? NaN) - product));
  return {
    intercept: medianStatistic(residuals)(rowWeights),
    denseWeights: numbersOf(weights, 0, design.denseWidth),
    sparseWeights: numbersOf(weights, design.denseWidth, weights.length),
  };
}

function startingState(design: Design, centre: number): DualState {
  const width = design.denseWidth + (design.sparse?.width ?? 0);
  return { duals: new Float64Array(design.rows), weights: new Float64Array(width), sum: 0, centre };
}

/** The state for a loss weight that is `factor` times as large: rows at their limit stay there. */
function scaled({ duals, weights, sum, centre }: DualState, factor: number): DualState {
  const multiply = (value: number): number => factor * value;
  return { duals: duals.map(multiply), weights: weights.map(multiply), sum: factor * sum, centre };
}

function meanDistance(values: Float64Array, centre: number, weights: Float64Array): number {
  let sum = 0;
  let weightSum = 0;
  values.forEach((value, row) => {
    sum += (weights[row] ?? NaN) * Math.abs(value - centre);
    weightSum += weights[row] ?? NaN;
  });
  return sum / weightSum;
}
