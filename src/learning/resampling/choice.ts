/** Losses of one candidate on the same n rows as its rivals; lower is better. */
export interface CandidateLosses {
  readonly losses: Float64Array;
}

/**
 * The simplest candidate that is not shown worse than the best: the first whose mean loss exceeds the best mean by at
 * most one standard error of the paired difference.
 *
 * @param candidates - simplest first; at least one, all with the same n > 0 losses.
 * @returns its position. A candidate with a loss that is not finite is never chosen, unless all have one: then 0.
 *
 * @see L. Breiman et al. (1984), "Classification and Regression Trees", section 3.4.3: the one-standard-error rule;
 * here with paired differences, since all candidates are scored on the same rows.
 */
export function simplestNotWorse(candidates: readonly CandidateLosses[]): number {
  const means = candidates.map(({ losses }) => meanOf(losses));
  const lowest = Math.min(...means.filter(Number.isFinite)); // Infinity if there is none
  const best = Math.max(0, means.indexOf(lowest));
  const bestLosses = candidates[best]?.losses ?? new Float64Array(0);
  const chosen = candidates.findIndex(({ losses }, i) => {
    if (i === best) return true;
    const { mean, standardError } = pairedDifference(losses, bestLosses);
    return mean <= standardError;
  });
  return Math.max(0, chosen);
}

/** Mean of `a − b` and its standard error, over the same n rows; the error of fewer than two rows is infinite. */
export function pairedDifference(a: Float64Array, b: Float64Array): { mean: number; standardError: number } {
  const n = a.length;
  const differences = a.map((value, i) => value - (b[i] ?? NaN));
  const mean = meanOf(differences);
  let squares = 0;
  for (const difference of differences) squares += (difference - mean) ** 2;
  return { mean, standardError: n > 1 ? Math.sqrt(squares / (n - 1) / n) : Infinity };
}

/** Arithmetic mean; NaN of no values. */
export function meanOf(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}
