import { shortBetween } from "../../../significant.js";

/** Most bins of the values of one column; with one more for missing values their number fits a byte. */
export const MAXIMUM_BINS = 255;

/**
 * The edges between the bins of a column, ascending and distinct: bin b holds the values above edge b − 1 and up to
 * edge b. Few distinct values get a bin each; many are cut into bins of like numbers of rows.
 *
 * @param sorted - ascending finite values; may be empty.
 * @param maximum - bins at most, from 2 to 255.
 * @returns at most `most` − 1 edges, none of a constant column.
 *
 * O(n) time.
 */
export function binEdges(sorted: Float64Array, maximum = MAXIMUM_BINS): Float64Array {
  return edgesBetweenAll(sorted, maximum) ?? edgesBetweenQuantiles(sorted, maximum);
}

/** An edge between any two neighbours that differ; undefined if that would be too many. */
function edgesBetweenAll(sorted: Float64Array, maximum: number): Float64Array | undefined {
  const steps: number[] = [];
  for (let i = 1; i < sorted.length; i++) {
    if (!((sorted[i - 1] ?? NaN) < (sorted[i] ?? NaN))) continue;
    if (steps.length === maximum - 1) return undefined;
    steps.push(i);
  }
  return Float64Array.from(steps, (i) => shortBetween(sorted[i - 1] ?? NaN, sorted[i] ?? NaN));
}

/** An edge after each of `most` parts of the rows, moved up to where the value next changes. */
function edgesBetweenQuantiles(sorted: Float64Array, maximum: number): Float64Array {
  const edges: number[] = [];
  let above = 1;
  for (let part = 1; part < maximum; part++) {
    const position = Math.max(1, Math.round((part * sorted.length) / maximum));
    // The last edge already lies beyond this position: one value fills several parts.
    if (position < above) continue;
    above = position;
    while (above < sorted.length && sorted[above] === sorted[above - 1]) above++;
    if (above === sorted.length) break;
    edges.push(shortBetween(sorted[above - 1] ?? NaN, sorted[above] ?? NaN));
    above++;
  }
  return Float64Array.from(edges);
}
