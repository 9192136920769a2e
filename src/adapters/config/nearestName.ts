/**
 * The name that was probably meant: the first of the nearest candidates, if it is at most a third of its letters away.
 */
export function nearestName(name: string, candidates: readonly string[]): string | undefined {
  const distances = candidates.map((candidate) => editDistance(name.toLowerCase(), candidate.toLowerCase()));
  const nearest = Math.min(...distances);
  const candidate = candidates[distances.indexOf(nearest)];
  return candidate !== undefined && nearest <= Math.max(1, candidate.length / 3) ? candidate : undefined;
}

/** Levenshtein distance: the fewest letters to insert, delete or replace to get from one text to the other. */
function editDistance(from: string, to: string): number {
  let above = Array.from({ length: to.length + 1 }, (_, i) => i);
  for (let row = 0; row < from.length; row++) {
    const here = [row + 1];
    for (let column = 0; column < to.length; column++) {
      const replaced = (above[column] ?? 0) + (from[row] === to[column] ? 0 : 1);
      here.push(Math.min(replaced, (above[column + 1] ?? 0) + 1, (here[column] ?? 0) + 1));
    }
    above = here;
  }
  return above[to.length] ?? Infinity;
}
