import { averagePrecision } from "../learning/metrics/averagePrecision.js";
import { brierLoss } from "../learning/metrics/brierLoss.js";
import { f1Score, precisionScore, recallScore } from "../learning/metrics/f1Score.js";
import { meanAbsoluteError } from "../learning/metrics/meanAbsoluteError.js";
import { medianAbsoluteError } from "../learning/metrics/medianAbsoluteError.js";
import { r2LogScore, r2Score } from "../learning/metrics/r2Score.js";
import { rocAuc } from "../learning/metrics/rocAuc.js";
import { withinOneStepShare } from "../learning/metrics/withinOneStepShare.js";
import type { Artefact } from "./artefact.js";
import { MODELS, type ModelName } from "./models.js";
import type { Score, ScoreName, Scores } from "./scores.js";

type Measures = Partial<Record<ScoreName, number | undefined>>;

/**
 * Every score of a model's predictions beside that of the naive predictor on the same rows. A score that is not
 * defined there (R² of one row, ROC AUC of one class) is undefined.
 *
 * @param labels - n labels.
 * @param predictions - n predictions of the artefact.
 */
export function scorePredictions(artefact: Artefact, labels: Float64Array, predictions: Float64Array): Scores {
  const rows = labels.length;
  if (rows === 0) return { rows, values: {} };
  const naive = new Float64Array(rows).fill(artefact.naive);
  if (MODELS[artefact.model].task === "regression") {
    return {
      rows,
      values: beside(regression(artefact.model, labels, predictions), regression(artefact.model, labels, naive)),
    };
  }
  const positives = labels.reduce((sum, label) => sum + label, 0);
  const threshold = artefact.decisionThreshold ?? 0.5;
  // Without features the best rule for F1 is to say yes always: that is what a threshold has to beat.
  const values = beside(classification(labels, predictions, threshold), classification(labels, naive, 0));
  return { rows, positives, values };
}

/** Absolute error of each row, or squared error of its probability: what candidates are compared by. */
export function lossPerRow(model: ModelName, labels: Float64Array, predictions: Float64Array): Float64Array {
  const regression = MODELS[model].task === "regression";
  return labels.map((label, i) => {
    const error = Math.abs((predictions[i] ?? NaN) - label);
    return regression ? error : error * error;
  });
}

function regression(model: ModelName, labels: Float64Array, predictions: Float64Array): Measures {
  return {
    r2: r2Score(labels, predictions),
    mae: meanAbsoluteError(labels, predictions),
    medianAbsoluteError: medianAbsoluteError(labels, predictions),
    ...(model === "lead_time"
      ? { r2Log: r2LogScore(labels, predictions) }
      : { withinOneStep: withinOneStepShare(labels, predictions) }),
  };
}

function classification(labels: Float64Array, probabilities: Float64Array, threshold: number): Measures {
  return {
    f1: f1Score(labels, probabilities, threshold),
    precision: precisionScore(labels, probabilities, threshold),
    recall: recallScore(labels, probabilities, threshold),
    rocAuc: rocAuc(labels, probabilities),
    averagePrecision: averagePrecision(labels, probabilities),
    brierLoss: brierLoss(labels, probabilities),
  };
}

function beside(model: Measures, naive: Measures): { [name in ScoreName]?: Score } {
  const values: { [name in ScoreName]?: Score } = {};
  for (const name of Object.keys(model) as ScoreName[]) {
    values[name] = { value: model[name], naive: naive[name] };
  }
  return values;
}
