import type { BinnedColumns } from "./bins.js";
import type { Pairs } from "./pairs.js";

/**
 * Sums over rows by bin, all columns after one another: at 2 b the slopes of bin b, at 2 b + 1 the weights, see
 * {@link Pairs}.
 */
export type Histogram = Float64Array;

/** The derivatives of the rows in hand, in their order: reading them once in a row is quicker than by row each time. */
export interface Gathered {
  readonly slopes: Float64Array;
  readonly weights: Float64Array;
}

/**
 * Fills a histogram with the rows of a node.
 *
 * @param order - row numbers; those from `from` up to `to` are of the node.
 * @param gathered - room for n numbers each.
 *
 * O((to − from) d + bins) time.
 */
export function fillHistogram(
  histogram: Histogram,
  { codes, rows, width, starts }: BinnedColumns,
  pairs: Pairs,
  order: Int32Array,
  from: number,
  to: number,
  { slopes, weights }: Gathered,
): void {
  histogram.fill(0);
  for (let i = from, at = 0; i < to; i++, at++) {
    const row = order[i] ?? 0;
    slopes[at] = pairs.slopes[row] ?? 0;
    weights[at] = pairs.weights[row] ?? 0;
  }
  const own = order.subarray(from, to);
  let j = 0;
  for (; j + 1 < width; j += 2) {
    const [first, second] = [codes.subarray(j * rows, (j + 1) * rows), codes.subarray((j + 1) * rows, (j + 2) * rows)];
    addTwo(histogram, first, second, 2 * (starts[j] ?? 0), 2 * (starts[j + 1] ?? 0), own, slopes, weights);
  }
  if (j < width)
    addOne(histogram, codes.subarray(j * rows, (j + 1) * rows), 2 * (starts[j] ?? 0), own, slopes, weights);
}

/** Takes from a node's histogram that of one child, which leaves that of the other. O(bins) time. */
export function subtractHistogram(histogram: Histogram, other: Histogram): void {
  for (let at = 0; at < histogram.length; at++) histogram[at] = (histogram[at] ?? 0) - (other[at] ?? 0);
}

function addOne(
  histogram: Histogram,
  codes: Uint8Array,
  start: number,
  rows: Int32Array,
  slopes: Float64Array,
  weights: Float64Array,
): void {
  for (let i = 0; i < rows.length; i++) {
    const at = start + 2 * (codes[rows[i] ?? 0] ?? 0);
    histogram[at] = (histogram[at] ?? 0) + (slopes[i] ?? 0);
    histogram[at + 1] = (histogram[at + 1] ?? 0) + (weights[i] ?? 0);
  }
}

function addTwo(
  histogram: Histogram,
  codes: Uint8Array,
  otherCodes: Uint8Array,
  start: number,
  otherStart: number,
  rows: Int32Array,
  slopes: Float64Array,
  weights: Float64Array,
): void {
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] ?? 0;
    const slope = slopes[i] ?? 0;
    const weight = weights[i] ?? 0;
    const at = start + 2 * (codes[row] ?? 0);
    histogram[at] = (histogram[at] ?? 0) + slope;
    histogram[at + 1] = (histogram[at + 1] ?? 0) + weight;
    const otherAt = otherStart + 2 * (otherCodes[row] ?? 0);
    histogram[otherAt] = (histogram[otherAt] ?? 0) + slope;
    histogram[otherAt + 1] = (histogram[otherAt + 1] ?? 0) + weight;
  }
}
