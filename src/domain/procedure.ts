import { fitLogistic } from "../learning/estimators/logistic.js";
import { toLogisticRegressionJson } from "../learning/estimators/logisticRegressionJson.js";
import { baseRate, median } from "../learning/estimators/naive.js";
import { prepareRidge, type RidgeFitter } from "../learning/estimators/ridge.js";
import { encode, fitEncoding, type FeatureEncoding } from "../learning/features/encoding.js";
import { round } from "../learning/features/termWeights.js";
import type { Design } from "../learning/matrices.js";
import { ModelFailedError } from "../errors.js";
import { ARTEFACT_FORMAT, type Artefact, type Learner, type LogisticLearner, type RidgeLearner } from "./artefact.js";
import { FEATURE_PLANS } from "./featurePlan.js";
import { MODELS, type ModelName } from "./models.js";
import type { Prepared } from "./prepared.js";

/** A way to make a learner out of examples: what validation chooses between, and the refit repeats. */
export type Procedure =
  | { readonly learner: "naive" }
  | { readonly learner: "ridge"; readonly target: "raw" | "log"; readonly penalty: number }
  | { readonly learner: "logistic"; readonly penalty: number };

/** Standardised columns weigh so much beside the terms, whose rows have length 1: 1/100 of the penalty. */
const DENSE_WEIGHT = 0.1;

/** Finer than the six digits that weights are kept with. */
const RIDGE_TOLERANCE = 1e-8;
/** Moves a candidate's loss by less than a thousandth, where its standard error is some hundredths; docs/decisions.md. */
const CANDIDATE_TOLERANCE = 1e-3;

/** Of a probability, before validation has found a better one. */
export const UNDECIDED_THRESHOLD = 0.5;

/**
 * None is weak: base rates move, and what weak penalties win inside the training part they lose on later labels
 * (docs/decisions.md).
 */
const CLASSIFIER_PENALTIES = [1000, 300, 100];

/** Procedures to choose from, simplest first: naive, then the strongest penalties. */
export function proceduresFor(model: ModelName): readonly Procedure[] {
  if (MODELS[model].task === "classification") {
    return [
      { learner: "naive" },
      ...CLASSIFIER_PENALTIES.map((penalty) => ({ learner: "logistic" as const, penalty })),
    ];
  }
  const penalties = [16, 4, 1];
  return [
    { learner: "naive" },
    ...penalties.map((penalty) => ({ learner: "ridge" as const, target: "log" as const, penalty })),
    ...penalties.map((penalty) => ({ learner: "ridge" as const, target: "raw" as const, penalty })),
  ];
}

/** A procedure in words, for reports. */
export function describeProcedure(procedure: Procedure): string {
  switch (procedure.learner) {
    case "naive":
      return "naive";
    case "ridge":
      return `ridge on ${procedure.target === "log" ? "log label" : "label"}, penalty ${String(procedure.penalty)}`;
    case "logistic":
      return `logistic, penalty ${String(procedure.penalty)}`;
  }
}

/** The training rows as a design matrix, so that several procedures can be fitted on it. */
export interface TrainingDesign {
  readonly model: ModelName;
  readonly encoding: FeatureEncoding;
  readonly design: Design;
  readonly labels: Float64Array;
  /** Fits ridge regressions on the design; what they have in common is computed once, and only if one is fitted. */
  readonly ridge: RidgeFitter;
}

/** Learns the encoding on `rows` and applies it to them. */
export function trainingDesign(prepared: Prepared, rows: Int32Array): TrainingDesign {
  const { model, examples, features } = prepared;
  const encoding = fitEncoding(examples, features, FEATURE_PLANS[model], rows);
  const labels = Float64Array.from(rows, (row) => examples.labels[row] ?? NaN);
  const design = designOf(encoding, prepared, rows);
  let fitter: RidgeFitter | undefined;
  const ridge: RidgeFitter = (...input) => (fitter ??= prepareRidge(design))(...input);
  return { model, encoding, design, labels, ridge };
}

/**
 * The given rows as a design matrix of an encoding, as learners are fitted on and predict from: where there are terms,
 * dense columns are scaled down beside them.
 */
