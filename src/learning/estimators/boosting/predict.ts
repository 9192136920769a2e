import type { Design } from "../../matrices.js";
import { sigmoid } from "../logistic/logisticObjective.js";
import type { BoostingFit } from "./model.js";

/** Rows per batch. Their values stay in the processor's cache while all trees score them. */
const ROWS_AT_ONCE = 128;

/**
 * Returns the scores of boosted trees: on the scale of the targets, or log odds for the logistic loss.
 *
 * @param design - n rows with the columns of the fit, without a sparse block; NaN means missing.
 * @returns n numbers.
 * @throws RangeError if the number of columns is not the fit's, or if there is a sparse block.
 *
 * O(n × trees × depth) time.
 */
export function predictBoosting(fit: BoostingFit, design: Design): Float64Array {
  checkColumns(fit, design);
  const { rows, dense, denseWidth } = design;
  const trees = {
    columns: Int32Array.from(fit.columns),
    thresholds: Float64Array.from(fit.thresholds),
    missingLeft: Uint8Array.from(fit.missingLeft),
    rights: Int32Array.from(fit.rights),
    values: Float64Array.from(fit.values),
  };
  const scores = new Float64Array(rows).fill(fit.start);
  for (let from = 0; from < rows; from += ROWS_AT_ONCE) {
    const to = Math.min(rows, from + ROWS_AT_ONCE);
    for (const root of fit.roots) addTree(trees, root, dense, denseWidth, scores, from, to);
  }
  return scores;
}

/**
 * Returns n probabilities of label 1, in [0, 1]. Parameters and errors as {@link predictBoosting}.
 *
 * @throws RangeError also if the loss of the fit is not logistic.
 */
export function predictBoostingProbability(fit: BoostingFit, design: Design): Float64Array {
  if (fit.loss !== "logistic")
    throw new RangeError(`probabilities require the logistic loss, not the ${fit.loss} loss`);
  return predictBoosting(fit, design).map(sigmoid);
}

/** Checks the columns. @throws RangeError if their number is not the fit's, or if there is a sparse block. */
export function checkColumns({ width }: BoostingFit, { denseWidth, sparse }: Design): void {
  if (sparse !== undefined) throw new RangeError("boosting does not support a sparse block");
  if (denseWidth !== width) throw new RangeError(`${denseWidth} columns but the trees were fitted on ${width}`);
}

interface TypedTrees {
  readonly columns: Int32Array;
  readonly thresholds: Float64Array;
  readonly missingLeft: Uint8Array;
  readonly rights: Int32Array;
  readonly values: Float64Array;
}

function addTree(
  { columns, thresholds, missingLeft, rights, values }: TypedTrees,
  root: number,
  dense: Float64Array,
  width: number,
  scores: Float64Array,
  from: number,
  to: number,
): void {
  for (let row = from; row < to; row++) {
    const start = row * width;
    let node = root;
    for (let column = columns[node] ?? -1; column >= 0; column = columns[node] ?? -1) {
      const value = dense[start + column] ?? 0;
      const goesLeft = value <= (thresholds[node] ?? 0) || (missingLeft[node] === 1 && Number.isNaN(value));
      node = goesLeft ? node + 1 : (rights[node] ?? 0);
    }
    scores[row] = (scores[row] ?? 0) + (values[node] ?? 0);
  }
}
