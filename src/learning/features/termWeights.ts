import type { SparseRows } from "../matrices.js";

/** The hashed terms that were kept from training, ascending by column, with their inverse document frequency. */
export interface TermEncoding {
  readonly width: number;
  readonly columns: readonly number[];
  readonly idf: readonly number[];
}

/** A term must stand in so many training rows to be kept. */
const MINIMUM_DOCUMENTS = 3;

/**
 * Chooses the terms of the training rows that stand in at least three of them, at most `limit`, the commonest first,
 * with the smoothed inverse document frequency `ln((1 + n) / (1 + df)) + 1`.
 *
 * @param rows - the training rows.
 * @returns null if no term is common enough.
 * @see scikit-learn's TfidfTransformer, whose formula this is.
 */
export function fitTerms(terms: SparseRows, rows: Int32Array, limit: number): TermEncoding | null {
  const documents = new Int32Array(terms.width);
  for (const row of rows) {
    for (let k = terms.starts[row] ?? 0; k < (terms.starts[row + 1] ?? 0); k++) {
      const column = terms.columns[k] ?? 0;
      documents[column] = (documents[column] ?? 0) + 1;
    }
  }
  const count = (column: number): number => documents[column] ?? 0;
  let columns: number[] = [];
  for (let column = 0; column < terms.width; column++) {
    if (count(column) >= MINIMUM_DOCUMENTS) columns.push(column);
  }
  if (columns.length === 0) return null;
  if (columns.length > limit) {
    columns = columns
      .sort((a, b) => count(b) - count(a) || a - b)
      .slice(0, limit)
      .sort((a, b) => a - b);
  }
  // Few counts are distinct, and rounding is dear.
  const known = new Map<number, number>();
  const idfOf = (df: number): number => {
    const idf = known.get(df) ?? round(Math.log((1 + rows.length) / (1 + df)) + 1);
    known.set(df, idf);
    return idf;
  };
  return { width: terms.width, columns, idf: columns.map((column) => idfOf(count(column))) };
}

/**
 * TF-IDF of the given rows over the kept terms: (1 + ln count) · idf, each row scaled to length 1.
 *
 * @returns rows.length sparse rows, as wide as there are kept terms; terms not kept are left out.
 */
export function weighTerms(encoding: TermEncoding, terms: SparseRows, rows: Int32Array): SparseRows {
  const position = new Int32Array(encoding.width).fill(-1);
  encoding.columns.forEach((column, i) => (position[column] = i));
  const idf = Float64Array.from(encoding.idf);
  const starts = new Int32Array(rows.length + 1);
  let capacity = 0;
  for (const row of rows) capacity += (terms.starts[row + 1] ?? 0) - (terms.starts[row] ?? 0);
  const columns = new Int32Array(capacity);
  const values = new Float64Array(capacity);
  let end = 0;
  rows.forEach((row, i) => {
    const begin = end;
    let squares = 0;
    for (let k = terms.starts[row] ?? 0; k < (terms.starts[row + 1] ?? 0); k++) {
      const column = position[terms.columns[k] ?? 0] ?? -1;
      if (column < 0) continue;
      const value = (1 + Math.log(terms.values[k] ?? 1)) * (idf[column] ?? 0);
      columns[end] = column;
      values[end] = value;
      squares += value * value;
      end++;
    }
    const length = Math.sqrt(squares);
    for (let k = begin; k < end; k++) values[k] = (values[k] ?? 0) / length;
    starts[i + 1] = end;
  });
  return { starts, columns: columns.slice(0, end), values: values.slice(0, end), width: encoding.columns.length };
}

/** Six significant digits: enough for a prediction, and a third of the bytes. */
export function round(value: number): number {
  return Number(value.toPrecision(6));
}
