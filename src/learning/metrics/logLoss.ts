import { checkProbabilities } from "./pairs.js";

/** Probabilities are clipped to this distance from 0 and 1. Otherwise a certain error would have an infinite loss. */
const MARGIN = Number.EPSILON;

/**
 * Returns the log loss: the mean negative logarithm of the probability of the true label.
 *
 * @param labels - n labels, each 0 or 1.
 * @param probabilities - n probabilities that the label is 1, each in [0, 1]; clipped to [2⁻⁵², 1 − 2⁻⁵²].
 * @returns a number in [0, 36.05), in nats, lower is better; a constant probability of ½ gives 0.693.
 * @throws RangeError if n is 0, if the lengths differ, or if a value is out of range.
 *
 * O(n) time, O(1) memory.
 *
 * @example
 * logLoss([1, 0, 0, 1], [0.9, 0.1, 0.2, 0.65]); // 0.2161…
 *
 * @see https://scikit-learn.org/stable/modules/model_evaluation.html#log-loss
 */
export function logLoss(labels: ArrayLike<number>, probabilities: ArrayLike<number>): number {
  checkProbabilities(labels, probabilities);
  let sum = 0;
  for (let i = 0; i < labels.length; i++) {
    const probability = Math.min(1 - MARGIN, Math.max(MARGIN, probabilities[i] ?? NaN));
    sum -= labels[i] === 1 ? Math.log(probability) : Math.log1p(-probability);
  }
  return sum / labels.length;
}
