import { MAXIMUM_COUNTED, type TermRows } from "../examples.js";
import type { SparseRows } from "../matrices.js";
import { roundSignificant } from "../significant.js";

/** The terms chosen on the training rows, in ascending order of their columns, with inverse document frequencies. */
export interface TermEncoding {
  readonly width: number;
  readonly columns: readonly number[];
  readonly idf: readonly number[];
}

/** Minimum number of training rows that contain a chosen term. */
const MINIMUM_DOCUMENTS = 3;

/**
 * Chooses the commonest terms of the training rows: at most `limit` terms, each in at least three rows. The smoothed
 * inverse document frequency is `ln((1 + n) / (1 + df)) + 1`.
 *
 * @param rows - the training rows.
 * @returns null if no term is common enough.
 * @see the formula is that of scikit-learn's TfidfTransformer.
 */
export function fitTerms(terms: TermRows, rows: Int32Array, limit: number): TermEncoding | null {
  const documents = documentFrequencies(terms, rows);
  const columns = commonest(documents, rows.length, limit);
  if (columns.length === 0) return null;
  // A cache: there are few distinct frequencies, and rounding is slow.
  const idfOf: (number | undefined)[] = [];
  const idf: number[] = [];
  for (const column of columns) {
    const frequency = documents[column] ?? 0;
    idf.push((idfOf[frequency] ??= roundSignificant(Math.log((1 + rows.length) / (1 + frequency)) + 1)));
  }
  return { width: terms.width, columns, idf };
}

/** Returns the number of the rows that contain the term, for each column. */
function documentFrequencies({ starts, columns, width }: TermRows, rows: Int32Array): Int32Array {
  const documents = new Int32Array(width);
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] ?? 0;
    const end = starts[row + 1] ?? 0;
    for (let k = starts[row] ?? 0; k < end; k++) {
      const column = columns[k] ?? 0;
      documents[column] = (documents[column] ?? 0) + 1;
    }
  }
  return documents;
}

/**
 * Returns at most `limit` columns with the highest document frequencies, in ascending order. At the limit, ties go to
 * the lower column.
 */
function commonest(documents: Int32Array, rows: number, limit: number): number[] {
  const columnsByCount = new Int32Array(1 + rows);
  for (let column = 0; column < documents.length; column++) {
    const count = documents[column] ?? 0;
    columnsByCount[count] = (columnsByCount[count] ?? 0) + 1;
  }
  let minimum = columnsByCount.length;
  let kept = 0;
  while (minimum > MINIMUM_DOCUMENTS && kept + (columnsByCount[minimum - 1] ?? 0) <= limit)
    kept += columnsByCount[--minimum] ?? 0;
  let remaining = limit - kept;
  const columns: number[] = [];
  for (let column = 0; column < documents.length; column++) {
    const count = documents[column] ?? 0;
    if (count >= minimum || (count === minimum - 1 && count >= MINIMUM_DOCUMENTS && remaining-- > 0))
      columns.push(column);
  }
  return columns;
}

/**
 * Returns the TF-IDF of the given rows: (1 + ln count) · idf, each row scaled to length 1.
 *
 * @returns rows.length sparse rows, with one column per chosen term; other terms are ignored.
 */
export function weighTerms(encoding: TermEncoding, terms: TermRows, rows: Int32Array): SparseRows {
  const position = new Int32Array(encoding.width).fill(-1);
  encoding.columns.forEach((column, i) => (position[column] = i));
  const starts = keptStarts(position, terms, rows);
  const kept = starts[rows.length] ?? 0;
  const weighted = {
    starts,
    columns: new Uint16Array(kept),
    values: new Float32Array(kept),
    width: encoding.columns.length,
  };
  fillWeights(weighted, position, Float64Array.from(encoding.idf), terms, rows);
  return weighted;
}

/** Returns the offset of each row without the terms that have no position. */
function keptStarts(position: Int32Array, { starts, columns }: TermRows, rows: Int32Array): Int32Array {
  const kept = new Int32Array(rows.length + 1);
  for (let i = 0, total = 0; i < rows.length; i++) {
    const row = rows[i] ?? 0;
    const end = starts[row + 1] ?? 0;
    for (let k = starts[row] ?? 0; k < end; k++) total += (position[columns[k] ?? 0] ?? -1) < 0 ? 0 : 1;
    kept[i + 1] = total;
  }
  return kept;
}

function fillWeights(
  { columns, values }: SparseRows,
  position: Int32Array,
  idf: Float64Array,
  terms: TermRows,
  rows: Int32Array,
): void {
  const sublinear = sublinearCounts();
  for (let i = 0, next = 0; i < rows.length; i++) {
    const row = rows[i] ?? 0;
    const begin = next;
    const end = terms.starts[row + 1] ?? 0;
    let squares = 0;
    for (let k = terms.starts[row] ?? 0; k < end; k++) {
      const column = position[terms.columns[k] ?? 0] ?? -1;
      if (column < 0) continue;
      const value = (sublinear[terms.values[k] ?? 1] ?? NaN) * (idf[column] ?? 0);
      columns[next] = column;
      values[next++] = value;
      squares += value * value;
    }
    const length = Math.sqrt(squares);
    for (let k = begin; k < next; k++) values[k] = (values[k] ?? 0) / length;
  }
}

/** Returns 1 + ln count for each possible count of a term. A table, because logarithms are slow. */
function sublinearCounts(): Float64Array {
  return Float64Array.from({ length: MAXIMUM_COUNTED + 1 }, (_, count) => 1 + Math.log(count));
}
