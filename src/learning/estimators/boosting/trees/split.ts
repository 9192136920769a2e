import type { BinnedColumns } from "./bins.js";
import type { Histogram } from "./histogram.js";
import { curvatureOf, rowsOf, type Sums } from "./pairs.js";

export interface SplitRules {
  /** Minimum rows on either side. */
  readonly minimumRows: number;
  /** Minimum sum of second derivatives on either side. A division by a smaller sum gives unreliable values. */
  readonly minimumCurvature: number;
  readonly l2: number;
}

/** A split of a node into two. */
export interface Split {
  readonly column: number;
  /** Rows up to this bin go left. */
  readonly bin: number;
  readonly missingLeft: boolean;
  /** Twice the reduction of the loss, by the quadratic approximation; above 0. */
  readonly gain: number;
  readonly left: Sums;
}

/** A gain below this share of the score of the two sides is rounding. */
const ROUNDING = 1e-12;

/**
 * Returns the split of the largest gain, G²ₗ/(Hₗ + λ) + G²ᵣ/(Hᵣ + λ) − G²/(H + λ). G and H are the sums of the first
 * and second derivatives. Missing values are tried on both sides. Ties go to the lower column, then to missing values
 * on the right, then to the lower bin.
 *
 * @returns undefined if no allowed split has a gain.
 *
 * O(bins) time.
 *
 * @see T. Chen, C. Guestrin (2016), "XGBoost: a scalable tree boosting system", KDD '16, 785–794, section 2.2 and
 * algorithm 3.
 */
export function bestSplit(
  histogram: Histogram,
  { width, starts, valueBins, hasMissing }: BinnedColumns,
  { slope, weight }: Sums,
  unit: number,
  { minimumRows, minimumCurvature, l2 }: SplitRules,
): Split | undefined {
  const perUnit = 1 / unit;
  const minimumWeight = minimumRows * unit;
  let [bestScore, bestColumn, bestAt, bestSide, bestSlope, bestWeight] = [0, -1, 0, 0, 0, 0];
  for (let column = 0; column < width; column++) {
    const start = 2 * (starts[column] ?? 0);
    const missingAt = start + 2 * (valueBins[column] ?? 0);
    const missingWeight = hasMissing[column] === 1 ? (histogram[missingAt + 1] ?? 0) : 0;
    const sides = missingWeight > 0 ? 2 : 1;
    for (let side = 0; side < sides; side++) {
      let leftSlope = side === 1 ? (histogram[missingAt] ?? 0) : 0;
      let leftWeight = side === 1 ? missingWeight : 0;
      for (let at = start; at < missingAt; at += 2) {
        leftSlope += histogram[at] ?? 0;
        leftWeight += histogram[at + 1] ?? 0;
        const rightWeight = weight - leftWeight;
        if (leftWeight < minimumWeight) continue;
        if (rightWeight < minimumWeight) break;
        const leftCurvature = leftWeight - Math.floor(leftWeight * perUnit) * unit;
        const rightCurvature = rightWeight - Math.floor(rightWeight * perUnit) * unit;
        const rightSlope = slope - leftSlope;
        const score =
          (leftSlope * leftSlope) / (leftCurvature + l2) + (rightSlope * rightSlope) / (rightCurvature + l2);
        if (score > bestScore && leftCurvature >= minimumCurvature && rightCurvature >= minimumCurvature) {
          [bestScore, bestColumn, bestAt, bestSide] = [score, column, at - start, side];
          [bestSlope, bestWeight] = [leftSlope, leftWeight];
        }
      }
    }
  }
  const gain = bestScore - (slope * slope) / (curvatureOf(weight, unit) + l2);
  if (!(gain > ROUNDING * bestScore)) return undefined;
  const left = { slope: bestSlope, weight: bestWeight };
  const bins = valueBins[bestColumn] ?? 0;
  const anyMissing = hasMissing[bestColumn] === 1 && histogram[2 * ((starts[bestColumn] ?? 0) + bins) + 1] !== 0;
  // If the node has no missing values, later ones go to the side with more rows.
  const mostLeft = 2 * rowsOf(bestWeight, unit) >= rowsOf(weight, unit);
  return { column: bestColumn, bin: bestAt / 2, missingLeft: anyMissing ? bestSide === 1 : mostLeft, gain, left };
}
