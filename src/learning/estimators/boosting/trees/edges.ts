import { shortBetween } from "../../../significant.js";

/** Maximum bins per column. With one more for missing values, a bin number fits into a byte. */
export const MAXIMUM_BINS = 255;

/**
 * Returns the edges between the bins of a column, ascending and distinct. Bin b holds the values above edge b − 1 and
 * up to edge b. Each distinct value gets its own bin if there are few. Otherwise bins have similar numbers of rows.
 *
 * @param sorted - ascending finite values; may be empty.
 * @param maximum - maximum number of bins, from 2 to 255.
 * @returns at most `maximum` − 1 edges; none for a constant column.
 *
 * O(n) time.
 */
export function binEdges(sorted: Float64Array, maximum = MAXIMUM_BINS): Float64Array {
  return edgesBetweenAll(sorted, maximum) ?? edgesBetweenQuantiles(sorted, maximum);
}

/** Returns an edge between each two distinct neighbours, or undefined if these are too many. */
function edgesBetweenAll(sorted: Float64Array, maximum: number): Float64Array | undefined {
  const steps: number[] = [];
  for (let i = 1; i < sorted.length; i++) {
    if (!((sorted[i - 1] ?? NaN) < (sorted[i] ?? NaN))) continue;
    if (steps.length === maximum - 1) return undefined;
    steps.push(i);
  }
  return Float64Array.from(steps, (i) => shortBetween(sorted[i - 1] ?? NaN, sorted[i] ?? NaN));
}

/** Returns an edge after each of `maximum` equal parts of the rows, moved up to the next change of the value. */
function edgesBetweenQuantiles(sorted: Float64Array, maximum: number): Float64Array {
  const edges: number[] = [];
  let above = 1;
  for (let part = 1; part < maximum; part++) {
    const position = Math.max(1, Math.round((part * sorted.length) / maximum));
    // One value can fill several parts. Then the last edge is already beyond this position.
    if (position < above) continue;
    above = position;
    while (above < sorted.length && sorted[above] === sorted[above - 1]) above++;
    if (above === sorted.length) break;
    edges.push(shortBetween(sorted[above - 1] ?? NaN, sorted[above] ?? NaN));
    above++;
  }
  return Float64Array.from(edges);
}
