import type { Design } from "../../../matrices.js";
import { binEdges, MAXIMUM_BINS } from "./edges.js";

/** A design whose values are replaced by the number of their bin. */
export interface BinnedColumns {
  readonly rows: number;
  readonly width: number;
  /**
   * Bins of four columns to a word, the first in its lowest byte: at g × rows + row those of the columns from 4 g on.
   * Histograms are then filled four columns at a time, at one reading for all. What is left of the last word is 0.
   */
  readonly words: Int32Array;
  /** By column: its edges, see {@link binEdges}. */
  readonly edges: readonly Float64Array[];
  /** By column: how many bins its values have. A missing value has the code after these. */
  readonly valueBins: Int32Array;
  /** By column: 1 if it has missing values. */
  readonly hasMissing: Uint8Array;
  /** width + 1 offsets: where in a histogram over all columns the bins of each begin, and where the last ends. */
  readonly starts: Int32Array;
}

/** Edges are taken from at most so many rows, evenly spread: more would move them by less than a bin's width. */
const ROWS_FOR_EDGES = 50_000;

/**
 * Sorts the values of each column into at most `maximumBins` bins (2 to 255), NaN into one of its own.
 *
 * @param design - n rows of d columns, finite or NaN.
 *
 * O(n d) time, n d bytes.
 */
export function binColumns({ rows, dense, denseWidth }: Design, maximumBins = MAXIMUM_BINS): BinnedColumns {
  const words = new Int32Array(rows * Math.ceil(denseWidth / 4));
  const hasMissing = new Uint8Array(denseWidth);
  const valueBins = new Int32Array(denseWidth);
  const starts = new Int32Array(denseWidth + 1);
  const edges: Float64Array[] = [];
  const column = new Float64Array(rows);
  for (let j = 0; j < denseWidth; j++) {
    for (let row = 0; row < rows; row++) column[row] = dense[row * denseWidth + j] ?? 0;
    const own = binEdges(sortedSample(column), maximumBins);
    edges.push(own);
    valueBins[j] = own.length + 1;
    hasMissing[j] = encode(column, own, wordsOf({ words, rows }, j), shiftOf(j)) ? 1 : 0;
    starts[j + 1] = (starts[j] ?? 0) + own.length + 1 + (hasMissing[j] ?? 0);
  }
  return { rows, width: denseWidth, words, edges, valueBins, hasMissing, starts };
}

/** The words that hold the bins of a column, by row. */
export function wordsOf({ words, rows }: Pick<BinnedColumns, "words" | "rows">, column: number): Int32Array {
  const group = column >> 2;
  return words.subarray(group * rows, (group + 1) * rows);
}

/** How far to shift a word of {@link wordsOf} to the right, for the bin of the column in its lowest byte. */
export function shiftOf(column: number): number {
  return 8 * (column & 3);
}

function sortedSample(column: Float64Array): Float64Array {
  const count = Math.min(column.length, ROWS_FOR_EDGES);
  const sample = new Float64Array(count);
  let kept = 0;
  for (let i = 0; i < count; i++) {
    const value = column[Math.floor((i * column.length) / count)] ?? NaN;
    if (!Number.isNaN(value)) sample[kept++] = value;
  }
  return sample.subarray(0, kept).sort();
}

/** Adds the bin of each value to its word. @returns whether one is missing. */
function encode(column: Float64Array, edges: Float64Array, words: Int32Array, shift: number): boolean {
  const missing = edges.length + 1;
  let anyMissing = false;
  for (let row = 0; row < column.length; row++) {
    const value = column[row] ?? 0;
    let low = 0;
    for (let high = edges.length; low < high;) {
      const middle = (low + high) >> 1;
      if ((edges[middle] ?? 0) < value) low = middle + 1;
      else high = middle;
    }
    // NaN is below and above nothing.
    const isMissing = Number.isNaN(value);
    words[row] = (words[row] ?? 0) | ((isMissing ? missing : low) << shift);
    anyMissing ||= isMissing;
  }
  return anyMissing;
}
