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
 * Fits one procedure, each part of a blend in a step of its own.
 *
 * @param baseline - what the naive learner predicts.
 * @throws ModelFailedError if a fit does not converge or is not finite.
 */
export function* fitLearner(
  procedure: Procedure,
  training: TrainingDesign,
  baseline: number,
  precision: Precision,
): Steps<Learner> {
  if (procedure.learner === "baseline") return { name: "baseline", prediction: baseline };
  // One class teaches its rate and nothing else.
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
 * What a learner predicts for each row of a design of its encoding, on the scale of the label; not yet kept within the
 * label's range.
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

/** The mean of each row's predictions. */
export function meanOfParts(predictions: readonly Float64Array[]): Float64Array {
  const [first = new Float64Array(0), ...others] = predictions;
  return first.map(
    (value, row) => others.reduce((sum, other) => sum + (other[row] ?? NaN), value) / predictions.length,
  );
}

function isConstant(labels: Float64Array): boolean {
  return labels.every((label) => label === labels[0]);
}
