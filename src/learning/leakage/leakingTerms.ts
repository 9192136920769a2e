import type { TermRows } from "../examples.js";

export interface LeakingTermsOptions {
  /** A term must stand in so many of the older rows. */
  readonly minimumOlder: number;
  /** The labels of its rows must vary by no more than this share of what all older labels do. */
  readonly variance: number;
}

/**
 * Groups rows by the term that says most of their label, as "points: 5" would: of a row's terms whose older rows have
 * nearly the same label, the one whose labels vary least; of equal ones the one in most of them.
 *
 * @param terms - n rows of counted terms.
 * @param labels - n numbers.
 * @param cut - the first so many rows are the older ones, which the terms are chosen on.
 * @returns n codes: the column of the term; −1 for rows without such a term.
 *
 * O(entries + width) time.
 */
export function leakingTerms(
  terms: TermRows,
  labels: ArrayLike<number>,
  cut: number,
  { minimumOlder, variance }: LeakingTermsOptions,
): Int32Array {
  const counts = new Int32Array(terms.width);
  const sums = new Float64Array(terms.width);
  const squares = new Float64Array(terms.width);
  const { starts, columns } = terms;
  let sum = 0;
  let square = 0;
  for (let row = 0; row < cut; row++) {
    const label = labels[row] ?? NaN;
    sum += label;
    square += label * label;
    const end = starts[row + 1] ?? 0;
    for (let entry = starts[row] ?? 0; entry < end; entry++) {
      const column = columns[entry] ?? 0;
      counts[column] = (counts[column] ?? NaN) + 1;
      sums[column] = (sums[column] ?? NaN) + label;
      squares[column] = (squares[column] ?? NaN) + label * label;
    }
  }
  const maximum = variance * (square / cut - (sum / cut) ** 2);
  const variances = new Float64Array(terms.width).fill(Infinity);
  for (let column = 0; column < variances.length; column++) {
    const count = counts[column] ?? 0;
    if (count < minimumOlder) continue;
    const own = (squares[column] ?? NaN) / count - ((sums[column] ?? NaN) / count) ** 2;
    if (own <= maximum) variances[column] = own;
  }
  return mostLeaking(terms, counts, variances);
}

/** Of each row the column of the least variance; of equal ones the one of most rows. −1 where none is finite. */
function mostLeaking({ starts, columns }: TermRows, counts: Int32Array, variances: Float64Array): Int32Array {
  const telling = new Int32Array(Math.max(0, starts.length - 1)).fill(-1);
  for (let row = 0; row < telling.length; row++) {
    const end = starts[row + 1] ?? 0;
    let best = -1;
    for (let entry = starts[row] ?? 0; entry < end; entry++) {
      const column = columns[entry] ?? 0;
      const own = variances[column] ?? Infinity;
      const minimum = best < 0 ? Infinity : (variances[best] ?? Infinity);
      if (own < minimum || (own === minimum && own < Infinity && (counts[column] ?? 0) > (counts[best] ?? 0)))
        best = column;
    }
    telling[row] = best;
  }
  return telling;
}
