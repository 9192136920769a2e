import { baseRate, median } from "../../learning/estimators/baseline.js";
import type { FeatureEncoding } from "../../learning/features/encoding.js";
import { roundSignificant } from "../../learning/significant.js";
import { ARTEFACT_FORMAT, type Artefact, type Learner } from "../artefact.js";
import {
  calibrationOf,
  decisionThresholdOf,
  intervalsOf,
  NOTHING_OUT_OF_SAMPLE,
  type OutOfSample,
} from "../prediction/calibration.js";
import { labelValuesOf } from "../prediction/labelValues.js";
import { fitLearner } from "../learners/learner.js";
import type { Precision } from "../learners/linear.js";
import type { Procedure } from "../learners/procedure.js";
import type { TrainingDesign } from "../learners/trainingDesign.js";
import { MODELS } from "../models.js";
import { DEFAULT_TRAINING_SETTINGS, type TrainingSettings } from "../settings.js";
import { finish, type Steps } from "../steps.js";

/** Finer than the six digits that weights are kept with. */
const FOR_SERVING: Precision = { ridge: 1e-6, lad: 1e-4, rounded: true };
/** Moves a candidate's loss by less than a thousandth, where its standard error is some hundredths; docs/decisions.md. */
export const FOR_CHOOSING: Precision = { ridge: 1e-3, lad: 1e-2, rounded: false };

const NO_ENCODING: FeatureEncoding = { names: [], means: [], scales: [], categories: [], terms: null };

/**
 * Fits one procedure as it would serve.
 *
 * @param outOfSample - what it predicted where it did not know the labels: what intervals, calibration and threshold are
 * found on.
 * @throws ModelFailedError if the fit does not converge or is not finite.
 */
export function fitProcedure(
  procedure: Procedure,
  training: TrainingDesign,
  outOfSample: OutOfSample = NOTHING_OUT_OF_SAMPLE,
  settings: TrainingSettings = DEFAULT_TRAINING_SETTINGS,
): Artefact {
  return finish(fittingSteps(procedure, training, outOfSample, settings));
}

/** {@link fitProcedure} in steps. */
export function* fittingSteps(
  procedure: Procedure,
  training: TrainingDesign,
  outOfSample: OutOfSample,
  settings: TrainingSettings,
): Steps<Artefact> {
  const { model, labels } = training;
  const { task, labelRange } = MODELS[model];
  const baseline = baselineOf(training);
  const learner = yield* fitLearner(procedure, training, baseline, FOR_SERVING);
  const isRegression = task === "regression";
  return {
    format: ARTEFACT_FORMAT,
    model,
    learner,
    encoding: learner.name === "baseline" ? NO_ENCODING : training.encoding,
    range: labelRange,
    labelValues: learner.name === "baseline" ? null : labelValuesOf(model, labels),
    ...(isRegression
      ? { calibration: null, decisionThreshold: null, intervals: intervalsOf(outOfSample, settings.intervalCoverage) }
      : { ...decisionsOf(learner, outOfSample, settings), intervals: null }),
    baseline,
  };
}

function decisionsOf(
  learner: Learner,
  outOfSample: OutOfSample,
  settings: TrainingSettings,
): Pick<Artefact, "calibration" | "decisionThreshold"> {
  if (learner.name !== "baseline") {
    const calibration = calibrationOf(outOfSample);
    return { calibration, decisionThreshold: decisionThresholdOf(outOfSample, calibration, settings) };
  }
  // For F1 naive says yes always: also to its holdout, which was predicted by a fit on fewer rows, and another base rate.
  const always = settings.costRatio === undefined;
  return { calibration: null, decisionThreshold: always ? 0 : decisionThresholdOf(outOfSample, null, settings) };
}

/** The training median of a regression, the base rate of a classifier, to six digits. */
export function baselineOf({ model, labels }: TrainingDesign): number {
  return roundSignificant(MODELS[model].task === "regression" ? median(labels) : baseRate(labels));
}
