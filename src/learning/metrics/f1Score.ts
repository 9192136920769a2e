import type { WeightedStatistic } from "../statistics/weightedStatistic.js";
import { weightedShare } from "../statistics/weightedMean.js";
import { checkBinaryPairs } from "./pairs.js";
import { unweightedIfDefined } from "./unweighted.js";

/**
 * Returns the precision: the share of true positives among the predicted positives.
 *
 * @param labels - n labels, each 0 or 1.
 * @param probabilities - n scores.
 * @param threshold - a row with a score of at least this is a predicted positive.
 * @returns a number in [0, 1], higher is better; undefined if there is no predicted positive.
 * @throws RangeError if n is 0, if the lengths differ, or if a value is not finite or a label not 0 or 1.
 *
 * O(n) time and memory.
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
  return unweightedIfDefined(weightedPrecision(labels, probabilities, threshold), labels.length);
}

/**
 * Returns the recall: the share of predicted positives among the positive rows.
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
  return unweightedIfDefined(weightedRecall(labels, probabilities, threshold), labels.length);
}

/**
 * Returns the F1 score: the harmonic mean of precision and recall.
 *
 * Parameters, errors and cost as {@link precisionScore}.
 *
 * @returns a number in [0, 1], higher is better; undefined if no label is positive and no row is predicted positive.
 *
 * @example
 * f1Score([0, 1, 1, 0], [0.2, 0.9, 0.4, 0.3], 0.5); // 0.666…
 */
export function f1Score(
  labels: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  threshold: number,
): number | undefined {
  return unweightedIfDefined(weightedF1(labels, probabilities, threshold), labels.length);
}

/** Returns {@link precisionScore} of weighted rows; NaN if no row of weight above 0 is predicted positive. */
export function weightedPrecision(
  labels: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  threshold: number,
): WeightedStatistic {
  const { truePositives, predicted } = predictionsAt(labels, probabilities, threshold);
  return weightedShare(truePositives, predicted);
}

/** Returns {@link recallScore} of weighted rows; NaN if no row of weight above 0 is positive. */
export function weightedRecall(
  labels: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  threshold: number,
): WeightedStatistic {
  const { truePositives } = predictionsAt(labels, probabilities, threshold);
  return weightedShare(truePositives, labels);
}

/** Returns {@link f1Score} of weighted rows; NaN if no row of weight above 0 is positive or predicted positive. */
export function weightedF1(
  labels: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  threshold: number,
): WeightedStatistic {
  const { truePositives, predicted } = predictionsAt(labels, probabilities, threshold);
  const twice = truePositives.map((hit) => 2 * hit);
  return weightedShare(
    twice,
    predicted.map((prediction, i) => prediction + (labels[i] ?? NaN)),
  );
}

/** Returns two columns of 1 and 0: the predicted positives, and the true positives among them. */
function predictionsAt(
  labels: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  threshold: number,
): { readonly predicted: Float64Array; readonly truePositives: Float64Array } {
  checkBinaryPairs(labels, probabilities);
  if (Number.isNaN(threshold)) throw new RangeError("the threshold is NaN");
  const predicted = Float64Array.from(probabilities, (probability) => (probability >= threshold ? 1 : 0));
  return { predicted, truePositives: predicted.map((prediction, i) => prediction * (labels[i] ?? NaN)) };
}