export function designOf(encoding: FeatureEncoding, { examples, features }: Prepared, rows: Int32Array): Design {
  const design = encode(encoding, examples, features, rows);
  return design.sparse === undefined ? design : { ...design, dense: design.dense.map((value) => value * DENSE_WEIGHT) };
}

/**
 * Fits one procedure.
 *
 * @param decisionThreshold - from validation; ignored by regressions.
 * @throws ModelFailedError if the fit does not converge or is not finite.
 */
export function fitProcedure(procedure: Procedure, training: TrainingDesign, decisionThreshold: number): Artefact {
  return fitWithin(RIDGE_TOLERANCE, procedure, training, decisionThreshold);
}

/**
 * Fits one procedure well enough to be told apart from others, in half the time; what it fits never serves.
 *
 * @throws ModelFailedError as {@link fitProcedure}.
 */
export function fitCandidate(procedure: Procedure, training: TrainingDesign): Artefact {
  return fitWithin(CANDIDATE_TOLERANCE, procedure, training, UNDECIDED_THRESHOLD);
}

function fitWithin(
  tolerance: number,
  procedure: Procedure,
  training: TrainingDesign,
  decisionThreshold: number,
): Artefact {
  const { model, labels } = training;
  const { task, labelRange } = MODELS[model];
  const naive = round(task === "regression" ? median(labels) : baseRate(labels));
  const learner = fitLearner(procedure, training, naive, tolerance);
  return {
    format: ARTEFACT_FORMAT,
    model,
    learner,
    encoding: learner.name === "naive" ? NO_ENCODING : training.encoding,
    range: labelRange,
    // Naive says yes always: also to its holdout, which was predicted by a fit on fewer rows, and another base rate.
    decisionThreshold: task === "regression" ? null : learner.name === "naive" ? 0 : round(decisionThreshold),
    naive,
  };
}

const NO_ENCODING: FeatureEncoding = { names: [], means: [], scales: [], categories: [], terms: null };

function fitLearner(procedure: Procedure, training: TrainingDesign, naive: number, tolerance: number): Learner {
  switch (procedure.learner) {
    case "naive":
      return { name: "naive", prediction: naive };
    case "ridge":
      return ridgeLearner(procedure, training, tolerance);
    case "logistic":
      // One class teaches its rate and nothing else.
      return isConstant(training.labels)
        ? { name: "naive", prediction: naive }
        : logisticLearner(procedure.penalty, training);
  }
}

function isConstant(labels: Float64Array): boolean {
  return labels.every((label) => label === labels[0]);
}

function ridgeLearner(
  { penalty, target }: Extract<Procedure, { learner: "ridge" }>,
  { ridge, labels }: TrainingDesign,
  tolerance: number,
): RidgeLearner {
  const targets = target === "log" ? labels.map(Math.log1p) : labels;
  const fit = ridge(targets, penalty, { tolerance });
  assertFitted("ridge", fit.converged && Number.isFinite(fit.intercept), fit.iterations);
  const termColumns: number[] = [];
  const termWeights: number[] = [];
  fit.sparseWeights.forEach((weight, column) => {
    const rounded = round(weight);
    if (rounded === 0) return;
    termColumns.push(column);
    termWeights.push(rounded);
  });
  const weights = Array.from(fit.denseWeights, round);
  return { name: "ridge", penalty, target, intercept: round(fit.intercept), weights, termColumns, termWeights };
}

function logisticLearner(penalty: number, { design, labels }: TrainingDesign): LogisticLearner {
  const fit = fitLogistic(design, labels, penalty);
  assertFitted("logistic", fit.converged && Number.isFinite(fit.intercept), fit.iterations);
  const weights = Array.from(fit.weights, round);
  return {
    name: "logistic",
    penalty,
    classifier: toLogisticRegressionJson({ intercept: round(fit.intercept), weights }),
  };
}

function assertFitted(learner: string, converged: boolean, iterations: number): void {
  if (converged) return;
  throw new ModelFailedError(`the ${learner} fit did not converge in ${String(iterations)} iterations`, {
    hint: "Look for columns with extreme values; `mltrain status` shows the findings of the data checks.",
  });
}
