import { stringify } from "csv-stringify/sync";

/**
 * Rows as CSV (RFC 4180, but lines end in LF). A cell that a spreadsheet would run as a formula is preceded by an
 * apostrophe: keys and names come from people who may not mean well.
 */
export function csvText(rows: string[][]): string {
  return stringify(rows, { escape_formulas: true, quoted_match: /\r/ });
}
