import { chooseProcedure } from "../../src/domain/choosing.js";
import type { ModelName } from "../../src/domain/models.js";
import { prepare } from "../../src/domain/prepared.js";
import { scoredRows } from "../../src/domain/scoredRows.js";
import { scorePredictions } from "../../src/domain/scoring.js";
import type { Scores } from "../../src/domain/scores.js";
import { fitChoice } from "../../src/domain/training.js";
import type { Examples } from "../../src/learning/examples.js";
import { rowRange } from "../../src/learning/resampling/timeSplits.js";

/** Chooses and fits on the first `cut` rows, and scores the rest: no choice sees them, the veto of a holdout neither. */
export function scoredAfter(model: ModelName, examples: Examples, cut: number): Scores["values"] {
  const prepared = prepare(model, examples);
  const artefact = fitChoice(chooseProcedure(prepared, cut), prepared, cut);
  return scorePredictions(artefact, scoredRows(artefact, prepared, rowRange(cut, examples.count))).values;
}

/** Mean of n numbers, and half the width of its 95 % interval by the normal approximation. */
export function meanWithin(values: readonly number[]): { mean: number; within: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, within: 1.96 * Math.sqrt(squares / (values.length - 1) / values.length) };
}
