/** Compares texts by UTF-16 code unit, in any locale. Returns a negative number, 0 or a positive number. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
