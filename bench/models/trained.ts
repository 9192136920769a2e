import type { ModelName } from "../../src/domain/models.js";
import { prepare, type TrainingPlan } from "../../src/domain/learners/preparedExamples.js";
import { scoredRows } from "../../src/domain/scoring/scoredRows.js";
import { scorePredictions } from "../../src/domain/scoring/scoring.js";
import type { Scores } from "../../src/domain/scores.js";
import { trainedBefore } from "../../src/domain/training/training.js";
import type { Examples } from "../../src/learning/examples.js";
import { rowRange } from "../../src/learning/resampling/timeSplits.js";

/**
 * Trains on the first `cut` rows as users do (selection, comparison with the baseline, refit), and scores the unseen
 * rest.
 *
 * @param options - features or procedures in place of a training's.
 */
export function scoredAfter(
  model: ModelName,
  examples: Examples,
  cut: number,
  options: TrainingPlan = {},
): Scores["values"] {
  const prepared = prepare(model, examples, options);
  const artefact = trainedBefore(prepared, cut);
  return scorePredictions(artefact, scoredRows(artefact, prepared, rowRange(cut, examples.count))).values;
}

/** Returns the mean of n numbers, and half the width of its 95 % interval (normal approximation). */
export function meanWithin(values: readonly number[]): { mean: number; within: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, within: 1.96 * Math.sqrt(squares / (values.length - 1) / values.length) };
}
