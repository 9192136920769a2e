import { wordsOf, type BinnedColumns } from "./bins.js";
import type { Pairs } from "./pairs.js";

/**
 * Sums over rows per bin, column after column: the slopes of bin b at 2 b, its weights at 2 b + 1, see {@link Pairs}.
 * One extra bin at the end collects the sums for the unused bytes of the last word of bins.
 */
export type Histogram = Float64Array;

export function makeHistogram({ starts, width }: BinnedColumns): Histogram {
  return new Float64Array(2 * ((starts[width] ?? 0) + 1));
}

/** The derivatives of a node's rows, in their order. Sequential reads are faster than reads by row number. */
export interface Gathered {
  readonly slopes: Float64Array;
  readonly weights: Float64Array;
}

/**
 * Fills a histogram with rows.
 *
 * @param order - the row numbers.
 * @param gathered - space for the derivatives of these rows; overwritten.
 *
 * O(rows × d + bins) time.
 */
export function fillHistogram(
  histogram: Histogram,
  binned: BinnedColumns,
  pairs: Pairs,
  order: Int32Array,
  gathered: Gathered,
): void {
  const { width, starts } = binned;
  histogram.fill(0);
  for (let i = 0; i < order.length; i++) {
    const row = order[i] ?? 0;
    gathered.slopes[i] = pairs.slopes[row] ?? 0;
    gathered.weights[i] = pairs.weights[row] ?? 0;
  }
  const startOf = (column: number): number => 2 * (starts[Math.min(column, width)] ?? 0);
  for (let j = 0; j < width; j += 4) {
    const positions = [startOf(j), startOf(j + 1), startOf(j + 2), startOf(j + 3)] as const;
    addFourColumns(histogram, positions, wordsOf(binned, j), order, gathered);
  }
}

/** Subtracts the histogram of one child from that of its parent, which leaves that of the other child. O(bins) time. */
export function subtractHistogram(histogram: Histogram, other: Histogram): void {
  for (let at = 0; at < histogram.length; at++) histogram[at] = (histogram[at] ?? 0) - (other[at] ?? 0);
}

/** Adds the rows to four columns. A fit spends most of its time here; the processor adds the four sums in parallel. */
function addFourColumns(
  histogram: Histogram,
  [first, second, third, fourth]: readonly [number, number, number, number],
  words: Int32Array,
  order: Int32Array,
  { slopes, weights }: Gathered,
): void {
  for (let i = 0; i < order.length; i++) {
    const word = words[order[i] ?? 0] ?? 0;
    const slope = slopes[i] ?? 0;
    const weight = weights[i] ?? 0;
    const a = first + 2 * (word & 255);
    const b = second + 2 * ((word >>> 8) & 255);
    const c = third + 2 * ((word >>> 16) & 255);
    const d = fourth + 2 * (word >>> 24);
    histogram[a] = (histogram[a] ?? 0) + slope;
    histogram[a + 1] = (histogram[a + 1] ?? 0) + weight;
    histogram[b] = (histogram[b] ?? 0) + slope;
    histogram[b + 1] = (histogram[b + 1] ?? 0) + weight;
    histogram[c] = (histogram[c] ?? 0) + slope;
    histogram[c + 1] = (histogram[c + 1] ?? 0) + weight;
    histogram[d] = (histogram[d] ?? 0) + slope;
    histogram[d + 1] = (histogram[d + 1] ?? 0) + weight;
  }
}
