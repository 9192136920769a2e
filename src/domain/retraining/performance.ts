import { bootstrap, type SamplingDistribution, type WeightedStatistic } from "../../learning/resampling/bootstrap.js";
import { weightedF1 } from "../../learning/metrics/f1Score.js";
import { weightedR2 } from "../../learning/metrics/r2Score.js";
import { compareMix, type MixComparison } from "../scoring/completionMix.js";
import { MODELS, type ModelName } from "../models.js";
import type { ScoredRows, VersionEvidence } from "../scoring/scoredRows.js";
import type { Bounded, SequentialTest } from "../sequentialTest.js";

/** Fewer new labels say nothing about a score. */
export const MINIMUM_NEW_LABELS = 20;

/** F1 needs this number of rows of each class. */
export const MINIMUM_OF_A_CLASS = 10;

/** The next test runs when the new labels have grown by this factor. */
const GROWTH = 1.5;

/** Level of a champion's first sequential test; test k has 1/k of it. */
const FIRST_LEVEL = 0.05;

/**
 * If the holdout is tested as well, the target's bound has three times the level. The holdout's bound prevents false
 * alarms of an unchanged champion. Two bounds at one level would only cost power.
 */
const TARGET_LEVEL_BESIDE_HOLDOUT = 3;

/** With rows for a smaller share of the training's mix, weights would be guesses. */
const MINIMUM_COVERED = 0.8;

/** Why a test of the champion's score is not possible. */
export type Insufficiency =
  | { readonly reason: "rows" | "positives" | "negatives"; readonly missing: number }
  /** The fresh rows lack too much of the mix of delays that the version was trained on. */
  | { readonly reason: "mix"; readonly covered: number }
  /** Weighted to that mix they tell no more than a few rows would. */
  | { readonly reason: "effective-rows"; readonly missing: number }
  /** The version kept no holdout to compare with, or a score is not defined. */
  | { readonly reason: "no-holdout" | "undefined" };

/** The result of a sequential test. */
export type PerformanceResult =
  | { readonly verdict: "insufficient"; readonly insufficiency: Insufficiency; readonly mix: MixComparison }
  | { readonly verdict: "healthy" | "degraded"; readonly sequentialTest: SequentialTest; readonly mix: MixComparison };

/** Number and rows of the champion's previous test. */
export interface PreviousTest {
  readonly number: number;
  readonly rows: number;
}

export interface PerformanceInput {
  readonly model: ModelName;
  /** New labels: known after the watermark, of rows that the version was not trained on. */
  readonly newRows: ScoredRows;
  readonly evidence: VersionEvidence;
  /** Target of the headline score. */
  readonly threshold: number;
  /** Decision threshold of the classifier; ignored for regressions. */
  readonly decisionThreshold: number | null;
  readonly before: PreviousTest | undefined;
  readonly seed: number;
}

/** Returns the number of new labels at which the next test runs. */
export function rowsForNextTest(before: PreviousTest | undefined): number {
  return before === undefined ? MINIMUM_NEW_LABELS : Math.ceil(GROWTH * before.rows);
}

/**
 * Runs the next sequential test of a champion. It is `degraded` only if its score on new labels is significantly below
 * the threshold and, where its holdout is not above the threshold, significantly below the holdout score as well. Test
 * k has level 0.05 / k, so that nightly tests do not add up to a false alarm.
 *
 * If the mix of delays has shifted, the rows are weighted to the mix of the training, and so is the holdout.
 *
 * @see docs/decisions/0031-sequential-test-k-has-level-005-over-k.md for the error rates, and bench/decisions.bench.ts
 * for how they are measured.
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

/** Returns the headline score as a statistic of weighted rows. */
export function headlineStatistic(
  model: ModelName,
  { labels, predictions }: Pick<ScoredRows, "labels" | "predictions">,
  decisionThreshold: number | null,
): WeightedStatistic {
  return MODELS[model].task === "regression"
    ? weightedR2(labels, predictions)
    : weightedF1(labels, predictions, decisionThreshold ?? 0.5);
}

/** Compares the rows' delays with those of the training. Without stored delays nothing counts as shifted. */
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

/** Returns the sampling distributions of the new score, the holdout's, and their difference. Both samples are resampled. */
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
