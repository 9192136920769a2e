import type { ScoredRows } from "../../../src/domain/scoring/scoredRows.js";
import { seededRandom } from "../../../src/learning/random.js";

/** Scored rows out of one value per row and column; delays are a day unless a test says otherwise. */
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
 * n rows of normal labels and predictions with R² about `r2`: the labels have variance 1, the errors 1 − R².
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

/** Rows of a classifier that says yes where its probability is 0.5 or more: so many of each outcome. */
export function rowsOfCalls(hits: number, misses: number, falseAlarms: number, rest: number): ScoredRows {
  const repeat = (count: number, value: number): number[] => Array.from({ length: count }, () => value);
  return scoredRows(
    [...repeat(hits + misses, 1), ...repeat(falseAlarms + rest, 0)],
    [...repeat(hits, 0.9), ...repeat(misses, 0.1), ...repeat(falseAlarms, 0.9), ...repeat(rest, 0.1)],
  );
}
