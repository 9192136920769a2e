import type { Design } from "../../learning/matrices.js";
import type { Artefact } from "../artefact.js";
import { calibrated } from "./calibration.js";
import { predictLearner } from "../learners/learner.js";
import { designOf } from "../learners/trainingDesign.js";
import type { Prepared } from "../learners/preparedExamples.js";
import { nearestOf } from "./labelValues.js";

/**
 * Predictions of an artefact for the given rows: points, days, or the probability of rework; within the artefact's
 * range.
 *
 * @param rows - row numbers of the prepared examples.
 * @returns rows.length numbers.
 */
export function predict(artefact: Artefact, prepared: Prepared, rows: Int32Array): Float64Array {
  if (artefact.learner.name === "baseline") return new Float64Array(rows.length).fill(artefact.learner.prediction);
  return predictDesign(artefact, designOf(artefact.encoding, prepared, rows));
}

/** As {@link predict}, for rows that are already encoded with the artefact's encoding. */
export function predictDesign(artefact: Artefact, design: Design): Float64Array {
  const { learner, calibration } = artefact;
  const predictions = calibrated(calibration, predictLearner(learner, design));
  return learner.name === "baseline" ? predictions : withinLabels(artefact, predictions);
}

/** A learner's predictions, within the range of the labels and, where there are few values, at one of them. */
export function withinLabels(
  { range: [low, high], labelValues }: Pick<Artefact, "range" | "labelValues">,
  predictions: Float64Array,
): Float64Array {
  const kept = predictions.map((prediction) => Math.min(high, Math.max(low, prediction)));
  return labelValues === null ? kept : kept.map(nearestOf(labelValues));
}
