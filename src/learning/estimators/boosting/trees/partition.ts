import { shiftOf, wordsOf, type BinnedColumns } from "./bins.js";
import type { Split } from "./split.js";

/**
 * Reorders the rows of a node: first the rows that go left, then those that go right. Both keep their order.
 *
 * @param order - row numbers; the node has those from `from` up to, not including, `to`.
 * @param scratch - space for as many row numbers.
 * @returns the position of the first row that goes right.
 *
 * O(to − from) time.
 */
export function partitionRows(
  order: Int32Array,
  from: number,
  to: number,
  binned: BinnedColumns,
  { column, bin, missingLeft }: Pick<Split, "column" | "bin" | "missingLeft">,
  scratch: Int32Array,
): number {
  const words = wordsOf(binned, column);
  const shift = shiftOf(column);
  // A table replaces branches, which the processor could not predict.
  const goesLeft = new Uint8Array(256).fill(1, 0, bin + 1);
  goesLeft[binned.valueBins[column] ?? 0] = missingLeft ? 1 : 0;
  let left = from;
  let right = 0;
  for (let i = from; i < to; i++) {
    const row = order[i] ?? 0;
    const step = goesLeft[((words[row] ?? 0) >>> shift) & 255] ?? 0;
    order[left] = row;
    scratch[right] = row;
    left += step;
    right += 1 - step;
  }
  order.set(scratch.subarray(0, right), left);
  return left;
}
