import type { Design } from "../../learning/matrices.js";
import { MODELS } from "../models.js";
import type { Steps } from "../steps.js";
import type { Learner, SingleLearner } from "../artefact.js";
import { fitTrees, predictTrees } from "./boosting.js";
import { fitClassifier, predictClassifier } from "./classifier.js";
import { fitLinear, predictLinear, type Precision } from "./linear.js";
import type { Procedure, SingleProcedure } from "./procedure.js";
import type { TrainingDesign } from "./trainingDesign.js";

/**
 * Fits one procedure. Each part of an ensemble is one step.
 *
 * @param baseline - the prediction of the baseline.
 * @throws ModelFailedError if a fit does not converge or is not finite.
 */
export function* fitLearner(
  procedure: Procedure,
  training: TrainingDesign,
  baseline: number,
  precision: Precision,
): Steps<Learner> {
  if (procedure.learner === "baseline") return { name: "baseline", prediction: baseline };
  // With one class there is nothing to learn but its rate.
  const isClassifier = MODELS[training.model].task === "classification";
  if (isClassifier && isConstant(training.labels)) return { name: "baseline", prediction: baseline };
  if (procedure.learner === "ensemble") {
    const parts: SingleLearner[] = [];
    for (const part of procedure.parts) {
      yield;
      parts.push(fitSingle(part, training, precision));
    }
    return { name: "ensemble", parts };
  }
  yield;
  return fitSingle(procedure, training, precision);
}

function fitSingle(procedure: SingleProcedure, training: TrainingDesign, precision: Precision): SingleLearner {
  switch (procedure.learner) {
    case "ridge":
    case "lad":
      return fitLinear(procedure, training, precision);
    case "logistic":
      return fitClassifier(procedure, training);
    case "boosting":
      return fitTrees(procedure, training);
  }
}

/**
 * Returns the prediction of a learner for each row, on the scale of the label. Does not clip it to the range of the label.
 *
 * @param design - rows, encoded with the encoding that the learner was fitted on.
 */
export function predictLearner(learner: Learner, design: Design): Float64Array {
  switch (learner.name) {
    case "baseline":
      return new Float64Array(design.rows).fill(learner.prediction);
    case "ridge":
    case "lad":
      return predictLinear(learner, design);
    case "logistic":
      return predictClassifier(learner, design);
    case "boosting":
      return predictTrees(learner, design);
    case "ensemble":
      return meanOfParts(learner.parts.map((part) => predictLearner(part, design)));
  }
}

/** Returns the mean prediction of each row. */
export function meanOfParts(predictions: readonly Float64Array[]): Float64Array {
  const [first = new Float64Array(0), ...others] = predictions;
  return first.map(
    (value, row) => others.reduce((sum, other) => sum + (other[row] ?? NaN), value) / predictions.length,
  );
}

function isConstant(labels: Float64Array): boolean {
  return labels.every((label) => label === labels[0]);
}
