import { shiftOf, wordsOf, type BinnedColumns } from "./bins.js";
import type { Split } from "./split.js";

/**
 * Reorders the rows of a node: those that go left, then those that go right, each in the order they had.
 *
 * @param order - row numbers; those from `from` up to `to` are of the node.
 * @param scratch - room for as many row numbers.
 * @returns where the right ones begin.
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
  const own = wordsOf(binned, column);
  const shift = shiftOf(column);
  // A table instead of conditions: the processor cannot guess which way the next row goes.
  const goesLeft = new Uint8Array(256).fill(1, 0, bin + 1);
  goesLeft[binned.valueBins[column] ?? 0] = missingLeft ? 1 : 0;
  let left = from;
  let right = 0;
  for (let i = from; i < to; i++) {
    const row = order[i] ?? 0;
    const step = goesLeft[((own[row] ?? 0) >>> shift) & 255] ?? 0;
    order[left] = row;
    scratch[right] = row;
    left += step;
    right += 1 - step;
  }
  order.set(scratch.subarray(0, right), left);
  return left;
}
