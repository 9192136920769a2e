import type { ScoredRows } from "../../../src/domain/scoring/scoredRows.js";
import { seededRandom } from "../../../src/learning/random.js";

/** Returns scored rows from one value per row and column (default delay: a day). */
export function scoredRows(
  labels: readonly number[],
  predictions: readonly number[],
  delays: readonly number[] = labels.map(() => 1),
): ScoredRows {
  return {
    labels: Float64Array.from(labels),
    predictions: Float64Array.from(predictions),
    delays: Float64Array.from(delays),
  };
}

/**
 * Returns n rows of normal labels and predictions with R² about `r2`. Labels have variance 1, errors 1 − R².
 *
 * @param delay - of row i, in days.
 */
export function rowsOfR2(n: number, r2: number, seed: number, delay: (i: number) => number = () => 1): ScoredRows {
  const random = seededRandom(seed);
  const labels = Array.from({ length: n }, () => 10 + random.normal());
  const predictions = labels.map((label) => label + Math.sqrt(1 - r2) * random.normal());
  return scoredRows(
    labels,
    predictions,
    labels.map((_, i) => delay(i)),
  );
}

/** Returns rows of a classifier with threshold 0.5, with the given counts of each outcome. */
export function rowsOfCalls(hits: number, misses: number, falseAlarms: number, rest: number): ScoredRows {
  const repeat = (count: number, value: number): number[] => Array.from({ length: count }, () => value);
  return scoredRows(
    [...repeat(hits + misses, 1), ...repeat(falseAlarms + rest, 0)],
    [...repeat(hits, 0.9), ...repeat(misses, 0.1), ...repeat(falseAlarms, 0.9), ...repeat(rest, 0.1)],
  );
}
