import { meanOf } from "../learning/resampling/choice.js";
import { rowRange, splitByLabelTime, type TimeSplit } from "../learning/resampling/timeSplits.js";
import { MOST_BOOTSTRAP_ROWS } from "../learning/resampling/bootstrap.js";
import type { Artefact } from "./artefact.js";
import { completionMix } from "./completionMix.js";
import type { ModelName } from "./models.js";
import { chooseProcedure, NAIVE_CHOICE, type Choice } from "./choosing.js";
import { fitProcedure } from "./fitting.js";
import { describeProcedure } from "./learners/procedure.js";
import { trainingDesign } from "./learners/trainingDesign.js";
import type { Prepared } from "./prepared.js";
import { delaysOf, scoredRows, type ScoredRows, type VersionEvidence } from "./scoredRows.js";
import { lossPerRow, scorePredictions } from "./scoring.js";
import type { Scores } from "./scores.js";

/** The newest fifth of the labels is held out. */
const TRAINING_SHARE = 0.8;
/** What a training came to. */
export interface Training {
  /** The chosen procedure, fitted on everything. */
  readonly artefact: Artefact;
  readonly choice: Choice;
  /** Why the naive predictor was taken, where it was. */
  readonly naiveBecause: string | undefined;
  readonly trainingRows: number;
  /** Scores on the newest fifth of the chosen procedure fitted on the rest. */
  readonly holdout: Scores | undefined;
  /** Scores of a learner that the holdout did not show better than naive. */
  readonly refusedHoldout: Scores | undefined;
  readonly evidence: VersionEvidence;
}

export interface TrainingOptions {
  readonly seed?: number;
}

/**
 * Trains one model: chooses a procedure inside the older four fifths of the labels, and refits it on everything. A
 * learner is taken only where validation and the newest fifth both show it better than the naive predictor.
 *
 * @param options - `seed`: of the intervals; without it there are none.
 * @throws ModelFailedError if a fit fails.
 */
export function trainModel(prepared: Prepared, options: TrainingOptions = {}): Training {
  const { count } = prepared.examples;
  const { choice, naiveBecause, split, scored, refused } = chooseBetterThanNaive(prepared, count);
  const artefact = fitChoice(choice, prepared, count);
  const delays = delaysOf(prepared.examples, rowRange(0, count));
  const scores = ({ artefact: fitted, rows }: ScoredHoldout): Scores => scorePredictions(fitted, rows, options);
  return {
    artefact,
    choice,
    naiveBecause,
    trainingRows: split?.cut ?? count,
    holdout: scored && scores(scored),
    refusedHoldout: refused && scores(refused),
    evidence: {
      holdout: scored && newestOf(scored.rows, MOST_BOOTSTRAP_ROWS),
      mix: count === 0 ? undefined : completionMix(delays),
    },
  };
}

/**
 * What a training as of the time when the first `end` labels were known would have recorded: chosen and fitted on them.
 *
 * @throws ModelFailedError if a fit fails.
 */
export function trainedBefore(prepared: Prepared, end: number): Artefact {
  return fitChoice(chooseBetterThanNaive(prepared, end).choice, prepared, end);
}

interface Chosen {
  readonly choice: Choice;
  readonly naiveBecause: string | undefined;
  /** Absent where nothing can be held out. */
  readonly split?: TimeSplit;
  /** The choice on the newest fifth of the rows. */
  readonly scored?: ScoredHoldout;
  /** The learner that was not better than naive there. */
  readonly refused?: ScoredHoldout;
}

/** Chooses on the older four fifths of the first `end` rows; the newest fifth of them has a veto in favour of naive. */
function chooseBetterThanNaive(prepared: Prepared, end: number): Chosen {
  const split = splitByLabelTime(prepared.examples.labelKnownAt, end, TRAINING_SHARE);
  if (split === undefined) {
    return { choice: NAIVE_CHOICE, naiveBecause: "all labels became known at one time: nothing can be held out" };
  }
  const choice = chooseProcedure(prepared, split.cut);
  const scored = scoreHoldout(prepared, choice, split);
  if (choice.procedure.learner === "naive") {
    return { choice, split, scored, naiveBecause: "no learner was shown better than naive" };
  }
  if (isBetterThanNaive(prepared.model, scored)) return { choice, split, scored, naiveBecause: undefined };
  const naive: Choice = { ...NAIVE_CHOICE, tried: choice.tried };
  return {
    choice: naive,
    split,
    scored: scoreHoldout(prepared, naive, split),
    refused: scored,
    naiveBecause: `${describeProcedure(choice.procedure)} was not better than naive on the holdout`,
  };
}

interface ScoredHoldout {
  readonly artefact: Artefact;
  readonly rows: ScoredRows;
}

/** Fits on the rows before the cut, predicts those after it. */
function scoreHoldout(prepared: Prepared, choice: Choice, { cut, end }: TimeSplit): ScoredHoldout {
  const artefact = fitChoice(choice, prepared, cut);
  return { artefact, rows: scoredRows(artefact, prepared, rowRange(cut, end)) };
}

/** The chosen procedure, fitted on the first `end` rows. */
export function fitChoice({ procedure, decisionThreshold }: Choice, prepared: Prepared, end: number): Artefact {
  return fitProcedure(procedure, trainingDesign(prepared, rowRange(0, end)), decisionThreshold);
}

function isBetterThanNaive(model: ModelName, { artefact, rows }: ScoredHoldout): boolean {
  const naive = new Float64Array(rows.labels.length).fill(artefact.naive);
  const loss = meanOf(lossPerRow(model, rows.labels, rows.predictions));
  return loss < meanOf(lossPerRow(model, rows.labels, naive));
}

function newestOf({ labels, predictions, delays }: ScoredRows, most: number): ScoredRows {
  return { labels: labels.slice(-most), predictions: predictions.slice(-most), delays: delays.slice(-most) };
}
