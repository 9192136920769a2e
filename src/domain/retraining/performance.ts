import { bootstrap, type SamplingDistribution, type WeightedStatistic } from "../../learning/resampling/bootstrap.js";
import { weightedF1 } from "../../learning/metrics/f1Score.js";
import { weightedR2 } from "../../learning/metrics/r2Score.js";
import { compareMix, type MixComparison } from "../scoring/completionMix.js";
import { MODELS, type ModelName } from "../models.js";
import type { ScoredRows, VersionEvidence } from "../scoring/scoredRows.js";
import type { Bounded, SequentialTest } from "../sequentialTest.js";

/** Fewer fresh rows say nothing about a score. */
export const MINIMUM_NEW_LABELS = 20;

/** F1 needs so many of each class. */
export const MINIMUM_OF_A_CLASS = 10;

/** Asked again once the fresh rows have grown to so many times those of the last asking. */
const GROWTH = 1.5;

/** Level of a champion's first asking; the k-th has 1/k of it. */
const FIRST_LEVEL = 0.05;

/**
 * Where the holdout is asked as well, the target is asked at so many times the level: it is the holdout's bound that
 * keeps an unchanged champion from a false alarm, and to have to pass two bounds at one level costs power for nothing.
 */
const TARGET_LEVEL_BESIDE_HOLDOUT = 3;

/** With rows for less of the training's mix, weighting would be guessing. */
const MINIMUM_COVERED = 0.8;

/** Why nothing can be said about a champion's score. */
export type Insufficiency =
  | { readonly reason: "rows" | "positives" | "negatives"; readonly missing: number }
  /** The fresh rows lack too much of the mix of delays that the version was trained on. */
  | { readonly reason: "mix"; readonly covered: number }
  /** Weighted to that mix they tell no more than a few rows would. */
  | { readonly reason: "effective-rows"; readonly missing: number }
  /** The version kept no holdout to compare with, or a score is not defined. */
  | { readonly reason: "no-holdout" | "undefined" };

/** The answer to "has the champion got worse?". */
export type PerformanceResult =
  | { readonly verdict: "insufficient"; readonly insufficiency: Insufficiency; readonly mix: MixComparison }
  | { readonly verdict: "healthy" | "degraded"; readonly sequentialTest: SequentialTest; readonly mix: MixComparison };

/** How often and on how many rows a champion was asked about before. */
export interface PreviousTest {
  readonly number: number;
  readonly rows: number;
}

export interface PerformanceInput {
  readonly model: ModelName;
  /** All rows whose label became known after the watermark, and that the version was not trained on. */
  readonly newRows: ScoredRows;
  readonly evidence: VersionEvidence;
  /** Headline score that is aimed at. */
  readonly threshold: number;
  /** Probability from which the classifier says yes; ignored for regressions. */
  readonly decisionThreshold: number | null;
  readonly before: PreviousTest | undefined;
  readonly seed: number;
}

/** Fresh rows from which on the question is asked (again). */
export function rowsForNextTest(before: PreviousTest | undefined): number {
  return before === undefined ? MINIMUM_NEW_LABELS : Math.ceil(GROWTH * before.rows);
}

/**
 * Asks whether a champion has got worse: `degraded` only if its score on fresh rows is shown to lie below the threshold
 * and, where its own holdout does not lie above the threshold, also below its holdout score. Asked again and again of
 * one champion sequential test k has level 0.05 / k, so that nightly tests do not add up to a false alarm.
 *
 * Where the mix of delays has shifted, rows are weighted to the mix of the training, the holdout's too.
 *
 * @see docs/decisions/0031-sequential-test-k-has-level-005-over-k.md for the error rates, and bench/decisions.bench.ts for how they are measured.
 */
