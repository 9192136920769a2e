import { meanOf } from "../../learning/resampling/choice.js";
import { rowRange, splitByLabelTime, type TimeSplit } from "../../learning/resampling/timeSplits.js";
import { MAXIMUM_BOOTSTRAP_ROWS } from "../../learning/resampling/bootstrap.js";
import type { Artefact } from "../artefact.js";
import { completionMix } from "../scoring/completionMix.js";
import type { ModelName } from "../models.js";
import { joinOutOfSample, type OutOfSample } from "../prediction/calibration.js";
import { chooseProcedure, baselineInstead, NAIVE_CHOICE, type Choice } from "./modelSelection.js";
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

/** The newest fifth of the labels is held out. */
const TRAINING_SHARE = 0.8;
/** By so many standard errors a choice has to be better than naive, over the folds and the newest fifth together. */
const SHOWN_BETTER = 1;
/** On the newest fifth it may be worse, by chance, but not by so many: there a change of concept shows first. */
const CLEARLY_WORSE = -1;

/** What a training came to. */
export interface Training {
  /** The chosen procedure, fitted on everything. */
  readonly artefact: Artefact;
  readonly choice: Choice;
  /** Why the naive predictor was taken, where it was. */
  readonly baselineReason: string | undefined;
  readonly trainingRows: number;
  /** Scores on the newest fifth of the chosen procedure fitted on the rest. */
  readonly holdout: Scores | undefined;
  /** Scores there of a learner that was not shown better than naive. */
  readonly refusedHoldout: Scores | undefined;
  readonly evidence: VersionEvidence;
}

export interface TrainingOptions {
  /** Of the intervals of scores; without it there are none. */
  readonly seed?: number;
  readonly settings?: TrainingSettings;
}

/**
 * Trains one model: chooses a procedure inside the older four fifths of the labels, and refits it on everything. A
 * learner is taken only where validation and the newest fifth together show it better than the naive predictor.
 *
 * @throws ModelFailedError if a fit fails.
 */
export function trainModel(prepared: Prepared, options: TrainingOptions = {}): Training {
  return finish(trainingSteps(prepared, options));
}

/** {@link trainModel} in steps. */
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
 * What a training as of the time when the first `end` labels were known would have recorded: chosen and fitted on them.
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

/** {@link trainedBefore} in steps. */
export function* trainingBefore(prepared: Prepared, end: number, settings: TrainingSettings): Steps<Artefact> {
  return yield* refitted(yield* chooseBetterThanBaseline(prepared, end, settings), prepared, end, settings);
}

interface Chosen {
  readonly choice: Choice;
  readonly baselineReason: string | undefined;
  /** Absent where nothing can be held out. */
  readonly split?: TimeSplit;
  /** The choice on the newest fifth of the rows. */
  readonly scored?: ScoredHoldout;
  /** The learner that was not better than naive. */
  readonly refused?: ScoredHoldout;
}

/**
 * Chooses on the older four fifths of the first `end` rows. Naive is taken instead unless the choice is shown better over
 * the folds and the newest fifth together, and not clearly worse on that fifth: alone it tells little of few labels.
 */
function* chooseBetterThanBaseline(prepared: Prepared, end: number, settings: TrainingSettings): Steps<Chosen> {
  const split = splitByLabelTime(prepared.examples.labelKnownAt, end, TRAINING_SHARE);
  if (split === undefined) {
    return { choice: NAIVE_CHOICE, baselineReason: "all labels became known at one time: nothing can be held out" };
  }
  const choice = yield* chooseProcedure(prepared, split.cut, settings.learners);
  const scored = yield* scoreHoldout(prepared, choice, split, settings);
  if (choice.procedure.learner === "baseline") {
    return { choice, split, scored, baselineReason: "no learner was shown better than naive" };
  }
  if (isBetterThanBaseline(prepared.model, choice, scored)) return { choice, split, scored, baselineReason: undefined };
  const baseline = baselineInstead(choice);
  return {
    choice: baseline,
    split,
    scored: yield* scoreHoldout(prepared, baseline, split, settings),
    refused: scored,
    baselineReason: `${describeProcedure(choice.procedure)} was not shown better than naive on folds and holdout`,
  };
}

interface ScoredHoldout {
  readonly artefact: Artefact;
  readonly rows: ScoredRows;
  /** The same predictions, uncalibrated. */
  readonly outOfSample: OutOfSample;
}

/** Fits on the rows before the cut, predicts those after it. */
function* scoreHoldout(
  prepared: Prepared,
  choice: Choice,
  { cut, end }: TimeSplit,
  settings: TrainingSettings,
): Steps<ScoredHoldout> {
  const artefact = yield* fitChoice(choice, prepared, cut, settings);
  const newest = rowRange(cut, end);
  const rows = scoredRows(artefact, prepared, newest);
  const { calibration } = artefact;
  const uncalibrated =
    calibration === null ? rows.predictions : predict({ ...artefact, calibration: null }, prepared, newest);
  return { artefact, rows, outOfSample: { labels: rows.labels, predictions: uncalibrated } };
}

/** The choice fitted on all rows; what it predicted of the newest fifth is known as well by now. */
function refitted(
  { choice, scored }: Chosen,
  prepared: Prepared,
  end: number,
  settings: TrainingSettings,
): Steps<Artefact> {
  const outOfSample = scored ? joinOutOfSample(choice.outOfSample, scored.outOfSample) : choice.outOfSample;
  return fitChoice({ ...choice, outOfSample }, prepared, end, settings);
}

/** The chosen procedure, fitted on the first `end` rows. */
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
  const everywhere = standardErrors(Float64Array.from([...onFolds, ...onHoldout]));
  return everywhere > SHOWN_BETTER && !(standardErrors(onHoldout) < CLEARLY_WORSE);
}

/** By how much each row's loss is below that of the naive predictor. */
function lead(losses: Float64Array, baseline: Float64Array): Float64Array {
  return losses.map((loss, i) => (baseline[i] ?? NaN) - loss);
}

/** The mean of n values in standard errors of it; NaN if all are 0. */
function standardErrors(values: Float64Array): number {
  const mean = meanOf(values);
  return mean / Math.sqrt(meanOf(values.map((value) => (value - mean) ** 2)) / values.length);
}

function newestOf({ labels, predictions, delays }: ScoredRows, maximum: number): ScoredRows {
  return { labels: labels.slice(-maximum), predictions: predictions.slice(-maximum), delays: delays.slice(-maximum) };
}
