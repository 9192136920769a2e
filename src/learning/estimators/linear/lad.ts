import type { Design } from "../../matrices.js";
import { numbersOf } from "../../numbersOf.js";
import { seededRandom } from "../../random.js";
import { medianStatistic } from "../../statistics/weightedMedian.js";
import { checkDesign, checkFinite, checkPositive, checkSampleWeights } from "../checks.js";
import { rowProducts, rowSquares } from "./designProducts.js";
import { descendDual, type DualState } from "./ladDual.js";
import type { LinearModel } from "./ridge.js";

/** A fitted L1 (LAD) regression. It survives JSON. */
export interface LadFit extends LinearModel {
  /** One weight for each dense column. */
  readonly denseWeights: readonly number[];
  /** One weight for each sparse column; empty without a sparse block. */
  readonly sparseWeights: readonly number[];
  /** False if the maximum of iterations was reached, or if sums overflowed. */
  readonly converged: boolean;
  /** Number of passes over all rows. */
  readonly iterations: number;
}

export interface LadOptions {
  /** The fit ends if the objective is at most this share above its minimum (default: 1e-3). */
  readonly tolerance?: number;
  /** Maximum passes over all rows (default: 1000). */
  readonly maximumIterations?: number;
  /** Seed of the random orders of the rows (default: 0). */
  readonly seed?: number;
}

/** Fits L1 (LAD) regressions on one design: one for each loss weight, in their order. */
export type LadFitter = (targets: ArrayLike<number>, lossWeights: readonly number[], options?: LadOptions) => LadFit[];

/**
 * Square of the constant column's value, as a share of the mean squared norm of the rows. A larger share lets the
 * intercept oscillate with the last visited rows. Shares from 0.01 to 0.1 needed the fewest iterations: half of those
 * at 1 (16,000 rows of 140 values).
 */
const CONSTANT_SHARE = 0.1;

/**
 * Fits an L1 (LAD) regression: the weights w and the intercept b that minimise ½‖w‖² + C Σ sᵢ |yᵢ − xᵢ·w − b|. The
 * method is dual coordinate descent. The intercept is not penalised. A prediction is a conditional median, so a few
 * outliers among the targets do not move it.
 *
 * @param design - n rows; columns should have similar scales, because one penalty applies to all.
 * @param targets - n numbers, y.
 * @param lossWeight - C, above 0; smaller values give smaller weights.
 * @param sampleWeights - n numbers ≥ 0, s (default: all 1).
 * @throws RangeError if n is 0, if shapes disagree, if a value is not finite, or if the loss weight is not above 0.
 *
 * O(values of the design) time per iteration, typically 2 to 50 iterations; O(n) memory in addition to the design.
 *
 * @see C.-H. Ho, C.-J. Lin (2012), "Large-scale linear support vector regression", Journal of Machine Learning Research
 * 13, 3323–3348. The objective is that of sklearn.svm.LinearSVR with an epsilon of 0 and an unpenalised intercept.
 */
export function fitLad(
  design: Design,
  targets: ArrayLike<number>,
  lossWeight: number,
  { sampleWeights, ...options }: LadOptions & { readonly sampleWeights?: Float64Array } = {},
): LadFit {
  const [fit] = prepareLad(design, sampleWeights)(targets, [lossWeight], options);
  if (fit === undefined) throw new RangeError("one loss weight is required");
  return fit;
}

/**
 * Prepares {@link fitLad} for several targets and loss weights on one design. Work that depends only on the design is
 * done once. Each loss weight starts from the fit of the previous one, so ascending loss weights are fastest.
 */
export function prepareLad(design: Design, sampleWeights?: Float64Array): LadFitter {
  checkDesign(design);
  const rowWeights = sampleWeights ?? new Float64Array(design.rows).fill(1);
  checkSampleWeights(rowWeights, design.rows);
  const hasColumns = design.denseWidth + (design.sparse?.width ?? 0) > 0;
  const squaredNorms = rowSquares(design);
  const meanSquare = squaredNorms.reduce((sum, square) => sum + square, 0) / design.rows;
  const constantSquare = CONSTANT_SHARE * meanSquare || 1;
  const squares = squaredNorms.map((square) => square + constantSquare);
  return (targets, lossWeights, { tolerance = 1e-3, maximumIterations = 1000, seed = 0 } = {}) => {
    if (targets.length !== design.rows) throw new RangeError(`${targets.length} targets but ${design.rows} rows`);
    checkFinite("target", targets);
    const values = Float64Array.from(targets);
    const centre = medianStatistic(values)(rowWeights);
    const spread = meanDistance(values, centre, rowWeights);
    let state = startingState(design, centre);
    let previousWeight = 0;
    return lossWeights.map((lossWeight) => {
      checkPositive("loss weight", lossWeight);
      if (previousWeight > 0) state = scaled(state, lossWeight / previousWeight);
      previousWeight = lossWeight;
      const limits = rowWeights.map((weight) => lossWeight * weight);
      const problem = { design, targets: values, limits, squares, constantSquare, spread };
      const outcome = hasColumns
        ? descendDual(problem, state, seededRandom(seed), { tolerance, maximumIterations })
        : { converged: true, iterations: 0 };
      return { ...modelOf(design, values, rowWeights, state), ...outcome };
    });
  };
}

/** Returns the model with the weights of the state and the intercept that minimises the loss for them. */
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

/** Returns the state for a loss weight that is `factor` times as large. Rows at their limit stay at their limit. */
function scaled({ duals, weights, sum, centre }: DualState, factor: number): DualState {
  const multiply = (value: number): number => factor * value;
  return { duals: duals.map(multiply), weights: weights.map(multiply), sum: factor * sum, centre };
}

/** Returns the weighted mean of |value − centre|. */
function meanDistance(values: Float64Array, centre: number, weights: Float64Array): number {
  let sum = 0;
  let weightSum = 0;
  values.forEach((value, row) => {
    sum += (weights[row] ?? NaN) * Math.abs(value - centre);
    weightSum += weights[row] ?? NaN;
  });
  return sum / weightSum;
}