export function testPerformance(question: PerformanceInput): PerformanceResult {
  const { newRows, evidence, threshold, before, seed } = question;
  const mix = mixOf(evidence, newRows);
  const insufficiency = insufficiencyOf(question, mix);
  if (insufficiency !== undefined) return { verdict: "insufficient", insufficiency, mix };
  const { holdout } = evidence;
  if (holdout === undefined || holdout.labels.length === 0) {
    return { verdict: "insufficient", insufficiency: { reason: "no-holdout" }, mix };
  }
  if (![newRows, holdout].every(({ predictions }) => predictions.every(Number.isFinite))) {
    return { verdict: "insufficient", insufficiency: { reason: "undefined" }, mix };
  }

  const number = 1 + (before?.number ?? 0);
  const level = FIRST_LEVEL / number;
  const holdoutWeights = mix.shifted ? mixOf(evidence, holdout).weights : undefined;
  const [now, then, difference] = distributions(question, holdout, mix.weights, holdoutWeights, seed);
  const reached = (then?.lower(FIRST_LEVEL / 2) ?? -Infinity) > threshold;
  const score = boundedBy(now, reached ? level : TARGET_LEVEL_BESIDE_HOLDOUT * level);
  const change = boundedBy(difference, level);
  if (score === undefined || change === undefined) {
    return { verdict: "insufficient", insufficiency: { reason: "undefined" }, mix };
  }
  const isDegraded = score.upper < threshold && (reached || change.upper < 0);
  const verdict = isDegraded ? "degraded" : "healthy";
  const rows = newRows.labels.length;
  const found = { number, level, rows, threshold, score, ...(reached ? {} : { difference: change }), verdict } as const;
  return { verdict, sequentialTest: found, mix };

  function boundedBy(distribution: SamplingDistribution | undefined, at: number): Bounded | undefined {
    const lower = distribution?.lower(at);
    const upper = distribution?.upper(at);
    if (distribution === undefined || lower === undefined || upper === undefined) return undefined;
    return { value: distribution.estimate, level: at, lower, upper };
  }
}

/** The headline score as a statistic of weighted rows. */
export function headlineStatistic(
  model: ModelName,
  { labels, predictions }: Pick<ScoredRows, "labels" | "predictions">,
  decisionThreshold: number | null,
): WeightedStatistic {
  return MODELS[model].task === "regression"
    ? weightedR2(labels, predictions)
    : weightedF1(labels, predictions, decisionThreshold ?? 0.5);
}

/** How the delays of the rows compare with those of the training; nothing is known to have shifted where none are kept. */
export function mixOf({ mix }: VersionEvidence, { delays }: ScoredRows): MixComparison {
  return mix === undefined
    ? { shifted: false, weights: undefined, effectiveRows: delays.length, covered: 1 }
    : compareMix(mix, delays);
}

function insufficiencyOf({ model, newRows }: PerformanceInput, mix: MixComparison): Insufficiency | undefined {
  const rows = newRows.labels.length;
  if (rows < MINIMUM_NEW_LABELS) return { reason: "rows", missing: MINIMUM_NEW_LABELS - rows };
  if (MODELS[model].task === "classification") {
    const positives = newRows.labels.reduce((sum, label) => sum + label, 0);
    const negatives = rows - positives;
    if (positives < MINIMUM_OF_A_CLASS) return { reason: "positives", missing: MINIMUM_OF_A_CLASS - positives };
    if (negatives < MINIMUM_OF_A_CLASS) return { reason: "negatives", missing: MINIMUM_OF_A_CLASS - negatives };
  }
  if (mix.covered < MINIMUM_COVERED) return { reason: "mix", covered: mix.covered };
  if (mix.effectiveRows < MINIMUM_NEW_LABELS) {
    return { reason: "effective-rows", missing: Math.ceil(MINIMUM_NEW_LABELS - mix.effectiveRows) };
  }
  return undefined;
}

/** Of the fresh score, the holdout's, and their difference; both samples are resampled. */
function distributions(
  { model, newRows, decisionThreshold }: PerformanceInput,
  holdout: ScoredRows,
  newRowWeights: Float64Array | undefined,
  holdoutWeights: Float64Array | undefined,
  seed: number,
): (SamplingDistribution | undefined)[] {
  const rows = newRows.labels.length;
  const all = rows + holdout.labels.length;
  const ofFresh = headlineStatistic(model, newRows, decisionThreshold);
  const ofHoldout = headlineStatistic(model, holdout, decisionThreshold);
  const now: WeightedStatistic = (weights) => ofFresh(weights.subarray(0, rows));
  const then: WeightedStatistic = (weights) => ofHoldout(weights.subarray(rows));
  const weights = new Float64Array(all).fill(1);
  if (newRowWeights !== undefined) weights.set(newRowWeights);
  if (holdoutWeights !== undefined) weights.set(holdoutWeights, rows);
  const difference: WeightedStatistic = (each) => now(each) - then(each);
  return bootstrap(all, [now, then, difference], { seed, samples: [rows, all - rows], weights });
}
