import { meanOf } from "../../learning/resampling/choice.js";
import { rowRange, splitByLabelTime, type TimeSplit } from "../../learning/resampling/timeSplits.js";
import { MAXIMUM_BOOTSTRAP_ROWS } from "../../learning/resampling/bootstrap.js";
import type { Artefact } from "../artefact.js";
import { completionMix } from "../scoring/completionMix.js";
import type { ModelName } from "../models.js";
import { joinOutOfSample, type OutOfSample } from "../prediction/calibration.js";
import { BASELINE_CHOICE, baselineInstead, chooseProcedure, type Choice } from "./modelSelection.js";
import { fittingSteps } from "./fitting.js";
import { describeProcedure } from "../learners/procedure.js";
import { trainingDesign } from "../learners/trainingDesign.js";
import type { Prepared } from "../learners/preparedExamples.js";
import { delaysOf, scoredRows, type ScoredRows, type VersionEvidence } from "../scoring/scoredRows.js";
import { lossPerRow, scorePredictions } from "../scoring/scoring.js";
import type { Scores } from "../scores.js";
import { predict } from "../prediction/predictor.js";
import { DEFAULT_TRAINING_SETTINGS, type TrainingSettings } from "../settings.js";
import { finish, type Steps } from "../steps.js";

/** The share of the training part. The rest of the labels, the newest 20 %, is the holdout. */
const TRAINING_SHARE = 0.8;
/** By more than this number of standard errors, a choice must beat the baseline on folds and holdout together. */
const MINIMUM_LEAD = 1;
/** The lead on the holdout alone may be negative by chance, but not below this: a concept drift shows there first. */
const MINIMUM_HOLDOUT_LEAD = -1;

/** The result of a training. */
export interface Training {
  /** The chosen procedure, fitted on all rows. */
  readonly artefact: Artefact;
  readonly choice: Choice;
  /** Why the baseline was chosen, if it was. */
  readonly baselineReason: string | undefined;
  readonly trainingRows: number;
  /** The holdout scores of the chosen procedure, fitted on the training part. */
  readonly holdout: Scores | undefined;
  /** The holdout scores of a learner that did not beat the baseline. */
  readonly refusedHoldout: Scores | undefined;
  readonly evidence: VersionEvidence;
}

export interface TrainingOptions {
  /** The seed of the intervals of scores; absent: no intervals. */
  readonly seed?: number;
  readonly settings?: TrainingSettings;
}

/**
 * Trains one model. Chooses a procedure inside the training part (the older 80 % of the labels), and refits it on all rows.
 * Falls back to the baseline unless the procedure beats it on folds and holdout.
 *
 * @throws ModelFailedError if a fit fails.
 */
export function trainModel(prepared: Prepared, options: TrainingOptions = {}): Training {
  return finish(trainingSteps(prepared, options));
}

/** Does the same as {@link trainModel} in steps. */
export function* trainingSteps(prepared: Prepared, options: TrainingOptions = {}): Steps<Training> {
  const { count } = prepared.examples;
  const { seed, settings = DEFAULT_TRAINING_SETTINGS } = options;
  const chosen = yield* chooseBetterThanBaseline(prepared, count, settings);
  const { choice, baselineReason, split, scored, refused } = chosen;
  const artefact = yield* refitted(chosen, prepared, count, settings);
  yield;
  const delays = delaysOf(prepared.examples, rowRange(0, count));
  const scores = ({ artefact: fitted, rows }: ScoredHoldout): Scores =>
    scorePredictions(fitted, rows, seed === undefined ? {} : { seed });
  return {
    artefact,
    choice,
    baselineReason,
    trainingRows: split?.cut ?? count,
    holdout: scored && scores(scored),
    refusedHoldout: refused && scores(refused),
    evidence: {
      holdout: scored && newestOf(scored.rows, MAXIMUM_BOOTSTRAP_ROWS),
      mix: count === 0 ? undefined : completionMix(delays),
    },
  };
}

/**
 * Returns the artefact of a training that knows only the first `end` labels.
 *
 * @throws ModelFailedError if a fit fails.
 */
export function trainedBefore(
  prepared: Prepared,
  end: number,
  settings: TrainingSettings = DEFAULT_TRAINING_SETTINGS,
): Artefact {
  return finish(trainingBefore(prepared, end, settings));
}

/** Does the same as {@link trainedBefore} in steps. */
export function* trainingBefore(prepared: Prepared, end: number, settings: TrainingSettings): Steps<Artefact> {
  return yield* refitted(yield* chooseBetterThanBaseline(prepared, end, settings), prepared, end, settings);
}

interface Chosen {
  readonly choice: Choice;
  readonly baselineReason: string | undefined;
  /** Absent if there is no holdout. */
  readonly split?: TimeSplit;
  /** The choice on the holdout. */
  readonly scored?: ScoredHoldout;
  /** The learner that did not beat the baseline, on the holdout. */
  readonly refused?: ScoredHoldout;
}

