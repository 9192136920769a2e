const NEEDS_QUOTES = /[",\r\n]/;
/** What spreadsheets take for the beginning of a formula, in its wide form too, and run. */
const BEGINS_FORMULA = /^[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/;

/**
 * A line of CSV (RFC 4180, but ending in LF). A cell that a spreadsheet would run as a formula is preceded by an
 * apostrophe: keys and names come from people who may not mean well.
 *
 * @example
 * csvLine(["A-1", 'say "hi"', "=1+1"]); // A-1,"say ""hi""",'=1+1
 */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(",")}\n`;
}

function csvCell(text: string): string {
  const safe = BEGINS_FORMULA.test(text) ? `'${text}` : text;
  return NEEDS_QUOTES.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
