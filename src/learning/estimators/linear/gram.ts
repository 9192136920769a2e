/** Rows per step. With four rows at a time, each sum is loaded and stored a quarter as often. */
const BLOCK = 4;

/** Writes row `row` of a matrix, `width` numbers, into `buffer` from `offset` on. */
export type FillRow = (row: number, buffer: Float64Array, offset: number) => void;

/**
 * Returns the Gram matrix ZᵀZ of a matrix that is given row by row, so that it needs no scaled or centred copy.
 *
 * @param rows - n.
 * @param width - d, numbers per row.
 * @returns d × d numbers, row-major, exactly symmetric.
 *
 * O(n d²) time, O(d²) memory.
 */
export function gramMatrix(rows: number, width: number, fillRow: FillRow): Float64Array {
  const gram = new Float64Array(width * width);
  const block = new Float64Array(BLOCK * width);
  for (let start = 0; start < rows; start += BLOCK) {
    const end = Math.min(rows, start + BLOCK);
    if (end - start < BLOCK) block.fill(0);
    for (let row = start; row < end; row++) fillRow(row, block, (row - start) * width);
    addBlock(gram, block, width);
  }
  for (let i = 0; i < width; i++) {
    for (let j = 0; j < i; j++) gram[i * width + j] = gram[j * width + i] ?? NaN;
  }
  return gram;
}

/** Adds the products of four rows to the upper triangle. */
function addBlock(gram: Float64Array, block: Float64Array, width: number): void {
  const second = width;
  const third = 2 * width;
  const fourth = 3 * width;
  for (let i = 0; i < width; i++) {
    const a = block[i] ?? NaN;
    const b = block[second + i] ?? NaN;
    const c = block[third + i] ?? NaN;
    const d = block[fourth + i] ?? NaN;
    const line = i * width;
    for (let j = i; j < width; j++) {
      gram[line + j] =
        (gram[line + j] ?? NaN) +
        (a * (block[j] ?? NaN) + b * (block[second + j] ?? NaN)) +
        (c * (block[third + j] ?? NaN) + d * (block[fourth + j] ?? NaN));
    }
  }
}
