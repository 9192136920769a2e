import { medianOf, type Loss } from "./losses.js";
import { curvatureOf } from "./trees/pairs.js";
import { roundSignificant } from "../../significant.js";
import { leavesOf, type GrownNode } from "./trees/tree.js";

/** The rows of a fit: n targets, n sample weights, and the n scores of the trees so far. */
export interface FittedRows {
  readonly targets: Float64Array;
  readonly sampleWeights: Float64Array;
  readonly scores: Float64Array;
}

export interface LeafRules {
  readonly loss: Loss;
  readonly learningRate: number;
  readonly l2: number;
}

/**
 * Returns the value that each leaf adds to the scores of its rows, to six significant digits. It is the learning rate
 * times the median residual, or times the Newton step −G / (H + λ).
 *
 * @param order - row numbers; the rows of a leaf are consecutive.
 * @param unit - see {@link Pairs}.
 *
 * O(n) time.
 */
export function leafValuesOf(
  root: GrownNode,
  rows: FittedRows,
  order: Int32Array,
  unit: number,
  { loss, learningRate, l2 }: LeafRules,
): Map<GrownNode, number> {
  const values = new Map<GrownNode, number>();
  for (const leaf of leavesOf(root)) {
    const { slope, weight } = leaf.sums;
    const step = loss.medianLeaves
      ? medianResidual(rows, order.subarray(leaf.from, leaf.to))
      : -slope / (curvatureOf(weight, unit) + l2);
    values.set(leaf, roundSignificant(learningRate * step));
  }
  return values;
}

/** Adds the leaf values to the scores of their rows, in place. O(n) time. */
export function addLeafValues(values: ReadonlyMap<GrownNode, number>, order: Int32Array, scores: Float64Array): void {
  for (const [{ from, to }, value] of values) {
    for (let i = from; i < to; i++) {
      const row = order[i] ?? 0;
      scores[row] = (scores[row] ?? 0) + value;
    }
  }
}

function medianResidual({ targets, sampleWeights, scores }: FittedRows, rows: Int32Array): number {
  const residuals = new Float64Array(rows.length);
  const weights = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] ?? 0;
    residuals[i] = (targets[row] ?? 0) - (scores[row] ?? 0);
    weights[i] = sampleWeights[row] ?? 0;
  }
  return medianOf(residuals, weights);
}
