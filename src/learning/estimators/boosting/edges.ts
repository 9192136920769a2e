import { shortBetween } from "./significant.js";

/** Bins of the values of one column; with one more for missing values their number fits a byte. */
const MOST_BINS = 255;

/**
 * The edges between the bins of a column, ascending and distinct: bin b holds the values above edge b − 1 and up to
 * edge b. Few distinct values get a bin each; many are cut into bins of like numbers of rows.
 *
 * @param sorted - ascending finite values; may be empty.
 * @returns at most 254 edges, none of a constant column.
 *
 * O(n) time.
 */
export function binEdges(sorted: Float64Array): Float64Array {
  const few = edgesBetweenAll(sorted);
  return few ?? edgesBetweenQuantiles(sorted);
}

/** An edge between any two neighbours that differ; undefined if that would be too many. */
function edgesBetweenAll(sorted: Float64Array): Float64Array | undefined {
  const edges: number[] = [];
  for (let i = 1; i < sorted.length; i++) {
    const [low, high] = [sorted[i - 1] ?? NaN, sorted[i] ?? NaN];
    if (!(low < high)) continue;
    if (edges.length === MOST_BINS - 1) return undefined;
    edges.push(shortBetween(low, high));
  }
  return Float64Array.from(edges);
}

/** An edge after each 255th part of the rows, moved up to where the value next changes. */
function edgesBetweenQuantiles(sorted: Float64Array): Float64Array {
  const edges: number[] = [];
  let above = 1;
  for (let part = 1; part < MOST_BINS; part++) {
    const position = Math.max(1, Math.round((part * sorted.length) / MOST_BINS));
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
