import { roundSignificant } from "../../learning/significant.js";
import { quantileSorted } from "../../learning/statistics/quantile.js";
import { rowRange } from "../../learning/resampling/timeSplits.js";
import type { Artefact } from "../artefact.js";
import type { ExampleRead } from "../examples/exampleRead.js";
import { featureWeights, type FeatureWeights } from "./featureWeights.js";
import { MODELS } from "../models.js";
import type { Prepared } from "../learners/preparedExamples.js";

/** What a version was trained on and goes by, as its model card says it. Times are milliseconds since 1970, UTC. */
export interface TrainingSummary {
  /** When the first and the last label became known. */
  readonly labelsKnown: { readonly from: number; readonly to: number };
  /** When the first of the rows was to be predicted. */
  readonly predictedFrom: number;
  /** 10, 50 and 90 % quantiles of the labels; regressions only. */
  readonly labelQuantiles?: readonly [low: number, median: number, high: number];
  /** Share of ones among the labels; the classifier only. */
  readonly baseRate?: number;
  /** Rows that the relation had, and those left out by reason. */
  readonly read: Pick<ExampleRead, "rows" | "dropped" | "missingColumns" | "truncated">;
  /** Why the naive predictor was taken, where it was. */
  readonly baselineReason?: string;
  readonly weights: FeatureWeights;
}

/** Weights are found on at most so many of the newest rows: the means move little with more of them, the time does. */
const MAXIMUM_ROWS_WEIGHED = 1_000;
const QUANTILES = [0.1, 0.5, 0.9] as const;

/**
 * @param read - what the training read, with at least one example.
 * @param prepared - the same examples.
 */
export function summariseTraining(
  { rows, dropped, missingColumns, truncated }: ExampleRead,
  prepared: Prepared,
  { artefact, baselineReason }: { readonly artefact: Artefact; readonly baselineReason: string | undefined },
): TrainingSummary {
  const { count, labels, labelKnownAt, predictedAt } = prepared.examples;
  const sorted = labels.slice().sort();
  const [low, median, high] = QUANTILES.map((share) => roundSignificant(quantileSorted(sorted, share)));
  return {
    labelsKnown: { from: labelKnownAt[0] ?? NaN, to: labelKnownAt.at(-1) ?? NaN },
    predictedFrom: predictedAt.reduce((first, time) => Math.min(first, time), Infinity),
    ...(MODELS[prepared.model].task === "regression"
      ? { labelQuantiles: [low ?? NaN, median ?? NaN, high ?? NaN] as const }
      : { baseRate: roundSignificant(labels.reduce((sum, label) => sum + label, 0) / count) }),
    read: { rows, dropped, missingColumns, truncated },
    ...(baselineReason === undefined ? {} : { baselineReason }),
    weights: featureWeights(artefact, prepared, rowRange(Math.max(0, count - MAXIMUM_ROWS_WEIGHED), count)),
  };
}
