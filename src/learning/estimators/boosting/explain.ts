import type { Design } from "../../matrices.js";
import type { BoostingFit } from "./model.js";
import { checkColumns } from "./predict.js";

/**
 * Returns the contribution of each column to the score of one row. Along the row's path through each tree, the change
 * of the node value at a split is credited to the column of the split. The contributions and the fit's `baseValue` sum
 * to the score.
 *
 * @param row - in [0, n).
 * @returns d numbers, on the scale of the scores (log odds for the logistic loss); 0 for columns that no path splits
 * by.
 * @throws RangeError if there is no such row, if the number of columns is not the fit's, or if there is a sparse block.
 *
 * O(trees × depth) time.
 *
 * @see A. Saabas (2014), "Interpreting random forests", https://blog.datadive.net/interpreting-random-forests/
 */
export function explainBoosting(fit: BoostingFit, design: Design, row: number): Float64Array {
  checkColumns(fit, design);
  const { rows, dense, denseWidth } = design;
  if (!(Number.isInteger(row) && row >= 0 && row < rows))
    throw new RangeError(`row ${row} is not between 0 and ${rows - 1}`);
  const contributions = new Float64Array(denseWidth);
  for (const root of fit.roots) {
    let node = root;
    for (let column = fit.columns[node] ?? -1; column >= 0; column = fit.columns[node] ?? -1) {
      const before = fit.values[node] ?? NaN;
      node = nextNode(fit, node, dense[row * denseWidth + column] ?? NaN);
      contributions[column] = (contributions[column] ?? NaN) + ((fit.values[node] ?? NaN) - before);
    }
  }
  return contributions;
}

function nextNode({ thresholds, missingLeft, rights }: BoostingFit, node: number, value: number): number {
  const goesLeft = Number.isNaN(value) ? missingLeft[node] === 1 : value <= (thresholds[node] ?? NaN);
  return goesLeft ? node + 1 : (rights[node] ?? NaN);
}
