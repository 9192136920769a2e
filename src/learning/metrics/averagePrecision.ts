import type { WeightedStatistic } from "../statistics/weightedStatistic.js";
import { checkBinaryPairs } from "./pairs.js";
import { ascendingOrder } from "../statistics/ranks.js";
import { unweightedIfDefined } from "./unweighted.js";

/**
 * Returns the average precision: the area under the precision–recall curve as a step function, Σ (Rₖ − Rₖ₋₁) Pₖ over
 * the distinct scores in descending order. Rows of equal score are one step, so their order does not matter.
 *
 * @param labels - n labels, each 0 or 1.
 * @param scores - n numbers, higher for "more likely 1"; only their order matters.
 * @returns a number in (0, 1], higher is better; random scores give the share of positive rows. Undefined if no label
 * is 1.
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
  return unweightedIfDefined(weightedAveragePrecision(labels, scores), labels.length);
}

/**
 * Returns {@link averagePrecision} of weighted rows; NaN if no row of weight above 0 is positive. O(n) per call.
 *
 * Parameters and errors as {@link averagePrecision}.
 */
export function weightedAveragePrecision(labels: ArrayLike<number>, scores: ArrayLike<number>): WeightedStatistic {
  checkBinaryPairs(labels, scores);
  const order = ascendingOrder(scores).reverse();
  const isPositive = Float64Array.from(order, (row) => labels[row] ?? NaN);
  const endsTie = Uint8Array.from(order, (row, i) => (scores[order[i + 1] ?? -1] === scores[row] ? 0 : 1));
  return (weights) => {
    let area = 0;
    let predictedPositive = 0;
    let positives = 0;
    let positivesBefore = 0;
    for (let i = 0; i < order.length; i++) {
      const weight = weights[order[i] ?? -1] ?? NaN;
      predictedPositive += weight;
      positives += weight * (isPositive[i] ?? NaN);
      if (endsTie[i] === 0 || positives === positivesBefore) continue;
      area += (positives - positivesBefore) * (positives / predictedPositive);
      positivesBefore = positives;
    }
    return area / positives;
  };
}
