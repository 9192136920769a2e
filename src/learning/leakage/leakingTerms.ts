import type { TermRows } from "../examples.js";

export interface LeakingTermsOptions {
  /** Minimum number of older rows that contain the term. */
  readonly minimumOlder: number;
  /** Maximum variance of the labels of its rows, as a share of the variance of all older labels. */
  readonly variance: number;
}

/**
 * Groups rows by the term that leaks the most about their label, such as "points: 5". A leaking term is one whose older
 * rows have nearly the same label. A row with several gets the one with the lowest variance; ties go to the one in most
 * rows.
 *
 * @param terms - n rows of counted terms.
 * @param labels - n numbers.
 * @param cut - number of the older rows, which come first. Terms are chosen on these rows.
 * @returns n codes: the column of the term, or −1 for rows without a leaking term.
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
    const spread = (squares[column] ?? NaN) / count - ((sums[column] ?? NaN) / count) ** 2;
    if (spread <= maximum) variances[column] = spread;
  }
  return mostLeaking(terms, counts, variances);
}

/** Returns the column of minimum variance for each row, or −1 if none is finite. Ties go to the column of most rows. */
function mostLeaking({ starts, columns }: TermRows, counts: Int32Array, variances: Float64Array): Int32Array {
  const chosen = new Int32Array(Math.max(0, starts.length - 1)).fill(-1);
  for (let row = 0; row < chosen.length; row++) {
    const end = starts[row + 1] ?? 0;
    let best = -1;
    for (let entry = starts[row] ?? 0; entry < end; entry++) {
      const column = columns[entry] ?? 0;
      const current = variances[column] ?? Infinity;
      const minimum = best < 0 ? Infinity : (variances[best] ?? Infinity);
      if (
        current < minimum ||
        (current === minimum && current < Infinity && (counts[column] ?? 0) > (counts[best] ?? 0))
      )
        best = column;
    }
    chosen[row] = best;
  }
  return chosen;
}
