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

/** The precision of the refit. It is finer than the six digits that artefacts keep of weights. */
const REFIT_PRECISION: Precision = { ridge: 1e-6, lad: 1e-4, rounded: true };
/**
 * The precision of fits during model selection. It changes the loss of a candidate by less than 0.001, while the standard
 * error of the loss is some hundredths (docs/decisions/0013).
 */
export const SELECTION_PRECISION: Precision = { ridge: 1e-3, lad: 1e-2, rounded: false };

const NO_ENCODING: FeatureEncoding = { names: [], means: [], scales: [], categories: [], terms: null };

/**
 * Fits one procedure with the precision of the refit.
 *
 * @param outOfSample - the procedure's out-of-sample predictions, for intervals, calibration and decision threshold.
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

/** Does the same as {@link fitProcedure} in steps. */
export function* fittingSteps(
  procedure: Procedure,
  training: TrainingDesign,
  outOfSample: OutOfSample,
  settings: TrainingSettings,
): Steps<Artefact> {
  const { model, labels } = training;
  const { task, labelRange } = MODELS[model];
  const baseline = baselineOf(training);
  const learner = yield* fitLearner(procedure, training, baseline, REFIT_PRECISION);
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
  // For the best F1 the baseline always predicts 1: also on the holdout, whose fit had fewer rows and another base rate.
  const isAlwaysPositive = settings.costRatio === undefined;
  const decisionThreshold = isAlwaysPositive ? 0 : decisionThresholdOf(outOfSample, null, settings);
  return { calibration: null, decisionThreshold };
}

/** Returns the median label of a regression, or the base rate of a classifier, to six digits. */
export function baselineOf({ model, labels }: TrainingDesign): number {
  return roundSignificant(MODELS[model].task === "regression" ? median(labels) : baseRate(labels));
}
