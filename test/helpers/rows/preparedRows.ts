import { prepare, type Prepared } from "../../../src/domain/learners/preparedExamples.js";
import type { ModelName } from "../../../src/domain/models.js";
import { seededRandom } from "../../../src/learning/random.js";
import { examplesOf, type TestRow } from "./examples.js";

const DAY = 86_400_000;

export interface RowsOptions {
  /** Returns the label of a row with the given size, and standard normal noise. */
  readonly label?: (size: number, noise: number) => number;
  readonly seed?: number;
}

const growing = (size: number, noise: number): number => Math.max(0.1, Math.expm1(0.4 * size + 0.3 * noise));

/**
 * Returns n rows of lead time with a signal in the size. Row i is predicted on day 0.3 i, and its label is known a day
 * later.
 */
export function sizedRows(n: number, { label = growing, seed = 7 }: RowsOptions = {}): TestRow[] {
  const random = seededRandom(seed);
  return Array.from({ length: n }, (_, i) => {
    const size = random.uniform() * 6;
    return {
      key: `K-${String(i).padStart(5, "0")}`,
      predictedAt: i * 0.3 * DAY,
      labelKnownAt: (i * 0.3 + 1) * DAY,
      label: label(size, random.normal()),
      numbers: { size: Math.expm1(size) },
      categories: { type: i % 3 === 0 ? "bug" : "story" },
    };
  });
}

export const preparedRows = (rows: readonly TestRow[], model: ModelName = "lead_time"): Prepared =>
  prepare(model, examplesOf(rows));

/** Returns the rows with other labels from row `from` on. */
export const withOtherLabels = (rows: readonly TestRow[], from: number): TestRow[] =>
  rows.map((row, i) => (i < from ? row : { ...row, label: 50 - row.label }));
