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

/** A time in which the version served. */
export interface DeploymentPeriod extends Deployment {
  /** When the next deployment of the model took its place; absent while it serves. */
  readonly until: number | undefined;
}

/** The probabilities that the kept rows of the holdout were given, beside what came true. */
export interface CalibrationFound {
  /** In ascending order; intervals miss 5 %. */
  readonly table: readonly ReliabilityBin[];
  /** Mean distance of what was said from what came true; above 0 by chance as well. */
  readonly expectedError: number;
  /** All rows as one bin. */
  readonly overall: ReliabilityBin;
}

/** What the intervals of a regression are worth. */
export interface IntervalsFound {
  /** The share of labels that they are meant to hold. */
  readonly target: number;
  /** The share that they held on the holdout; absent where that was not scored. */
  readonly coverage: Score | undefined;
  /** Median width around the kept predictions of the holdout, as it began to serve; in points or days. */
  readonly medianWidth: number | undefined;
}

/** What is found of a version. Of the rows there are figures and names of columns, no name or text that they hold. */
export interface CardFigures {
  readonly version: Version;
  /** Absent of a version that an older program recorded. */
  readonly summary: TrainingSummary | undefined;
  /** What its scores aim at now. */
  readonly thresholds: ThresholdSettings;
  /** Classifiers say yes from this probability on; null for regressions. */
  readonly decisionThreshold: number | null;
  /** Whether probabilities are corrected by what came true. */
  readonly scaled: boolean;
  /** Of the classifier, where there is a holdout. */
  readonly calibration: CalibrationFound | undefined;
  /** Of the regressions, where there are intervals. */
  readonly intervals: IntervalsFound | undefined;
  /** Oldest first. */
  readonly deploymentPeriods: readonly DeploymentPeriod[];
  readonly quarantine: Quarantine | undefined;
  /** Of this version, oldest first. */
  readonly evaluations: readonly Evaluation[];
}

/** The times in which a version served, one for each of its deployments. */
export function servicesOf(version: number, deployments: readonly Deployment[]): DeploymentPeriod[] {
  return deployments
    .map((deployment, i): DeploymentPeriod => ({ ...deployment, until: deployments[i + 1]?.deployedAt }))
    .filter((service) => service.version === version);
}

/** Of the kept rows of a holdout; undefined without them, and for regressions. */
export function calibrationFound({ model }: Version, holdout: ScoredRows | undefined): CalibrationFound | undefined {
  if (holdout === undefined || holdout.labels.length === 0 || MODELS[model].task === "regression") return undefined;
  const { labels, predictions } = holdout;
  const table = reliabilityTable(labels, predictions);
  const [overall] = reliabilityTable(labels, predictions, { bins: 1 });
  return overall && { table, expectedError: expectedCalibrationError(table), overall };
}

/** @returns undefined where predictions have no intervals. */
export function intervalsFound(
  { holdout }: Version,
  artefact: Artefact,
  kept: ScoredRows | undefined,
): IntervalsFound | undefined {
  const offsets = offsetsAfter(artefact, undefined);
  if (artefact.intervals === null || intervalAround(artefact, artefact.baseline, offsets) === undefined)
    return undefined;
  const widths = (kept?.predictions ?? new Float64Array(0)).map((prediction) => {
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
