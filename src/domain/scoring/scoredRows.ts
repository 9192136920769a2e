import type { Examples } from "../../learning/examples.js";
import { takeRows } from "../../learning/takeRows.js";
import type { Artefact } from "../artefact.js";
import { intervalsAtPrediction } from "../prediction/intervals.js";
import { predict } from "../prediction/predictor.js";
import type { Prepared } from "../learners/preparedExamples.js";
import type { CompletionMix } from "./completionMix.js";
import type { Interval } from "../scores.js";
import type { TrainingSummary } from "../explaining/trainingSummary.js";

/** Rows that a version was not trained on when it predicted them. */
export interface ScoredRows {
  /** n labels. */
  readonly labels: Float64Array;
  /** n predictions of the version. */
  readonly predictions: Float64Array;
  /** How long each label took to become known after the prediction, in days. */
  readonly delays: Float64Array;
  /** Of each row 1 if the interval that it would have been given held its label, else 0; absent without intervals. */
  readonly covered?: Float64Array | undefined;
}

/** What is kept of a version to hold its later scores against; absent parts were not there to be kept. */
export interface VersionEvidence {
  /** The newest rows of the holdout, at most 20,000, as predicted before the refit. */
  readonly holdout: ScoredRows | undefined;
  /** Of all rows that it was trained on. */
  readonly mix: CompletionMix | undefined;
  /** For its model card; absent of a version that an older program recorded. */
  readonly summary?: TrainingSummary;
}

const DAY = 86_400_000;

/** An artefact's predictions of the given rows, beside what became of them. */
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
    ...(intervals && { covered: heldBy(intervals, labels) }),
  };
}

function heldBy(intervals: readonly Interval[], labels: Float64Array): Float64Array {
  return labels.map((label, i) => {
    const [low, high] = intervals[i] ?? [NaN, NaN];
    return label >= low && label <= high ? 1 : 0;
  });
}

/** Days from the prediction to the label, of each row. */
export function delaysOf({ labelKnownAt, predictedAt }: Examples, rows: Int32Array): Float64Array {
  const predicted = takeRows(predictedAt, rows);
  return takeRows(labelKnownAt, rows).map((known, i) => (known - (predicted[i] ?? NaN)) / DAY);
}

/**
 * Whether a row belongs to the cohorts that are evaluated: created after the version's watermark, and so long ago that
 * slow items are done as well.
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
