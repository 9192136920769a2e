/**
 * Returns a part of a typed array as an array, which survives JSON. It uses a loop because an iterator would allocate.
 */
export function numbersOf(values: Float64Array, start: number, end: number): number[] {
  const numbers = new Array<number>(end - start);
  for (let i = start; i < end; i++) numbers[i - start] = values[i] ?? NaN;
  return numbers;
}
