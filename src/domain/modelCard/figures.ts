import {
  expectedCalibrationError,
  reliabilityTable,
  type ReliabilityBin,
} from "../../learning/calibration/reliability.js";
import { quantileSorted } from "../../learning/statistics/quantile.js";
import type { Artefact } from "../artefact.js";
import { intervalAround, offsetsAfter } from "../prediction/intervals.js";
import { MODELS } from "../models.js";
import type { ScoredRows } from "../scoring/scoredRows.js";
import type { Score } from "../scores.js";
import type { ThresholdSettings } from "../settings.js";
import type { TrainingSummary } from "../explaining/trainingSummary.js";
import type { Deployment, Quarantine, Version } from "../versions.js";
import type { Evaluation } from "../evaluation.js";

/** A period in which the version was the champion. */
export interface DeploymentPeriod extends Deployment {
  /** The time of the model's next deployment; undefined for the champion. */
  readonly until: number | undefined;
}

/** The calibration of a classifier: its predicted probabilities on the recorded holdout, compared with the labels. */
export interface CalibrationFound {
  /** Bins of ascending probability, with about the same number of rows each, and with 95 % confidence intervals. */
  readonly table: readonly ReliabilityBin[];
  /** Mean absolute difference between predicted probability and observed rate. It is above 0 by chance too. */
  readonly expectedError: number;
  /** All rows as one bin. */
  readonly overall: ReliabilityBin;
}

/** The quality of a regression's intervals. */
export interface IntervalsFound {
  /** The share of labels that they should contain. */
  readonly target: number;
  /** The share of holdout labels that they contained; undefined if there was no holdout. */
  readonly coverage: Score | undefined;
  /** Median width around the recorded holdout predictions, when the version was deployed; in points or days. */
  readonly medianWidth: number | undefined;
}

/** The figures of a version. They contain numbers and names of columns, but no names or texts from rows. */
export interface CardFigures {
  readonly version: Version;
  /** Undefined for versions that an older program recorded. */
  readonly summary: TrainingSummary | undefined;
  /** The current thresholds. */
  readonly thresholds: ThresholdSettings;
  /** The probability from which on a classifier predicts 1; null for regressions. */
  readonly decisionThreshold: number | null;
  /** Whether the probabilities are calibrated. */
  readonly scaled: boolean;
  /** Only for the classifier, if there is a holdout. */
  readonly calibration: CalibrationFound | undefined;
  /** Only for regressions with intervals. */
  readonly intervals: IntervalsFound | undefined;
  /** Oldest first. */
  readonly deploymentPeriods: readonly DeploymentPeriod[];
  readonly quarantine: Quarantine | undefined;
  /** The evaluations of this version, oldest first. */
  readonly evaluations: readonly Evaluation[];
}

/**
 * Returns the periods in which a version was the champion, one for each of its deployments.
 *
 * @param deployments - the deployments of all versions of the model, oldest first.
 */
export function deploymentPeriodsOf(version: number, deployments: readonly Deployment[]): DeploymentPeriod[] {
  return deployments
    .map((deployment, i): DeploymentPeriod => ({ ...deployment, until: deployments[i + 1]?.deployedAt }))
    .filter((period) => period.version === version);
}

/** Computes the calibration on the recorded holdout. Returns undefined without a holdout, and for regressions. */
export function calibrationFound({ model }: Version, holdout: ScoredRows | undefined): CalibrationFound | undefined {
  if (holdout === undefined || holdout.labels.length === 0 || MODELS[model].task === "regression") return undefined;
  const { labels, predictions } = holdout;
  const table = reliabilityTable(labels, predictions);
  const [overall] = reliabilityTable(labels, predictions, { bins: 1 });
  return overall && { table, expectedError: expectedCalibrationError(table), overall };
}

/**
 * Computes the quality of a regression's intervals.
 *
 * @param holdoutRows - the recorded rows of the holdout.
 * @returns undefined if the artefact has no intervals.
 */
export function intervalsFound(
  { holdout }: Version,
  artefact: Artefact,
  holdoutRows: ScoredRows | undefined,
): IntervalsFound | undefined {
  const offsets = offsetsAfter(artefact, undefined);
  if (artefact.intervals === null || intervalAround(artefact, artefact.baseline, offsets) === undefined)
    return undefined;
  const widths = (holdoutRows?.predictions ?? new Float64Array(0)).map((prediction) => {
    const [low, high] = intervalAround(artefact, prediction, offsets) ?? [NaN, NaN];
    return high - low;
  });
  const { coverage } = artefact.intervals;
  return {
    target: coverage,
    coverage: holdout?.values.intervalCoverage,
    medianWidth: widths.length === 0 ? undefined : quantileSorted(widths.sort(), 0.5),
  };
}
