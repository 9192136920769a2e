import type { Design } from "../../matrices.js";
import { checkFinite, checkSampleWeights } from "../checks.js";
import { MAXIMUM_BINS } from "./trees/edges.js";
import type { LossName } from "./losses.js";

export interface BoostingOptions {
  readonly loss: LossName;
  /** Rounds, at least 1; 100. Fewer are done if the trees have nothing left to add. */
  readonly trees?: number;
  /** The share of each tree's values that is added, above 0 and at most 1; 0.1. */
  readonly learningRate?: number;
  /** At least 2; 31. */
  readonly maximumLeaves?: number;
  /** At least 1; 20. */
  readonly minimumRowsOfLeaf?: number;
  /** Bins that the values of a column are sorted into, from 2 to 255; 255. Fewer are quicker where rows are few. */
  readonly maximumBins?: number;
  /** λ, the penalty on the squares of the leaves' values, at least 0; 0. On medians it bears through the splits alone. */
  readonly l2?: number;
  /** n numbers of at least 0; each 1 if left out. */
  readonly sampleWeights?: Float64Array;
}

/**
 * The options with what was left out.
 *
 * @param rows - n.
 * @throws RangeError if one is outside its range.
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
 * @throws RangeError if there is no row, if shapes disagree, if there is a sparse block, if a value is infinite or a
 * target not finite.
 */
export function checkBoostingInput({ rows, dense, denseWidth, sparse }: Design, targets: ArrayLike<number>): void {
  if (!(rows >= 1)) throw new RangeError("at least one row is needed");
  if (sparse !== undefined) throw new RangeError("boosting takes no sparse block");
  if (dense.length !== rows * denseWidth) {
    throw new RangeError(`dense block of ${dense.length} values, not ${rows} × ${denseWidth}`);
  }
  const infinite = dense.findIndex((value) => Math.abs(value) === Infinity);
  if (infinite >= 0) throw new RangeError(`dense value ${infinite} is infinite; NaN is what stands for a missing one`);
  if (targets.length !== rows) throw new RangeError(`${targets.length} targets but ${rows} rows`);
  checkFinite("target", targets);
}

function checkWhole(name: string, value: number, minimum: number): void {
  if (!(Number.isSafeInteger(value) && value >= minimum)) {
    throw new RangeError(`${name} ${value} is not a whole number of at least ${minimum}`);
  }
}
