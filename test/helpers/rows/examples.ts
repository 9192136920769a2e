import fc from "fast-check";
import type { CategoryColumn, Examples } from "../../../src/learning/examples.js";

/** One row of a test's examples. A test names only what matters to it. */
export interface TestRow {
  readonly key?: string;
  readonly predictedAt?: number;
  readonly labelKnownAt: number;
  readonly label: number;
  readonly numbers?: Readonly<Record<string, number>>;
  readonly categories?: Readonly<Record<string, string | null>>;
}

/** Returns examples of the rows, sorted by label time, then key. */
export function examplesOf(rows: readonly TestRow[]): Examples {
  const keyed = rows.map((row, i) => ({ ...row, key: row.key ?? `K-${String(i)}` }));
  const sorted = keyed.sort((a, b) => a.labelKnownAt - b.labelKnownAt || (a.key < b.key ? -1 : 1));
  const column = (pick: (row: TestRow) => number): Float64Array => Float64Array.from(sorted, pick);
  const numberNames = new Set(sorted.flatMap(({ numbers }) => Object.keys(numbers ?? {})));
  const categoryNames = new Set(sorted.flatMap(({ categories }) => Object.keys(categories ?? {})));
  return {
    count: sorted.length,
    keys: sorted.map(({ key }) => key),
    predictedAt: column(({ predictedAt, labelKnownAt }) => predictedAt ?? labelKnownAt - 1),
    labelKnownAt: column(({ labelKnownAt }) => labelKnownAt),
    labels: column(({ label }) => label),
    numbers: Object.fromEntries([...numberNames].map((name) => [name, column((row) => row.numbers?.[name] ?? NaN)])),
    categories: Object.fromEntries([...categoryNames].map((name) => [name, encodeCategories(sorted, name)])),
  };
}

function encodeCategories(rows: readonly TestRow[], name: string): CategoryColumn {
  const values = rows.map((row) => row.categories?.[name] ?? null);
  const names = [...new Set(values.filter((value) => value !== null))].sort();
  return { codes: Int32Array.from(values, (value) => (value === null ? -1 : names.indexOf(value))), names };
}

/** Random rows whose labels become known some time after their prediction time. */
export const testRows: fc.Arbitrary<TestRow[]> = fc.array(
  fc
    .record({
      predictedAt: fc.integer({ min: 0, max: 1000 }),
      delay: fc.integer({ min: 0, max: 300 }),
      label: fc.integer({ min: 0, max: 20 }),
      size: fc.option(fc.integer({ min: 0, max: 500 }), { nil: NaN }),
      type: fc.constantFrom("bug", "story", "task", null),
    })
    .map(({ predictedAt, delay, label, size, type }) => ({
      predictedAt,
      labelKnownAt: predictedAt + delay,
      label,
      numbers: { size },
      categories: { type },
    })),
  { minLength: 1, maxLength: 60 },
);
