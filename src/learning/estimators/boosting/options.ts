import type { Design } from "../../matrices.js";
import { checkFinite, checkSampleWeights } from "../checks.js";
import { MAXIMUM_BINS } from "./trees/edges.js";
import type { LossName } from "./losses.js";

export interface BoostingOptions {
  readonly loss: LossName;
  /** Maximum number of trees, at least 1 (default: 100). The fit ends earlier if a tree changes no score. */
  readonly trees?: number;
  /** Factor of each tree's leaf values, above 0 and at most 1 (default: 0.1). */
  readonly learningRate?: number;
  /** Maximum leaves per tree, at least 2 (default: 31). */
  readonly maximumLeaves?: number;
  /** Minimum rows per leaf, at least 1 (default: 20). */
  readonly minimumRowsOfLeaf?: number;
  /** Maximum bins per column, from 2 to 255 (default: 255). Fewer bins are faster for few rows. */
  readonly maximumBins?: number;
  /** λ, the L2 penalty on leaf values, at least 0 (default: 0). It has no effect on leaf values that are medians. */
  readonly l2?: number;
  /** n numbers ≥ 0 (default: all 1). */
  readonly sampleWeights?: Float64Array;
}

/**
 * Returns the options with the defaults filled in.
 *
 * @param rows - n.
 * @throws RangeError if an option is outside its range.
 */
export function completeOptions(options: BoostingOptions, rows: number): Required<BoostingOptions> {
  const complete = {
    trees: 100,
    learningRate: 0.1,
    maximumLeaves: 31,
    minimumRowsOfLeaf: 20,
    maximumBins: MAXIMUM_BINS,
    l2: 0,
    sampleWeights: new Float64Array(rows).fill(1),
    ...options,
  };
  const { trees, learningRate, maximumLeaves, minimumRowsOfLeaf, maximumBins, l2, sampleWeights } = complete;
  checkWhole("trees", trees, 1);
  checkWhole("maximumLeaves", maximumLeaves, 2);
  checkWhole("minimumRowsOfLeaf", minimumRowsOfLeaf, 1);
  checkWhole("maximumBins", maximumBins, 2);
  if (maximumBins > MAXIMUM_BINS) throw new RangeError(`maximumBins ${maximumBins} is above ${MAXIMUM_BINS}`);
  if (!(learningRate > 0 && learningRate <= 1)) {
    throw new RangeError(`learningRate ${learningRate} is not above 0 and at most 1`);
  }
  if (!(l2 >= 0 && l2 < Infinity)) throw new RangeError(`l2 ${l2} is not a finite number of at least 0`);
  checkSampleWeights(sampleWeights, rows);
  return complete;
}

/**
 * Checks the design and the targets of a fit.
 *
 * @throws RangeError if there is no row, if shapes disagree, if there is a sparse block, if a value is infinite or a
 * target not finite.
 */
export function checkBoostingInput({ rows, dense, denseWidth, sparse }: Design, targets: ArrayLike<number>): void {
  if (!(rows >= 1)) throw new RangeError("at least one row is needed");
  if (sparse !== undefined) throw new RangeError("boosting does not support a sparse block");
  if (dense.length !== rows * denseWidth) {
    throw new RangeError(`dense block of ${dense.length} values, not ${rows} × ${denseWidth}`);
  }
  const infinite = dense.findIndex((value) => Math.abs(value) === Infinity);
  if (infinite >= 0) throw new RangeError(`dense value ${infinite} is infinite; use NaN for a missing value`);
  if (targets.length !== rows) throw new RangeError(`${targets.length} targets but ${rows} rows`);
  checkFinite("target", targets);
}

function checkWhole(name: string, value: number, minimum: number): void {
  if (!(Number.isSafeInteger(value) && value >= minimum)) {
    throw new RangeError(`${name} ${value} is not a whole number of at least ${minimum}`);
  }
}
