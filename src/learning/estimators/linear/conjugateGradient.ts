import { normalProduct, type CentredDesign } from "./centredDesign.js";
import { addScaled, dot } from "./designProducts.js";

/** A vector that solves a system of equations, as far as the iterations went. */
export interface Solution {
  readonly vector: Float64Array;
  readonly converged: boolean;
  readonly iterations: number;
}

export interface ConjugateGradientOptions {
  /** Ends when the residual is at most this share of the right-hand side, both as Euclidean lengths. */
  readonly tolerance: number;
  readonly maximumIterations: number;
  /** Where to start; the zero vector if left out. */
  readonly start?: Float64Array | undefined;
}

/**
 * Solves (XᵀSX + λI) w = b for a centred design by conjugate gradients, preconditioned by the diagonal (Jacobi).
 *
 * @param squares - the diagonal of XᵀSX.
 * @param right - b.
 *
 * O(values of the design) time per iteration, no memory allocated in an iteration.
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
  const goal = tolerance * Math.sqrt(dot(right, right));
  const preconditioned = new Float64Array(centred.width);
  const direction = new Float64Array(centred.width);
  let steepness = 0;
  for (let iterations = 0; ; iterations++) {
    const length = Math.sqrt(dot(residual, residual));
    const finite = length < Infinity && goal < Infinity;
    if (!finite || iterations === maximumIterations || length <= goal) {
      return { vector, converged: finite && length <= goal, iterations };
    }
    for (let j = 0; j < residual.length; j++) {
      preconditioned[j] = (residual[j] ?? NaN) / ((squares[j] ?? NaN) + penalty);
    }
    const newSteepness = dot(residual, preconditioned);
    turn(direction, steepness === 0 ? 0 : newSteepness / steepness, preconditioned);
    steepness = newSteepness;
    apply(direction);
    const step = steepness / dot(direction, product);
    addScaled(vector, step, direction);
    addScaled(residual, -step, product);
  }
}

/** direction ← factor · direction + preconditioned */
function turn(direction: Float64Array, factor: number, preconditioned: Float64Array): void {
  for (let j = 0; j < direction.length; j++) {
    direction[j] = factor * (direction[j] ?? NaN) + (preconditioned[j] ?? NaN);
  }
}
