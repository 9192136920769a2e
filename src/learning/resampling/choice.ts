/**
 * The candidate of least mean loss; of several that are equal, the first.
 *
 * @param losses - n > 0 losses of each of at least one candidate, simplest first.
 * @returns its position. A candidate with a loss that is not finite is never chosen, unless all have one: then 0.
 */
export function lowestMeanLoss(losses: readonly Float64Array[]): number {
  const means = losses.map(meanOf);
  const finite = means.filter(Number.isFinite);
  return finite.length === 0 ? 0 : means.indexOf(Math.min(...finite));
}

/** Arithmetic mean; NaN of no values. */
export function meanOf(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}
