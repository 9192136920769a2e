import type { Design } from "../../learning/matrices.js";
import { lowestMeanLoss, meanOf } from "../../learning/resampling/choice.js";
import { forwardFolds, rowRange } from "../../learning/resampling/timeSplits.js";
import { NOTHING_OUT_OF_SAMPLE, type OutOfSample } from "../prediction/calibration.js";
import { proceduresFor } from "../learners/candidates.js";
import { FOR_CHOOSING, baselineOf } from "./fitting.js";
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

/** Inside the training part the first two fifths are only ever trained on; three blocks after them are scored. */
const FOLDS = 3;
const FIRST_SHARE = 0.4;
/** On fewer rows to learn from every choice is chance. */
const MINIMUM_ROWS = 10;

/** A procedure that was tried inside the training part, with its mean loss there. */
export interface TriedProcedure {
  readonly procedure: Procedure;
  readonly description: string;
  readonly loss: number;
  readonly outOfSample: OutOfSample;
}

/** A procedure that was chosen, with what it predicted on the folds. */
export interface Choice {
  readonly procedure: Procedure;
  readonly outOfSample: OutOfSample;
  readonly tried: readonly TriedProcedure[];
}

/** What is taken where nothing can be tried. */
export const NAIVE_CHOICE: Choice = {
  procedure: { learner: "baseline" },
  outOfSample: NOTHING_OUT_OF_SAMPLE,
  tried: [],
};

/**
 * Tries every procedure on time-ordered folds of the first `end` rows, and takes the one of least mean loss, the simpler
 * of two that are equal. Each fit is a step.
 *
 * @throws ModelFailedError if a fit fails.
 */
export function* chooseProcedure(prepared: Prepared, end: number, learners: LearnerSet = "all"): Steps<Choice> {
  const { model, examples } = prepared;
  const folds = forwardFolds(examples.labelKnownAt, end, FOLDS, FIRST_SHARE);
  const first = folds[0];
  if (first === undefined || first.cut < MINIMUM_ROWS) return NAIVE_CHOICE;
  const procedures = prepared.procedures ?? proceduresFor(model, learners);
  const predictions = procedures.map(() => new Float64Array(end - first.cut));
  for (const fold of folds) {
    yield;
    const training = trainingDesign(prepared, rowRange(0, fold.cut));
    const scored = designOf(training.encoding, prepared, rowRange(fold.cut, fold.end));
    const predicted = yield* candidatePredictions(procedures, training, scored);
    predicted.forEach((each, i) => predictions[i]?.set(each, fold.cut - first.cut));
  }
  const labels = examples.labels.slice(first.cut, end);
  const losses = predictions.map((predicted) => lossPerRow(model, labels, predicted));
  const tried = procedures.map((procedure, i): TriedProcedure => ({
    procedure,
    description: describeProcedure(procedure),
    loss: meanOf(losses[i] ?? new Float64Array(0)),
    outOfSample: { labels, predictions: predictions[i] ?? new Float64Array(0) },
  }));
  const { procedure, outOfSample } = tried[lowestMeanLoss(losses)] ?? NAIVE_CHOICE;
  return { procedure, outOfSample, tried };
}

/** The naive predictor in place of what was chosen, tried on the same folds. */
export function baselineInstead({ tried }: Choice): Choice {
  const baseline = tried.find(({ procedure: { learner } }) => learner === "baseline");
  return { ...NAIVE_CHOICE, tried, outOfSample: baseline?.outOfSample ?? NOTHING_OUT_OF_SAMPLE };
}

function partsOf(procedure: Procedure): readonly Procedure[] {
  return procedure.learner === "ensemble" ? procedure.parts : [procedure];
}

/** What each procedure predicts for the scored rows; a part that several have in common is fitted once. */
function* candidatePredictions(
  procedures: readonly Procedure[],
  training: TrainingDesign,
  scored: Design,
): Steps<Float64Array[]> {
  const { model, labels } = training;
  const limits = { range: MODELS[model].labelRange, labelValues: labelValuesOf(model, labels) };
  const baseline = baselineOf(training);
  const known = new Map<string, Float64Array>();
  const predictionsOf = (procedure: Procedure): Float64Array =>
    procedure.learner === "ensemble"
      ? meanOfParts(procedure.parts.map(predictionsOf))
      : (known.get(JSON.stringify(procedure)) ?? new Float64Array(0));
  for (const single of procedures.flatMap(partsOf)) {
    const name = JSON.stringify(single);
    if (known.has(name)) continue;
    known.set(name, predictLearner(yield* fitLearner(single, training, baseline, FOR_CHOOSING), scored));
  }
  return procedures.map((procedure) => {
    const predicted = predictionsOf(procedure);
    return procedure.learner === "baseline" ? predicted : withinLabels(limits, predicted);
  });
}
