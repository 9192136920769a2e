import { checkBinaryPairs } from "./pairs.js";
import { averageRanks } from "./ranks.js";

/**
 * Area under the ROC curve: the probability that a positive row scores higher than a negative one, ties counting half
 * (the Mann–Whitney statistic).
 *
 * @param labels - n labels, each 0 or 1.
 * @param scores - n numbers, higher for "more likely 1"; only their order matters.
 * @returns a number in [0, 1], higher is better; ½ is chance. Undefined if all labels are the same.
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
  checkBinaryPairs(labels, scores);
  const ranks = averageRanks(scores);
  let positives = 0;
  let rankSum = 0;
  for (let i = 0; i < labels.length; i++) {
    if (labels[i] !== 1) continue;
    positives++;
    rankSum += ranks[i] ?? NaN;
  }
  const pairs = positives * (labels.length - positives);
  return pairs === 0 ? undefined : (rankSum - (positives * (positives + 1)) / 2) / pairs;
}
