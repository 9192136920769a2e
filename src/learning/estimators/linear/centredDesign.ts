import type { Design } from "../../matrices.js";
import { addColumnProducts, addColumnSquares, addNormalProducts, addScaled, dot } from "./designProducts.js";

/**
 * A design with centred columns: from each column its weighted mean is subtracted. There is no centred copy, because
 * centring would fill the sparse block. Vectors over the columns start with those of the dense block.
 */
export interface CentredDesign {
  readonly design: Design;
  /** Number of columns of both blocks. */
  readonly width: number;
  /** n weights (default: all 1). */
  readonly sampleWeights: Float64Array;
  readonly weightSum: number;
  /** Weighted mean of each column. */
  readonly means: Float64Array;
}

/** Returns the design with its column means. O(values of the design) time. */
export function centre(
  design: Design,
  sampleWeights: Float64Array = new Float64Array(design.rows).fill(1),
): CentredDesign {
  const width = design.denseWidth + (design.sparse?.width ?? 0);
  const weightSum = sampleWeights.reduce((sum, weight) => sum + weight, 0);
  const means = addColumnProducts(design, sampleWeights, new Float64Array(width)).map((sum) => sum / weightSum);
  return { design, width, sampleWeights, weightSum, means };
}

/** Returns the weighted mean of n numbers. */
export function weightedMean({ sampleWeights, weightSum }: CentredDesign, values: Float64Array): number {
  return dot(sampleWeights, values) / weightSum;
}

/** Returns XᵀS y for the centred X and the centred targets y. S holds the sample weights. */
export function centredTargets(centred: CentredDesign, targets: Float64Array): Float64Array {
  const mean = weightedMean(centred, targets);
  const factors = targets.map((target, row) => (centred.sampleWeights[row] ?? NaN) * (target - mean));
  return centredColumnProducts(centred, factors, new Float64Array(centred.width));
}

/** Returns the weighted sum of squares of each centred column: the diagonal of XᵀSX. */
export function centredSquares({ design, sampleWeights, weightSum, means }: CentredDesign): Float64Array {
  const squares = addColumnSquares(design, sampleWeights, new Float64Array(means.length));
  for (let j = 0; j < squares.length; j++) {
    squares[j] = Math.max(0, (squares[j] ?? NaN) - weightSum * (means[j] ?? NaN) ** 2);
  }
  return squares;
}

/** Writes XᵀSX v into `out`, for the centred X. */
export function normalProduct(
  { design, sampleWeights, means }: CentredDesign,
  vector: Float64Array,
  out: Float64Array,
): void {
  const sum = addNormalProducts(design, sampleWeights, dot(means, vector), vector, out.fill(0));
  addScaled(out, -sum, means);
}

/** Adds Xᵀ f to `out`, for the centred X. */
function centredColumnProducts(
  { design, means }: CentredDesign,
  factors: Float64Array,
  out: Float64Array,
): Float64Array {
  let sum = 0;
  for (const factor of factors) sum += factor;
  return addScaled(addColumnProducts(design, factors, out), -sum, means);
}
