import { checkBinaryPairs } from "./pairs.js";

interface Counts {
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly falseNegatives: number;
}

/**
 * Precision: of the rows called positive, the share that is.
 *
 * @param labels - n labels, each 0 or 1.
 * @param probabilities - n scores; a row is called positive from `threshold` on.
 * @returns a number in [0, 1], higher is better; undefined if no row is called positive.
 * @throws RangeError if n is 0, if the lengths differ, or if a value is not finite or a label not 0 or 1.
 *
 * O(n) time, O(1) memory.
 *
 * @example
 * precisionScore([0, 1, 1, 0], [0.2, 0.9, 0.4, 0.6], 0.5); // 0.5
 *
 * @see https://scikit-learn.org/stable/modules/model_evaluation.html#precision-recall-f-measure-metrics
 */
export function precisionScore(
  labels: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  threshold: number,
): number | undefined {
  const { truePositives, falsePositives } = countAt(labels, probabilities, threshold);
  return share(truePositives, truePositives + falsePositives);
}

/**
 * Recall: of the positive rows, the share that is called so.
 *
 * Parameters, errors and cost as {@link precisionScore}.
 *
 * @returns a number in [0, 1], higher is better; undefined if no label is positive.
 *
 * @example
 * recallScore([0, 1, 1, 0], [0.2, 0.9, 0.4, 0.3], 0.5); // 0.5
 */
export function recallScore(
  labels: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  threshold: number,
): number | undefined {
  const { truePositives, falseNegatives } = countAt(labels, probabilities, threshold);
  return share(truePositives, truePositives + falseNegatives);
}

/**
 * F1 score: the harmonic mean of precision and recall.
 *
 * Parameters, errors and cost as {@link precisionScore}.
 *
 * @returns a number in [0, 1], higher is better; undefined if no label is positive and no row is called positive.
 *
 * @example
 * f1Score([0, 1, 1, 0], [0.2, 0.9, 0.4, 0.3], 0.5); // 0.666…
 */
export function f1Score(
  labels: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  threshold: number,
): number | undefined {
  const { truePositives, falsePositives, falseNegatives } = countAt(labels, probabilities, threshold);
  return share(2 * truePositives, 2 * truePositives + falsePositives + falseNegatives);
}

function countAt(labels: ArrayLike<number>, probabilities: ArrayLike<number>, threshold: number): Counts {
  checkBinaryPairs(labels, probabilities);
  if (Number.isNaN(threshold)) throw new RangeError("the threshold is NaN");
  let truePositives = 0;
  let falsePositives = 0;
  let falseNegatives = 0;
  for (let i = 0; i < labels.length; i++) {
    const called = (probabilities[i] ?? NaN) >= threshold;
    if (labels[i] === 0) falsePositives += called ? 1 : 0;
    else if (called) truePositives++;
    else falseNegatives++;
  }
  return { truePositives, falsePositives, falseNegatives };
}

function share(part: number, whole: number): number | undefined {
  return whole === 0 ? undefined : part / whole;
}
