import { bestF1Threshold } from "../learning/decisionThreshold.js";
import { simplestNotWorse, meanOf } from "../learning/resampling/choice.js";
import { forwardFolds, rowRange, splitByLabelTime, type TimeSplit } from "../learning/resampling/timeSplits.js";
import type { Artefact } from "./artefact.js";
import { predict, predictDesign } from "./predictor.js";
import type { Prepared } from "./prepared.js";
import {
  describeProcedure,
  designOf,
  fitProcedure,
  proceduresFor,
  trainingDesign,
  type Procedure,
} from "./procedure.js";
import { lossPerRow, scorePredictions } from "./scoring.js";
import type { Scores } from "./scores.js";

/** The newest fifth of the labels is held out. */
const TRAINING_SHARE = 0.8;
/** Inside the training part the first two fifths are only ever trained on; three blocks after them are scored. */
const FOLDS = 3;
const FIRST_SHARE = 0.4;
const UNDECIDED_THRESHOLD = 0.5;

/** A procedure that was tried inside the training part, with its mean loss there. */
export interface TriedProcedure {
  readonly procedure: Procedure;
  readonly description: string;
  readonly loss: number;
}

/** What a training came to. */
export interface Training {
  /** The chosen procedure, fitted on everything. */
  readonly artefact: Artefact;
  readonly procedure: Procedure;
  readonly tried: readonly TriedProcedure[];
  /** Why the naive predictor was taken, where it was. */
  readonly naiveBecause: string | undefined;
  readonly trainingRows: number;
  /** Scores on the newest fifth of the chosen procedure fitted on the rest. */
  readonly holdout: Scores | undefined;
  /** Scores of a learner that the holdout did not show better than naive. */
  readonly refusedHoldout: Scores | undefined;
}

interface Choice {
  readonly procedure: Procedure;
  readonly decisionThreshold: number;
  readonly tried: readonly TriedProcedure[];
}

const NAIVE: Choice = { procedure: { learner: "naive" }, decisionThreshold: UNDECIDED_THRESHOLD, tried: [] };

/**
 * Trains one model: chooses a procedure inside the older four fifths of the labels, scores it on the newest fifth, and
 * refits it on everything. A learner serves only where both show it better than the naive predictor.
 *
 * @throws ModelFailedError if a fit fails.
 */
export function trainModel(prepared: Prepared): Training {
  const { count, labelKnownAt } = prepared.examples;
  const split = splitByLabelTime(labelKnownAt, count, TRAINING_SHARE);
  if (split === undefined) {
    return finish(prepared, NAIVE, count, {
      naiveBecause: "all labels became known at one time: nothing can be held out",
    });
  }
  const choice = chooseProcedure(prepared, split.cut);
  const { scores, better } = scoreHoldout(prepared, choice, split);
  if (choice.procedure.learner === "naive") {
    return finish(prepared, choice, split.cut, {
      holdout: scores,
      naiveBecause: "no learner was shown better than naive",
    });
  }
  if (better) return finish(prepared, choice, split.cut, { holdout: scores });
  const naive: Choice = { ...NAIVE, tried: choice.tried };
  return finish(prepared, naive, split.cut, {
    holdout: scoreHoldout(prepared, naive, split).scores,
    refusedHoldout: scores,
    naiveBecause: `${describeProcedure(choice.procedure)} was not better than naive on the holdout`,
  });
}

function finish(prepared: Prepared, choice: Choice, trainingRows: number, notes: Partial<Training>): Training {
  const everything = trainingDesign(prepared, rowRange(0, prepared.examples.count));
  return {
    artefact: fitProcedure(choice.procedure, everything, choice.decisionThreshold),
    procedure: choice.procedure,
    tried: choice.tried,
    trainingRows,
    naiveBecause: undefined,
    holdout: undefined,
    refusedHoldout: undefined,
    ...notes,
  };
}

/** Fits on the rows before the cut, scores those after it. */
function scoreHoldout(
  prepared: Prepared,
  choice: Choice,
  { cut, end }: TimeSplit,
): { scores: Scores; better: boolean } {
  const artefact = fitProcedure(choice.procedure, trainingDesign(prepared, rowRange(0, cut)), choice.decisionThreshold);
  const labels = prepared.examples.labels.slice(cut, end);
  const predictions = predict(artefact, prepared, rowRange(cut, end));
  const naive = new Float64Array(end - cut).fill(artefact.naive);
  const loss = meanOf(lossPerRow(prepared.model, labels, predictions));
  const naiveLoss = meanOf(lossPerRow(prepared.model, labels, naive));
  return { scores: scorePredictions(artefact, labels, predictions), better: loss < naiveLoss };
}

/** Tries every procedure on time-ordered folds of the first `end` rows; takes the simplest not shown worse. */
function chooseProcedure(prepared: Prepared, end: number): Choice {
  const folds = forwardFolds(prepared.examples.labelKnownAt, end, FOLDS, FIRST_SHARE);
  const first = folds[0];
  if (first === undefined) return NAIVE;
  const procedures = proceduresFor(prepared.model);
  const predictions = procedures.map(() => new Float64Array(end - first.cut));
  for (const fold of folds) {
    const training = trainingDesign(prepared, rowRange(0, fold.cut));
    const scored = designOf(training.encoding, prepared, rowRange(fold.cut, fold.end));
    procedures.forEach((procedure, i) => {
      const artefact = fitProcedure(procedure, training, UNDECIDED_THRESHOLD);
      predictions[i]?.set(predictDesign(artefact, scored), fold.cut - first.cut);
    });
  }
  const labels = prepared.examples.labels.slice(first.cut, end);
  const losses = predictions.map((predicted) => lossPerRow(prepared.model, labels, predicted));
  const chosen = simplestNotWorse(losses.map((values) => ({ losses: values })));
  return {
    procedure: procedures[chosen] ?? NAIVE.procedure,
    decisionThreshold: bestF1Threshold(labels, predictions[chosen] ?? new Float64Array(0)),
    tried: procedures.map((procedure, i) => ({
      procedure,
      description: describeProcedure(procedure),
      loss: meanOf(losses[i] ?? new Float64Array(0)),
    })),
  };
}
