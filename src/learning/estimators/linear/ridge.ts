import type { Design } from "../../matrices.js";
import { numbersOf } from "../../numbersOf.js";
import { centre, centredSquares, centredTargets, weightedMean, type CentredDesign } from "./centredDesign.js";
import { checkDesign, checkFitInput, checkSampleWeights } from "../checks.js";
import { solveByConjugateGradient, type Solution } from "./conjugateGradient.js";
import { dot, rowProducts } from "./designProducts.js";
import { gramMatrix } from "./gram.js";
import { solvePositiveDefinite } from "./positiveDefinite.js";

/** A linear model: prediction = intercept + dense row · dense weights + sparse row · sparse weights. */
export interface LinearModel {
  readonly intercept: number;
  readonly denseWeights: ArrayLike<number>;
  readonly sparseWeights: ArrayLike<number>;
}

/** A fitted ridge regression. It survives JSON. */
export interface RidgeFit extends LinearModel {
  /** One weight for each dense column. */
  readonly denseWeights: readonly number[];
  /** One weight for each sparse column; empty without a sparse block. */
  readonly sparseWeights: readonly number[];
  /** False if the maximum of iterations was reached, or if sums overflowed. */
  readonly converged: boolean;
  /** Iterations of the conjugate gradient method; 0 if the equations were solved directly. */
  readonly iterations: number;
}

export interface RidgeOptions {
  /** The fit ends if the residual of the normal equations is at most this share of the right side (default: 1e-10). */
  readonly tolerance?: number;
  /** Default: 1000. */
  readonly maximumIterations?: number;
  /** A fit of the same columns to start from. The fit of a similar penalty saves iterations. */
  readonly warmStart?: LinearModel;
}

/** Fits ridge regressions on one design. */
export type RidgeFitter = (targets: ArrayLike<number>, penalty: number, options?: RidgeOptions) => RidgeFit;

/** Maximum width of a dense design that is solved directly. There the Gram matrix is cheaper than iterations. */
const MAXIMUM_DIRECT_WIDTH = 300;

/**
 * Fits a ridge regression: the weights w and the intercept b that minimise Σ sᵢ (yᵢ − xᵢ·w − b)² + λ‖w‖². The intercept
 * is not penalised. A dense design of at most 300 columns is solved directly (Gram matrix, Cholesky), any other by
 * conjugate gradients.
 *
 * @param design - n rows; columns should have similar scales, because one penalty applies to all.
 * @param targets - n numbers, y.
 * @param penalty - λ, above 0.
 * @param sampleWeights - n numbers ≥ 0, s (default: all 1).
 * @throws RangeError if n is 0, if shapes disagree, if a value is not finite, or if the penalty is not above 0.
 *
 * @see A. E. Hoerl, R. W. Kennard (1970), "Ridge regression: biased estimation for nonorthogonal problems",
 * Technometrics 12(1), 55–67. The objective is that of sklearn.linear_model.Ridge.
 */
export function fitRidge(
  design: Design,
  targets: ArrayLike<number>,
  penalty: number,
  { sampleWeights, ...options }: RidgeOptions & { readonly sampleWeights?: Float64Array } = {},
): RidgeFit {
  return prepareRidge(design, sampleWeights)(targets, penalty, options);
}

/**
 * Prepares {@link fitRidge} for several targets and penalties on one design. Work that depends only on the design is
 * done once.
 */
export function prepareRidge(design: Design, sampleWeights?: Float64Array): RidgeFitter {
  checkDesign(design);
  if (sampleWeights !== undefined) checkSampleWeights(sampleWeights, design.rows);
  const centred = centre(design, sampleWeights);
  const direct = design.sparse === undefined && design.denseWidth <= MAXIMUM_DIRECT_WIDTH;
  const solve = direct ? directSolver(centred) : iterativeSolver(centred);
  return (targets, penalty, options = {}) => {
    checkFitInput(design, targets, penalty);
    const values = Float64Array.from(targets);
    const { vector, converged, iterations } = solve(centredTargets(centred, values), penalty, options);
    return {
      intercept: weightedMean(centred, values) - dot(centred.means, vector),
      denseWeights: numbersOf(vector, 0, design.denseWidth),
      sparseWeights: numbersOf(vector, design.denseWidth, vector.length),
      converged,
      iterations,
    };
  };
}

/**
 * Returns the predictions of a linear model.
 *
 * @param design - n rows with the columns of the fit.
 * @returns n numbers on the scale of the targets.
 * @throws RangeError if the number of columns is not the number of weights.
 *
 * O(values of the design) time.
 */
export function predictRidge({ intercept, denseWeights, sparseWeights }: LinearModel, design: Design): Float64Array {
  const sparseWidth = design.sparse?.width ?? 0;
  if (denseWeights.length !== design.denseWidth || sparseWeights.length !== sparseWidth) {
    const columns = `${design.denseWidth} + ${sparseWidth} columns`;
    throw new RangeError(`${columns} but ${denseWeights.length} + ${sparseWeights.length} weights`);
  }
  const vector = joined(denseWeights, sparseWeights);
  return rowProducts(design, vector, new Float64Array(design.rows)).map((product) => intercept + product);
}

type Solver = (right: Float64Array, penalty: number, options: RidgeOptions) => Solution;

function directSolver(centred: CentredDesign): Solver {
  const { design, means, sampleWeights, width } = centred;
  const gram = gramMatrix(design.rows, width, (row, buffer, offset) => {
    const scale = Math.sqrt(sampleWeights[row] ?? NaN);
    for (let j = 0; j < width; j++) {
      buffer[offset + j] = scale * ((design.dense[row * width + j] ?? NaN) - (means[j] ?? NaN));
    }
  });
  return (right, penalty) => {
    const vector = solvePositiveDefinite(gram, new Float64Array(width).fill(penalty), right);
    return { vector, converged: vector.every(Number.isFinite), iterations: 0 };
  };
}

function iterativeSolver(centred: CentredDesign): Solver {
  const squares = centredSquares(centred);
  return (right, penalty, { tolerance = 1e-10, maximumIterations = 1000, warmStart }) => {
    const start = warmStart && joined(warmStart.denseWeights, warmStart.sparseWeights);
    if (start !== undefined && start.length !== centred.width) {
      throw new RangeError(`warm start of ${start.length} weights for ${centred.width} columns`);
    }
    return solveByConjugateGradient(centred, squares, penalty, right, { tolerance, maximumIterations, start });
  };
}

function joined(dense: ArrayLike<number>, sparse: ArrayLike<number>): Float64Array {
  const vector = new Float64Array(dense.length + sparse.length);
  vector.set(dense);
  vector.set(sparse, dense.length);
  return vector;
}
