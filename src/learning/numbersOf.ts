/** Part of a typed array as an array of numbers, which survives JSON. A written-out loop: an iterator would allocate. */
export function numbersOf(values: Float64Array, start: number, end: number): number[] {
  const numbers: number[] = [];
  for (let i = start; i < end; i++) numbers.push(values[i] ?? NaN);
  return numbers;
}
