import { checkBinaryPairs } from "./pairs.js";
import { ascendingOrder } from "./ranks.js";

/**
 * Average precision: the area under the precision–recall curve as a step function, Σ (Rₖ − Rₖ₋₁) Pₖ over the distinct
 * scores from the highest down. Rows of equal score enter together, so their order does not matter.
 *
 * @param labels - n labels, each 0 or 1.
 * @param scores - n numbers, higher for "more likely 1"; only their order matters.
 * @returns a number in (0, 1], higher is better; the share of positive rows is chance. Undefined if no label is 1.
 * @throws RangeError if n is 0, if the lengths differ, or if a value is not finite or a label not 0 or 1.
 *
 * O(n log n) time, O(n) memory.
 *
 * @example
 * averagePrecision([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]); // 0.8333…
 *
 * @see https://scikit-learn.org/stable/modules/generated/sklearn.metrics.average_precision_score.html
 */
export function averagePrecision(labels: ArrayLike<number>, scores: ArrayLike<number>): number | undefined {
  checkBinaryPairs(labels, scores);
  const order = ascendingOrder(scores).reverse();
  let area = 0;
  let positives = 0;
  let positivesBefore = 0;
  order.forEach((row, i) => {
    positives += labels[row] ?? NaN;
    const next = order[i + 1];
    if (next !== undefined && scores[next] === scores[row]) return;
    area += (positives - positivesBefore) * (positives / (i + 1));
    positivesBefore = positives;
  });
  return positives === 0 ? undefined : area / positives;
}
