import type { WeightedStatistic } from "../statistics/weightedStatistic.js";
import { weightedShare } from "../statistics/weightedMean.js";
import { checkBinaryPairs } from "./pairs.js";
import { unweightedIfDefined } from "./unweighted.js";

/**
 * Precision: of the rows called positive, the share that is.
 *
 * @param labels - n labels, each 0 or 1.
 * @param probabilities - n scores; a row is called positive from `threshold` on.
 * @returns a number in [0, 1], higher is better; undefined if no row is called positive.
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
  return unweightedIfDefined(weightedRecall(labels, probabilities, threshold), labels.length);
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
  return unweightedIfDefined(weightedF1(labels, probabilities, threshold), labels.length);
}

/** {@link precisionScore} of weighted rows; NaN where no row with a weight is called positive. */
export function weightedPrecision(
  labels: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  threshold: number,
): WeightedStatistic {
  const { truePositives, called } = callsAt(labels, probabilities, threshold);
  return weightedShare(truePositives, called);
}

/** {@link recallScore} of weighted rows; NaN where no row with a weight is positive. */
export function weightedRecall(
  labels: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  threshold: number,
): WeightedStatistic {
  const { truePositives } = callsAt(labels, probabilities, threshold);
  return weightedShare(truePositives, labels);
}

/** {@link f1Score} of weighted rows; NaN where no row with a weight is positive or called so. */
export function weightedF1(
  labels: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  threshold: number,
): WeightedStatistic {
  const { truePositives, called } = callsAt(labels, probabilities, threshold);
  const twice = truePositives.map((hit) => 2 * hit);
  return weightedShare(
    twice,
    called.map((call, i) => call + (labels[i] ?? NaN)),
  );
}

/** For each row 1 or 0: whether it is called positive, and whether rightly so. */
function callsAt(
  labels: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  threshold: number,
): { readonly called: Float64Array; readonly truePositives: Float64Array } {
  checkBinaryPairs(labels, probabilities);
  if (Number.isNaN(threshold)) throw new RangeError("the threshold is NaN");
  const called = Float64Array.from(probabilities, (probability) => (probability >= threshold ? 1 : 0));
  return { called, truePositives: called.map((call, i) => call * (labels[i] ?? NaN)) };
}
