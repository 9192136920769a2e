import type { Design } from "../../learning/matrices.js";
import type { Artefact } from "../artefact.js";
import { calibrated } from "./calibration.js";
import { predictLearner } from "../learners/learner.js";
import { designOf } from "../learners/trainingDesign.js";
import type { Prepared } from "../learners/preparedExamples.js";
import { nearestOf } from "./labelValues.js";

/**
 * Predicts the given rows with an artefact: story points, days, or the probability of rework, within the artefact's range.
 *
 * @param rows - row numbers of the prepared examples.
 * @returns rows.length numbers.
 */
export function predict(artefact: Artefact, prepared: Prepared, rows: Int32Array): Float64Array {
  if (artefact.learner.name === "baseline") return new Float64Array(rows.length).fill(artefact.learner.prediction);
  return predictDesign(artefact, designOf(artefact.encoding, prepared, rows));
}

/**
 * Predicts the rows of a design matrix, as {@link predict}.
 *
 * @param design - rows, encoded with the artefact's encoding.
 */
export function predictDesign(artefact: Artefact, design: Design): Float64Array {
  const { learner, calibration } = artefact;
  const predictions = calibrated(calibration, predictLearner(learner, design));
  return learner.name === "baseline" ? predictions : withinLabels(artefact, predictions);
}

/** Clips predictions to the range of the label, and rounds them to the label values if there are any. */
export function withinLabels(
  { range: [low, high], labelValues }: Pick<Artefact, "range" | "labelValues">,
  predictions: Float64Array,
): Float64Array {
  const clipped = predictions.map((prediction) => Math.min(high, Math.max(low, prediction)));
  return labelValues === null ? clipped : clipped.map(nearestOf(labelValues));
}
