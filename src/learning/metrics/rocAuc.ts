import type { WeightedStatistic } from "../statistics/weightedStatistic.js";
import { checkBinaryPairs } from "./pairs.js";
import { ascendingOrder } from "../statistics/ranks.js";
import { unweightedIfDefined } from "./unweighted.js";

/**
 * Returns the area under the ROC curve: the probability that a positive row has a higher score than a negative one.
 * Ties count half (the Mann–Whitney statistic).
 *
 * @param labels - n labels, each 0 or 1.
 * @param scores - n numbers, higher for "more likely 1"; only their order matters.
 * @returns a number in [0, 1], higher is better; random scores give ½. Undefined if all labels are equal.
 * @throws RangeError if n is 0, if the lengths differ, or if a value is not finite or a label not 0 or 1.
 *
 * O(n log n) time, O(n) memory.
 *
 * @example
 * rocAuc([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]); // 0.75
 *
 * @see J. A. Hanley, B. J. McNeil (1982), "The meaning and use of the area under a receiver operating characteristic
 * (ROC) curve", Radiology 143(1), 29–36.
 */
export function rocAuc(labels: ArrayLike<number>, scores: ArrayLike<number>): number | undefined {
  return unweightedIfDefined(weightedRocAuc(labels, scores), labels.length);
}

/**
 * Returns {@link rocAuc} of weighted rows; the weight of a pair is the product of the weights of its rows. NaN if all
 * rows of weight above 0 have the same label. O(n) per call.
 *
 * Parameters and errors as {@link rocAuc}.
 */
export function weightedRocAuc(labels: ArrayLike<number>, scores: ArrayLike<number>): WeightedStatistic {
  checkBinaryPairs(labels, scores);
  const order = ascendingOrder(scores);
  const isPositive = Float64Array.from(order, (row) => labels[row] ?? NaN);
  const endsTie = Uint8Array.from(order, (row, i) => (scores[order[i + 1] ?? -1] === scores[row] ? 0 : 1));
  return (weights) => {
    let area = 0;
    let positives = 0;
    let negativesBelow = 0;
    let tiedPositives = 0;
    let tiedNegatives = 0;
    for (let i = 0; i < order.length; i++) {
      const weight = weights[order[i] ?? -1] ?? NaN;
      const positive = weight * (isPositive[i] ?? NaN);
      tiedPositives += positive;
      tiedNegatives += weight - positive;
      if (endsTie[i] === 0) continue;
      area += tiedPositives * (negativesBelow + tiedNegatives / 2);
      positives += tiedPositives;
      negativesBelow += tiedNegatives;
      tiedPositives = 0;
      tiedNegatives = 0;
    }
    return area / (positives * negativesBelow);
  };
}
