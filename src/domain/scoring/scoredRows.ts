import type { Examples } from "../../learning/examples.js";
import { takeRows } from "../../learning/takeRows.js";
import type { Artefact } from "../artefact.js";
import { intervalsAtPrediction } from "../prediction/intervals.js";
import { predict } from "../prediction/predictor.js";
import type { Prepared } from "../learners/preparedExamples.js";
import type { CompletionMix } from "./completionMix.js";
import type { Interval } from "../scores.js";
import type { TrainingSummary } from "../explaining/trainingSummary.js";

/** Out-of-sample predictions of a version with their labels. */
export interface ScoredRows {
  /** n labels. */
  readonly labels: Float64Array;
  /** n predictions of the version. */
  readonly predictions: Float64Array;
  /** The n times from prediction to label, in days. */
  readonly delays: Float64Array;
  /** For each row 1 if its interval contained the label, else 0; absent without intervals. */
  readonly covered?: Float64Array | undefined;
}

/** What is recorded of a version so that later scores can be compared with it. */
export interface VersionEvidence {
  /** At most 20,000 newest rows of the holdout, predicted before the refit; undefined without a holdout. */
  readonly holdout: ScoredRows | undefined;
  /** The completion mix of all training rows; undefined without rows. */
  readonly mix: CompletionMix | undefined;
  /** For the model card; absent for versions that an older program recorded. */
  readonly summary?: TrainingSummary;
}

const DAY = 86_400_000;

/**
 * Predicts the given rows and returns the predictions with their labels.
 *
 * @param rows - row numbers of the prepared examples, in order of label time.
 */
export function scoredRows(artefact: Artefact, prepared: Prepared, rows: Int32Array): ScoredRows {
  const { examples } = prepared;
  const labels = takeRows(examples.labels, rows);
  const predictions = predict(artefact, prepared, rows);
  const times = {
    predictedAt: takeRows(examples.predictedAt, rows),
    labelKnownAt: takeRows(examples.labelKnownAt, rows),
  };
  const intervals = intervalsAtPrediction(artefact, { labels, predictions, ...times });
  return {
    labels,
    predictions,
    delays: delaysOf(examples, rows),
    ...(intervals && { covered: coveredBy(intervals, labels) }),
  };
}

function coveredBy(intervals: readonly Interval[], labels: Float64Array): Float64Array {
  return labels.map((label, i) => {
    const [low, high] = intervals[i] ?? [NaN, NaN];
    return label >= low && label <= high ? 1 : 0;
  });
}

/** Returns the time from prediction to label of each row, in days. */
export function delaysOf({ labelKnownAt, predictedAt }: Examples, rows: Int32Array): Float64Array {
  const predicted = takeRows(predictedAt, rows);
  return takeRows(labelKnownAt, rows).map((known, i) => (known - (predicted[i] ?? NaN)) / DAY);
}

/**
 * Tells whether a row is old enough to be evaluated. It must be created after the version's watermark, and at least
 * `maturityDays` ago, so that slow items are completed too.
 */
export function isMature(
  predictedAt: number,
  {
    watermark,
    asOf,
    maturityDays,
  }: { readonly watermark: number; readonly asOf: number; readonly maturityDays: number },
): boolean {
  return predictedAt > watermark && predictedAt <= asOf - maturityDays * DAY;
}
