/**
 * Returns the index of the candidate with the lowest mean loss. Ties go to the first, which is the simplest.
 *
 * @param losses - n > 0 losses per candidate, at least one candidate, simplest first.
 * @returns an index. Candidates with a loss that is not finite are never chosen; 0 if all have one.
 */
export function lowestMeanLoss(losses: readonly Float64Array[]): number {
  const means = losses.map(meanOf);
  const finite = means.filter(Number.isFinite);
  return finite.length === 0 ? 0 : means.indexOf(Math.min(...finite));
}

/** Returns the arithmetic mean, or NaN if there are no values. */
export function meanOf(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}
