import type { WeightedStatistic } from "../statistics/weightedStatistic.js";
import { weightedMean } from "../statistics/weightedMean.js";
import { checkProbabilities } from "./pairs.js";
import { unweighted } from "./unweighted.js";

/**
 * Returns the Brier loss: the mean squared difference between probability and label.
 *
 * @param labels - n labels, each 0 or 1.
 * @param probabilities - n probabilities that the label is 1, each in [0, 1].
 * @returns a number in [0, 1], lower is better; a constant probability of ½ gives ¼.
 * @throws RangeError if n is 0, if the lengths differ, or if a value is out of range.
 *
 * O(n) time and memory.
 *
 * @example
 * brierLoss([0, 1, 1, 0], [0.1, 0.9, 0.8, 0.3]); // 0.0375
 *
 * @see G. W. Brier (1950), "Verification of forecasts expressed in terms of probability", Monthly Weather Review
 * 78(1), 1–3.
 */
export function brierLoss(labels: ArrayLike<number>, probabilities: ArrayLike<number>): number {
  return unweighted(weightedBrierLoss(labels, probabilities), labels.length);
}

/**
 * Returns {@link brierLoss} of weighted rows; NaN if all weights are 0. O(n) per call.
 *
 * Parameters and errors as {@link brierLoss}.
 */
export function weightedBrierLoss(labels: ArrayLike<number>, probabilities: ArrayLike<number>): WeightedStatistic {
  checkProbabilities(labels, probabilities);
  return weightedMean(Float64Array.from(labels, (label, i) => (label - (probabilities[i] ?? NaN)) ** 2));
}