/**
 * Chooses on the training part of the first `end` rows. Replaces the choice by the baseline unless it is better on folds
 * and holdout together, and not clearly worse on the holdout. With few labels, the holdout alone would decide by chance.
 */
function* chooseBetterThanBaseline(prepared: Prepared, end: number, settings: TrainingSettings): Steps<Chosen> {
  const split = splitByLabelTime(prepared.examples.labelKnownAt, end, TRAINING_SHARE);
  if (split === undefined) {
    return { choice: BASELINE_CHOICE, baselineReason: "all labels have the same label time, so there is no holdout" };
  }
  const choice = yield* chooseProcedure(prepared, split.cut, settings.learners);
  const scored = yield* scoreHoldout(prepared, choice, split, settings);
  if (choice.procedure.learner === "baseline") {
    return { choice, split, scored, baselineReason: "no model beat the baseline" };
  }
  if (isBetterThanBaseline(prepared.model, choice, scored)) return { choice, split, scored, baselineReason: undefined };
  const baseline = baselineInstead(choice);
  return {
    choice: baseline,
    split,
    scored: yield* scoreHoldout(prepared, baseline, split, settings),
    refused: scored,
    baselineReason: `${describeProcedure(choice.procedure)} did not beat the baseline on folds and holdout`,
  };
}

interface ScoredHoldout {
  readonly artefact: Artefact;
  readonly rows: ScoredRows;
  /** The same predictions, uncalibrated. */
  readonly outOfSample: OutOfSample;
}

/** Fits on the training part and predicts the holdout. */
function* scoreHoldout(
  prepared: Prepared,
  choice: Choice,
  { cut, end }: TimeSplit,
  settings: TrainingSettings,
): Steps<ScoredHoldout> {
  const artefact = yield* fitChoice(choice, prepared, cut, settings);
  const holdout = rowRange(cut, end);
  const rows = scoredRows(artefact, prepared, holdout);
  const { calibration } = artefact;
  const uncalibrated =
    calibration === null ? rows.predictions : predict({ ...artefact, calibration: null }, prepared, holdout);
  return { artefact, rows, outOfSample: { labels: rows.labels, predictions: uncalibrated } };
}

/** Fits the choice on all rows. Its out-of-sample predictions now include those of the holdout. */
function refitted(
  { choice, scored }: Chosen,
  prepared: Prepared,
  end: number,
  settings: TrainingSettings,
): Steps<Artefact> {
  const outOfSample = scored ? joinOutOfSample(choice.outOfSample, scored.outOfSample) : choice.outOfSample;
  return fitChoice({ ...choice, outOfSample }, prepared, end, settings);
}

/** Fits the chosen procedure on the first `end` rows. */
export function* fitChoice(
  { procedure, outOfSample }: Pick<Choice, "outOfSample" | "procedure">,
  prepared: Prepared,
  end: number,
  settings: TrainingSettings = DEFAULT_TRAINING_SETTINGS,
): Steps<Artefact> {
  yield;
  const training = trainingDesign(prepared, rowRange(0, end));
  return yield* fittingSteps(procedure, training, outOfSample, settings);
}

function isBetterThanBaseline(model: ModelName, choice: Choice, { artefact, rows }: ScoredHoldout): boolean {
  const baseline = { labels: rows.labels, predictions: new Float64Array(rows.labels.length).fill(artefact.baseline) };
  const losses = ({ labels, predictions }: OutOfSample): Float64Array => lossPerRow(model, labels, predictions);
  const onFolds = lead(losses(choice.outOfSample), losses(baselineInstead(choice).outOfSample));
  const onHoldout = lead(losses(rows), losses(baseline));
  const onBoth = standardErrors(Float64Array.from([...onFolds, ...onHoldout]));
  return onBoth > MINIMUM_LEAD && !(standardErrors(onHoldout) < MINIMUM_HOLDOUT_LEAD);
}

/** Returns the loss of the baseline minus the loss of the choice, for each row. */
function lead(losses: Float64Array, baseline: Float64Array): Float64Array {
  return losses.map((loss, i) => (baseline[i] ?? NaN) - loss);
}

/** Returns the mean of n values ÷ its standard error; NaN if all values are 0. */
function standardErrors(values: Float64Array): number {
  const mean = meanOf(values);
  return mean / Math.sqrt(meanOf(values.map((value) => (value - mean) ** 2)) / values.length);
}

function newestOf({ labels, predictions, delays }: ScoredRows, maximum: number): ScoredRows {
  return { labels: labels.slice(-maximum), predictions: predictions.slice(-maximum), delays: delays.slice(-maximum) };
}
