import type { Design } from "../../learning/matrices.js";
import { lowestMeanLoss, meanOf } from "../../learning/resampling/choice.js";
import { forwardFolds, rowRange } from "../../learning/resampling/timeSplits.js";
import { NOTHING_OUT_OF_SAMPLE, type OutOfSample } from "../prediction/calibration.js";
import { proceduresFor } from "../learners/candidates.js";
import { baselineOf, SELECTION_PRECISION } from "./fitting.js";
import { labelValuesOf } from "../prediction/labelValues.js";
import { fitLearner, meanOfParts, predictLearner } from "../learners/learner.js";
import { describeProcedure, type Procedure } from "../learners/procedure.js";
import { designOf, trainingDesign, type TrainingDesign } from "../learners/trainingDesign.js";
import { MODELS } from "../models.js";
import { withinLabels } from "../prediction/predictor.js";
import type { Prepared } from "../learners/preparedExamples.js";
import { lossPerRow } from "../scoring/scoring.js";
import type { LearnerSet } from "../settings.js";
import type { Steps } from "../steps.js";

/** The number of folds. Each is a block of rows after the first share; the fits use the rows before the block. */
const FOLDS = 3;
/** The share of the training part that is only trained on. */
const FIRST_SHARE = 0.4;
/** With fewer rows in the first fit, a choice would be chance. */
const MINIMUM_ROWS = 10;

/** A procedure that was tried on the folds of the training part, with its mean loss. */
export interface TriedProcedure {
  readonly procedure: Procedure;
  readonly description: string;
  readonly loss: number;
  readonly outOfSample: OutOfSample;
}

/** The chosen procedure, with its predictions on the folds. */
export interface Choice {
  readonly procedure: Procedure;
  readonly outOfSample: OutOfSample;
  readonly tried: readonly TriedProcedure[];
}

/** The choice if there are too few rows to try procedures. */
export const BASELINE_CHOICE: Choice = {
  procedure: { learner: "baseline" },
  outOfSample: NOTHING_OUT_OF_SAMPLE,
  tried: [],
};

/**
 * Tries every procedure on time-ordered folds of the first `end` rows. Chooses the one with the lowest mean loss, and the
 * simpler one of a tie. Each fit is one step.
 *
 * @throws ModelFailedError if a fit fails.
 */
export function* chooseProcedure(prepared: Prepared, end: number, learners: LearnerSet = "all"): Steps<Choice> {
  const { model, examples } = prepared;
  const folds = forwardFolds(examples.labelKnownAt, end, FOLDS, FIRST_SHARE);
  const first = folds[0];
  if (first === undefined || first.cut < MINIMUM_ROWS) return BASELINE_CHOICE;
  const procedures = prepared.procedures ?? proceduresFor(model, learners);
  const predictions = procedures.map(() => new Float64Array(end - first.cut));
  for (const fold of folds) {
    yield;
    const training = trainingDesign(prepared, rowRange(0, fold.cut));
    const scored = designOf(training.encoding, prepared, rowRange(fold.cut, fold.end));
    const predicted = yield* candidatePredictions(procedures, training, scored);
    predicted.forEach((values, i) => predictions[i]?.set(values, fold.cut - first.cut));
  }
  const labels = examples.labels.slice(first.cut, end);
  const losses = predictions.map((predicted) => lossPerRow(model, labels, predicted));
  const tried = procedures.map((procedure, i): TriedProcedure => ({
    procedure,
    description: describeProcedure(procedure),
    loss: meanOf(losses[i] ?? new Float64Array(0)),
    outOfSample: { labels, predictions: predictions[i] ?? new Float64Array(0) },
  }));
  const { procedure, outOfSample } = tried[lowestMeanLoss(losses)] ?? BASELINE_CHOICE;
  return { procedure, outOfSample, tried };
}

/** Replaces a choice by the baseline, with its predictions on the same folds. */
export function baselineInstead({ tried }: Choice): Choice {
  const baseline = tried.find(({ procedure: { learner } }) => learner === "baseline");
  return { ...BASELINE_CHOICE, tried, outOfSample: baseline?.outOfSample ?? NOTHING_OUT_OF_SAMPLE };
}

function partsOf(procedure: Procedure): readonly Procedure[] {
  return procedure.learner === "ensemble" ? procedure.parts : [procedure];
}

/** Returns the predictions of each procedure for the scored rows. A part that several procedures share is fitted once. */
function* candidatePredictions(
  procedures: readonly Procedure[],
  training: TrainingDesign,
  scored: Design,
): Steps<Float64Array[]> {
  const { model, labels } = training;
  const limits = { range: MODELS[model].labelRange, labelValues: labelValuesOf(model, labels) };
  const baseline = baselineOf(training);
  const ofParts = new Map<string, Float64Array>();
  const predictionsOf = (procedure: Procedure): Float64Array =>
    procedure.learner === "ensemble"
      ? meanOfParts(procedure.parts.map(predictionsOf))
      : (ofParts.get(JSON.stringify(procedure)) ?? new Float64Array(0));
  for (const part of procedures.flatMap(partsOf)) {
    const id = JSON.stringify(part);
    if (ofParts.has(id)) continue;
    ofParts.set(id, predictLearner(yield* fitLearner(part, training, baseline, SELECTION_PRECISION), scored));
  }
  return procedures.map((procedure) => {
    const predicted = predictionsOf(procedure);
    return procedure.learner === "baseline" ? predicted : withinLabels(limits, predicted);
  });
}
