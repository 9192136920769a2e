import type { Design } from "../../matrices.js";
import { centre } from "../linear/centredDesign.js";
import { checkDesign, checkFitInput, checkSampleWeights } from "../checks.js";
import { addScaled, dot } from "../linear/designProducts.js";
import { logisticDerivatives, logisticObjective, sigmoid, type LogisticProblem } from "./logisticObjective.js";
import { baseRate, weightedBaseRate } from "../baseline.js";
import { solvePositiveDefinite } from "../linear/positiveDefinite.js";

/** A logistic model: P(label = 1) = 1 / (1 + exp(−(intercept + row · weights))). */
export interface LogisticModel {
  readonly intercept: number;
  readonly weights: ArrayLike<number>;
}

/** A fitted logistic regression. It survives JSON. */
export interface LogisticFit extends LogisticModel {
  readonly weights: readonly number[];
  /** False if the maximum of iterations was reached, or if sums overflowed. */
  readonly converged: boolean;
  readonly iterations: number;
}

export interface LogisticOptions {
  /** The fit ends if each slope is at most this share of the sum of its absolute summands (default: 1e-10). */
  readonly tolerance?: number;
  /** Default: 100. */
  readonly maximumIterations?: number;
  /** n numbers ≥ 0, s, at least one of them above 0 in each class (default: all 1). */
  readonly sampleWeights?: ArrayLike<number>;
}

/**
 * Fits an L2-penalised logistic regression by Newton's method (iteratively reweighted least squares) with step halving.
 * The weights w and the intercept b minimise Σ sᵢ log(1 + exp(∓(xᵢ·w + b))) + ½ λ‖w‖², with − for label 1 and + for
 * label 0. The intercept is not penalised. The minimum is unique, even for separable classes and duplicate columns.
 *
 * @param design - n rows of d columns, without a sparse block; columns should have similar scales, because one penalty
 * applies to all.
 * @param labels - n labels, each 0 or 1, both present.
 * @param penalty - λ, above 0; scikit-learn's C is 1 / λ.
 * @throws RangeError if n is 0, if shapes disagree, if a value is not finite, if there is a sparse block, if all labels
 * of weight above 0 are of one class, if a sample weight is not finite or below 0, or if the penalty is not above 0.
 *
 * O(n d²) time per iteration, typically 4 to 10 iterations; O(n + d²) memory in addition to the design.
 *
 * @see T. Hastie, R. Tibshirani, J. Friedman (2009), "The elements of statistical learning", 4.4.1. The objective is
 * that of sklearn.linear_model.LogisticRegression.
 */
export function fitLogistic(
  design: Design,
  labels: ArrayLike<number>,
  penalty: number,
  { tolerance = 1e-10, maximumIterations = 100, sampleWeights }: LogisticOptions = {},
): LogisticFit {
  checkDesign(design);
  if (design.sparse !== undefined) throw new RangeError("logistic regression does not support a sparse block");
  checkFitInput(design, labels, penalty);
  if (sampleWeights !== undefined) checkSampleWeights(sampleWeights, design.rows);
  const rate = sampleWeights === undefined ? baseRate(labels) : weightedBaseRate(labels, sampleWeights);
  if (rate === 0 || rate === 1) throw new RangeError(`all labels are ${rate}; both classes are required`);
  const { means } = centre(design, sampleWeights && Float64Array.from(sampleWeights));
  const problem = { design, labels, penalty, means, sampleWeights };
  const vector = new Float64Array(design.denseWidth + 1);
  vector[design.denseWidth] = Math.log(rate / (1 - rate));
  const { converged, iterations } = minimise(problem, vector, tolerance, maximumIterations);
  const weights = vector.subarray(0, design.denseWidth);
  const intercept = (vector[design.denseWidth] ?? NaN) - dot(means, weights);
  return { intercept, weights: Array.from(weights), converged, iterations };
}

/**
 * Returns the probabilities of a logistic model.
 *
 * @param design - n rows with the columns of the fit, without a sparse block.
 * @returns n numbers in [0, 1].
 * @throws RangeError if the number of columns is not the number of weights, or if there is a sparse block.
 *
 * O(n d) time.
 */
export function predictLogistic({ intercept, weights }: LogisticModel, design: Design): Float64Array {
  const { rows, dense, denseWidth, sparse } = design;
  if (sparse !== undefined) throw new RangeError("logistic regression does not support a sparse block");
  if (weights.length !== denseWidth) throw new RangeError(`${denseWidth} columns but ${weights.length} weights`);
  return Float64Array.from({ length: rows }, (_, row) => {
    let logit = intercept;
    for (let j = 0; j < denseWidth; j++) logit += (dense[row * denseWidth + j] ?? NaN) * (weights[j] ?? NaN);
    return sigmoid(logit);
  });
}

/** Minimises the objective by Newton steps. Changes `vector` in place. */
function minimise(
  problem: LogisticProblem,
  vector: Float64Array,
  tolerance: number,
  maximumIterations: number,
): { converged: boolean; iterations: number } {
  const diagonal = vector.map((_, j) => (j < vector.length - 1 ? problem.penalty : 0));
  for (let iterations = 0; ; iterations++) {
    const { gradient, scale, curvature } = logisticDerivatives(problem, vector);
    const converged = gradient.every((slope, j) => Math.abs(slope) <= tolerance * (scale[j] ?? NaN));
    if (converged || iterations === maximumIterations || !gradient.every(Number.isFinite))
      return { converged, iterations };
    const step = solvePositiveDefinite(curvature, diagonal, gradient);
    vector.set(descend(problem, vector, step, dot(gradient, step)));
  }
}

/** Returns the vector after a Newton step, which is halved until the objective falls enough (Armijo's rule). */
function descend(problem: LogisticProblem, from: Float64Array, step: Float64Array, slope: number): Float64Array {
  const before = logisticObjective(problem, from);
  // Near the minimum, the objective changes by less than its rounding error. Such a step is accepted.
  const rounding = 1e-13 * before;
  for (let share = 1; ; share /= 2) {
    const to = addScaled(from.slice(), -share, step);
    const after = logisticObjective(problem, to);
    if (after <= before - 1e-4 * share * slope + rounding || share < 1e-12) return to;
  }
}
