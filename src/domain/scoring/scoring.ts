import { weightedAveragePrecision } from "../../learning/metrics/averagePrecision.js";
import { weightedBrierLoss } from "../../learning/metrics/brierLoss.js";
import { weightedF1, weightedPrecision, weightedRecall } from "../../learning/metrics/f1Score.js";
import { weightedMeanAbsoluteError } from "../../learning/metrics/meanAbsoluteError.js";
import { weightedMedianAbsoluteError } from "../../learning/metrics/medianAbsoluteError.js";
import { weightedR2, weightedR2Log } from "../../learning/metrics/r2Score.js";
import { weightedRocAuc } from "../../learning/metrics/rocAuc.js";
import { weightedWithinOneStep } from "../../learning/metrics/withinOneStepShare.js";
import { bootstrap, interval, type WeightedStatistic } from "../../learning/resampling/bootstrap.js";
import { weightedMean } from "../../learning/statistics/weightedMean.js";
import type { Artefact } from "../artefact.js";
import { MODELS, type ModelName } from "../models.js";
import type { ScoredRows } from "./scoredRows.js";
import type { Score, ScoreName, Scores } from "../scores.js";

type Measures = Partial<Record<ScoreName, number | undefined>>;

export interface ScoringOptions {
  /** The seed of the bootstrap for the intervals; absent: no intervals. */
  readonly seed?: number;
  /** The weight of each row, for scores and intervals; absent: 1. */
  readonly weights?: Float64Array | undefined;
}

const CONFIDENCE = 0.95;

/**
 * Computes the scores of an artefact's predictions, and the scores of the baseline on the same rows. A score is undefined
 * if the rows do not define it (R² of one row, ROC AUC of one class).
 */
export function scorePredictions(
  artefact: Artefact,
  { labels, predictions, covered }: Pick<ScoredRows, "labels" | "predictions" | "covered">,
  { seed, weights }: ScoringOptions = {},
): Scores {
  const rows = labels.length;
  if (rows === 0) return { rows, values: {} };
  const baseline = new Float64Array(rows).fill(artefact.baseline);
  const threshold = artefact.decisionThreshold ?? 0.5;
  const isRegression = MODELS[artefact.model].task === "regression";
  const statistics: Statistics = {
    ...statisticsOf(artefact.model, labels, predictions, threshold),
    ...(covered && { intervalCoverage: weightedMean(covered) }),
  };
  const unit = weights ?? new Float64Array(rows).fill(1);
  // Without features, the best F1 comes from always predicting 1: the baseline uses the threshold 0.
  const baselineMeasures = evaluated(statisticsOf(artefact.model, labels, baseline, 0), unit);
  const values = withBaseline(evaluated(statistics, unit), baselineMeasures);
  const counts = {
    rows,
    ...(isRegression ? {} : { positives: labels.reduce((sum, label) => sum + label, 0) }),
    ...(weights === undefined ? {} : { effectiveRows: effectiveRows(weights) }),
  };
  return seed === undefined ? { ...counts, values } : { ...counts, ...withIntervals(values, statistics, unit, seed) };
}

/** Adds bootstrap intervals to the scores. The bootstrap gives only the spread; the values stay the same. */
function withIntervals(
  values: Scores["values"],
  statistics: Statistics,
  weights: Float64Array,
  seed: number,
): Pick<Scores, "intervals" | "values"> {
  const names = Object.keys(statistics) as ScoreName[];
  const distributions = bootstrap(weights.length, Object.values(statistics), { seed, weights });
  const intervals = distributions.map((distribution) => interval(distribution, CONFIDENCE));
  return {
    intervals: distributions[0]?.method ?? "bootstrap",
    values: Object.fromEntries(
      names.map((name, i) => {
        const score = values[name] ?? { value: undefined, baseline: undefined };
        return [name, intervals[i] === undefined ? score : { ...score, interval: intervals[i] }];
      }),
    ),
  };
}

function effectiveRows(weights: Float64Array): number {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return sum ** 2 / weights.reduce((total, weight) => total + weight * weight, 0);
}

/** Returns the loss of each row for comparing candidates: the absolute error, or the squared error of a probability. */
export function lossPerRow(model: ModelName, labels: Float64Array, predictions: Float64Array): Float64Array {
  const regression = MODELS[model].task === "regression";
  return labels.map((label, i) => {
    const error = Math.abs((predictions[i] ?? NaN) - label);
    return regression ? error : error * error;
  });
}

type Statistics = { readonly [name in ScoreName]?: WeightedStatistic };

/** Returns the scores of a model as statistics of weighted rows. */
function statisticsOf(
  model: ModelName,
  labels: Float64Array,
  predictions: Float64Array,
  threshold: number,
): Statistics {
  if (MODELS[model].task === "classification") {
    return {
      f1: weightedF1(labels, predictions, threshold),
      precision: weightedPrecision(labels, predictions, threshold),
      recall: weightedRecall(labels, predictions, threshold),
      rocAuc: weightedRocAuc(labels, predictions),
      averagePrecision: weightedAveragePrecision(labels, predictions),
      brierLoss: weightedBrierLoss(labels, predictions),
    };
  }
  return {
    r2: weightedR2(labels, predictions),
    mae: weightedMeanAbsoluteError(labels, predictions),
    medianAbsoluteError: weightedMedianAbsoluteError(labels, predictions),
    ...(model === "lead_time"
      ? { r2Log: weightedR2Log(labels, predictions) }
      : { withinOneStep: weightedWithinOneStep(labels, predictions) }),
  };
}

function evaluated(statistics: Statistics, weights: Float64Array): Measures {
  const measures: Measures = {};
  for (const [name, statistic] of Object.entries(statistics) as [ScoreName, WeightedStatistic][]) {
    const value = statistic(weights);
    measures[name] = Number.isFinite(value) ? value : undefined;
  }
  return measures;
}

function withBaseline(model: Measures, baseline: Measures): Scores["values"] {
  const values: { [name in ScoreName]?: Score } = {};
  for (const name of Object.keys(model) as ScoreName[]) {
    values[name] = { value: model[name], baseline: baseline[name] };
  }
  return values;
}
