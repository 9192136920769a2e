import { roundSignificant } from "../../learning/significant.js";
import { quantileSorted } from "../../learning/statistics/quantile.js";
import { rowRange } from "../../learning/resampling/timeSplits.js";
import type { Artefact } from "../artefact.js";
import type { ExampleRead } from "../examples/exampleRead.js";
import { featureWeights, type FeatureWeights } from "./featureWeights.js";
import { MODELS } from "../models.js";
import type { Prepared } from "../learners/preparedExamples.js";

/** The training data and the feature weights of a version, for its model card. Times are milliseconds since 1970, UTC. */
export interface TrainingSummary {
  /** The label times of the first and the last label. */
  readonly labelsKnown: { readonly from: number; readonly to: number };
  /** The earliest prediction time of the rows. */
  readonly predictedFrom: number;
  /** The 10, 50 and 90 % quantiles of the labels; only for regressions. */
  readonly labelQuantiles?: readonly [low: number, median: number, high: number];
  /** The share of ones among the labels; only for the classifier. */
  readonly baseRate?: number;
  /** The number of rows that were read, and of rows left out by reason. */
  readonly read: Pick<ExampleRead, "rows" | "dropped" | "missingColumns" | "truncated">;
  /** Why the baseline was chosen, if it was. */
  readonly baselineReason?: string;
  readonly weights: FeatureWeights;
}

/** The maximum number of newest rows for feature weights. More rows take longer, and hardly change the means. */
const MAXIMUM_WEIGHT_ROWS = 1_000;
const QUANTILES = [0.1, 0.5, 0.9] as const;

/**
 * Summarises the data and the feature weights of a training.
 *
 * @param read - the rows that the training read, with at least one example.
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
    weights: featureWeights(artefact, prepared, rowRange(Math.max(0, count - MAXIMUM_WEIGHT_ROWS), count)),
  };
}
