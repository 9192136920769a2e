import { checkBinaryPairs } from "./pairs.js";
import { ascendingOrder } from "../statistics/ranks.js";

/** The rows with the highest scores. */
export interface TopRows {
  readonly rows: number;
  /** Share of these rows that have label 1. */
  readonly precision: number;
  /** Share of all rows of label 1 that are among these rows. */
  readonly recall: number;
}

/**
 * Returns the rows at or above the threshold with the largest recall, among all thresholds with at least this
 * precision.
 *
 * @param labels - n labels, each 0 or 1.
 * @param scores - n numbers, higher for "more likely 1". Only their order matters; a threshold never separates equal
 * scores.
 * @param precision - minimum precision, in [0, 1].
 * @returns undefined if no threshold has this precision, or if no label is 1.
 * @throws RangeError if n is 0, if the lengths differ, or if a value is not finite or a label not 0 or 1.
 *
 * O(n log n) time, O(n) memory.
 *
 * @example
 * recallAtPrecision([0, 1, 0, 1], [0.1, 0.4, 0.35, 0.8], 0.9); // { rows: 2, precision: 1, recall: 1 }
 */
export function recallAtPrecision(
  labels: ArrayLike<number>,
  scores: ArrayLike<number>,
  precision: number,
): TopRows | undefined {
  checkBinaryPairs(labels, scores);
  const descending = ascendingOrder(scores).reverse();
  let positives = 0;
  let [bestPositives, bestRows] = [0, 0];
  descending.forEach((row, i) => {
    positives += labels[row] ?? NaN;
    if (scores[descending[i + 1] ?? -1] === scores[row]) return;
    if (positives > bestPositives && positives >= precision * (i + 1)) [bestPositives, bestRows] = [positives, i + 1];
  });
  if (bestRows === 0) return undefined;
  return { rows: bestRows, precision: bestPositives / bestRows, recall: bestPositives / positives };
}
