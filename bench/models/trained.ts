import type { ModelName } from "../../src/domain/models.js";
import { prepare, type TrainingPlan } from "../../src/domain/learners/preparedExamples.js";
import { scoredRows } from "../../src/domain/scoring/scoredRows.js";
import { scorePredictions } from "../../src/domain/scoring/scoring.js";
import type { Scores } from "../../src/domain/scores.js";
import { trainedBefore } from "../../src/domain/training/training.js";
import type { Examples } from "../../src/learning/examples.js";
import { rowRange } from "../../src/learning/resampling/timeSplits.js";

/**
 * A whole training on the first `cut` rows, as users get it (choice, comparison with naive, refit), scored on the rest,
 * which nothing in it sees.
 *
 * @param options - other features or procedures than a training has.
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

/** Mean of n numbers, and half the width of its 95 % interval by the normal approximation. */
export function meanWithin(values: readonly number[]): { mean: number; within: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, within: 1.96 * Math.sqrt(squares / (values.length - 1) / values.length) };
}
