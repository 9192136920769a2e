import { baseRate, median } from "../learning/estimators/naive.js";
import type { FeatureEncoding } from "../learning/features/encoding.js";
import { round } from "../learning/features/termWeights.js";
import { ARTEFACT_FORMAT, type Artefact } from "./artefact.js";
import { labelValuesOf } from "./labelValues.js";
import { fitLearner } from "./learners/learner.js";
import type { Precision } from "./learners/linear.js";
import type { Procedure } from "./learners/procedure.js";
import type { TrainingDesign } from "./learners/trainingDesign.js";
import { MODELS } from "./models.js";

/** Finer than the six digits that weights are kept with. */
const FOR_SERVING: Precision = { ridge: 1e-8, leastAbsolute: 1e-4 };
/** Moves a candidate's loss by less than a thousandth, where its standard error is some hundredths; docs/decisions.md. */
export const FOR_CHOOSING: Precision = { ridge: 1e-3, leastAbsolute: 1e-2 };

const NO_ENCODING: FeatureEncoding = { names: [], means: [], scales: [], categories: [], terms: null };

/**
 * Fits one procedure as it would serve.
 *
 * @param decisionThreshold - from validation; ignored by regressions.
 * @throws ModelFailedError if the fit does not converge or is not finite.
 */
export function fitProcedure(procedure: Procedure, training: TrainingDesign, decisionThreshold: number): Artefact {
  const { model, labels } = training;
  const { task, labelRange } = MODELS[model];
  const naive = naiveOf(training);
  const learner = fitLearner(procedure, training, naive, FOR_SERVING);
  return {
    format: ARTEFACT_FORMAT,
    model,
    learner,
    encoding: learner.name === "naive" ? NO_ENCODING : training.encoding,
    range: labelRange,
    labelValues: learner.name === "naive" ? null : labelValuesOf(model, labels),
    // Naive says yes always: also to its holdout, which was predicted by a fit on fewer rows, and another base rate.
    decisionThreshold: task === "regression" ? null : learner.name === "naive" ? 0 : round(decisionThreshold),
    naive,
  };
}

/** The training median of a regression, the base rate of a classifier, to six digits. */
export function naiveOf({ model, labels }: TrainingDesign): number {
  return round(MODELS[model].task === "regression" ? median(labels) : baseRate(labels));
}
