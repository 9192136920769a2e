import type { CategoryColumn, Examples, TermRows } from "../examples.js";
import { compareText } from "./compareText.js";

/**
 * Returns the rows of `first` followed by those of `second`. They are in order of label time if no label of `second`
 * was known before one of `first`. The columns are those of `second`. Columns that `first` lacks are unknown in its
 * rows.
 *
 * O(values of both) time and memory.
 */
export function joinExamples(first: Examples, second: Examples): Examples {
  const join = (a: Float64Array, b: Float64Array): Float64Array => {
    const joined = new Float64Array(first.count + second.count);
    joined.set(a);
    joined.set(b, first.count);
    return joined;
  };
  const unknown = new Float64Array(first.count).fill(NaN);
  return {
    count: first.count + second.count,
    keys: [...first.keys, ...second.keys],
    predictedAt: join(first.predictedAt, second.predictedAt),
    labelKnownAt: join(first.labelKnownAt, second.labelKnownAt),
    labels: join(first.labels, second.labels),
    numbers: Object.fromEntries(
      Object.entries(second.numbers).map(([name, column]) => [name, join(first.numbers[name] ?? unknown, column)]),
    ),
    categories: Object.fromEntries(
      Object.entries(second.categories).map(([name, column]) => [
        name,
        joinCategories(first.categories[name] ?? { names: [], codes: new Int32Array(first.count).fill(-1) }, column),
      ]),
    ),
    ...(second.terms && { terms: joinTerms(first.terms, first.count, second.terms) }),
  };
}

/** Joins two columns. The names are in order of their code units, as ExampleBuilder sorts them. */
function joinCategories(first: CategoryColumn, second: CategoryColumn): CategoryColumn {
  const names = [...new Set([...first.names, ...second.names])].sort(compareText);
  const codeOf = new Map(names.map((name, code) => [name, code]));
  const codes = new Int32Array(first.codes.length + second.codes.length);
  let next = 0;
  for (const column of [first, second]) {
    const newCodes = column.names.map((name) => codeOf.get(name) ?? -1);
    for (const code of column.codes) codes[next++] = newCodes[code] ?? -1;
  }
  return { names, codes };
}

function joinTerms(first: TermRows | undefined, count: number, second: TermRows): TermRows {
  const { starts, columns, values } = first ?? {
    starts: new Int32Array(count + 1),
    columns: new Uint16Array(0),
    values: new Uint8Array(0),
  };
  const joined = {
    starts: new Int32Array(count + second.starts.length),
    columns: new Uint16Array(columns.length + second.columns.length),
    values: new Uint8Array(values.length + second.values.length),
    width: second.width,
  };
  joined.starts.set(starts);
  joined.starts.set(
    second.starts.map((start) => start + columns.length),
    count,
  );
  joined.columns.set(columns);
  joined.columns.set(second.columns, columns.length);
  joined.values.set(values);
  joined.values.set(second.values, values.length);
  return joined;
}
