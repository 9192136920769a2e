import { normalProduct, type CentredDesign } from "./centredDesign.js";
import { addScaled, dot } from "./designProducts.js";

/** The solution of a system of equations; approximate unless `converged`. */
export interface Solution {
  readonly vector: Float64Array;
  readonly converged: boolean;
  readonly iterations: number;
}

export interface ConjugateGradientOptions {
  /** The iterations end if the Euclidean norm of the residual is at most this share of that of the right-hand side. */
  readonly tolerance: number;
  readonly maximumIterations: number;
  /** The start vector (default: zeros). */
  readonly start?: Float64Array | undefined;
}

/**
 * Solves (XᵀSX + λI) w = b for a centred design by conjugate gradients, preconditioned by the diagonal (Jacobi).
 *
 * @param squares - the diagonal of XᵀSX.
 * @param right - b.
 *
 * O(values of the design) time per iteration, without allocations.
 *
 * @see J. R. Shewchuk (1994), "An introduction to the conjugate gradient method without the agonizing pain", B3.
 */
export function solveByConjugateGradient(
  centred: CentredDesign,
  squares: Float64Array,
  penalty: number,
  right: Float64Array,
  { tolerance, maximumIterations, start }: ConjugateGradientOptions,
): Solution {
  const vector = start?.slice() ?? new Float64Array(centred.width);
  const product = new Float64Array(centred.width);
  const residual = right.slice();
  const apply = (direction: Float64Array): void => {
    normalProduct(centred, direction, product);
    addScaled(product, penalty, direction);
  };
  if (start !== undefined) {
    apply(vector);
    addScaled(residual, -1, product);
  }
  const maximumLength = tolerance * Math.sqrt(dot(right, right));
  const preconditioned = new Float64Array(centred.width);
  const direction = new Float64Array(centred.width);
  let steepness = 0;
  for (let iterations = 0; ; iterations++) {
    const length = Math.sqrt(dot(residual, residual));
    const finite = length < Infinity && maximumLength < Infinity;
    if (!finite || iterations === maximumIterations || length <= maximumLength) {
      return { vector, converged: finite && length <= maximumLength, iterations };
    }
    for (let j = 0; j < residual.length; j++) {
      preconditioned[j] = (residual[j] ?? NaN) / ((squares[j] ?? NaN) + penalty);
    }
    const newSteepness = dot(residual, preconditioned);
    updateDirection(direction, steepness === 0 ? 0 : newSteepness / steepness, preconditioned);
    steepness = newSteepness;
    apply(direction);
    const step = steepness / dot(direction, product);
    addScaled(vector, step, direction);
    addScaled(residual, -step, product);
  }
}

/** Sets direction ← factor · direction + preconditioned. */
function updateDirection(direction: Float64Array, factor: number, preconditioned: Float64Array): void {
  for (let j = 0; j < direction.length; j++) {
    direction[j] = factor * (direction[j] ?? NaN) + (preconditioned[j] ?? NaN);
  }
}
