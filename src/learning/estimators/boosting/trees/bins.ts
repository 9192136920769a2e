import type { Design } from "../../../matrices.js";
import { binEdges, MAXIMUM_BINS } from "./edges.js";

/** A design with each value replaced by the number of its bin. */
export interface BinnedColumns {
  readonly rows: number;
  readonly width: number;
  /**
   * The bins of four columns per word, the first column in the lowest byte. Word g × rows + row holds the columns 4 g
   * to 4 g + 3. So one read serves four columns when a histogram is filled. Unused bytes of the last word are 0.
   */
  readonly words: Int32Array;
  /** Per column: its edges, see {@link binEdges}. */
  readonly edges: readonly Float64Array[];
  /** Per column: the number of bins of its values. The next number is the bin of missing values. */
  readonly valueBins: Int32Array;
  /** Per column: 1 if it has missing values. */
  readonly hasMissing: Uint8Array;
  /** width + 1 offsets: the first bin of each column in a histogram over all columns, and the end of the last. */
  readonly starts: Int32Array;
}

/** Maximum rows for the edges, evenly spread. More rows would move the edges by less than a bin's width. */
const ROWS_FOR_EDGES = 50_000;

/**
 * Assigns the values of each column to at most `maximumBins` bins (2 to 255). NaN has a bin of its columnEdges.
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
    const columnEdges = binEdges(sortedSample(column), maximumBins);
    edges.push(columnEdges);
    valueBins[j] = columnEdges.length + 1;
    hasMissing[j] = encode(column, columnEdges, wordsOf({ words, rows }, j), shiftOf(j)) ? 1 : 0;
    starts[j + 1] = (starts[j] ?? 0) + columnEdges.length + 1 + (hasMissing[j] ?? 0);
  }
  return { rows, width: denseWidth, words, edges, valueBins, hasMissing, starts };
}

/** Returns the words that hold the bins of a column, one per row. */
export function wordsOf({ words, rows }: Pick<BinnedColumns, "words" | "rows">, column: number): Int32Array {
  const group = column >> 2;
  return words.subarray(group * rows, (group + 1) * rows);
}

/** Returns the number of bits to shift a word of {@link wordsOf} right, so that the column's bin is the lowest byte. */
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

/** Adds the bin of each value to its word. Returns true if a value is missing. */
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
    // Every comparison with NaN is false, so the search puts NaN into bin 0.
    const isMissing = Number.isNaN(value);
    words[row] = (words[row] ?? 0) | ((isMissing ? missing : low) << shift);
    anyMissing ||= isMissing;
  }
  return anyMissing;
}
