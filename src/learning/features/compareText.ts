/** Orders texts by UTF-16 code unit, whatever the locale: negative, 0 or positive. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
