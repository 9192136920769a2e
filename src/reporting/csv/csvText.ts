import { stringify } from "csv-stringify/sync";

/**
 * Returns rows as CSV (RFC 4180, but with LF line ends). Puts an apostrophe before a cell that a spreadsheet would run as a
 * formula, because keys and names may come from an attacker.
 */
export function csvText(rows: string[][]): string {
  return stringify(rows, { escape_formulas: true, quoted_match: /\r/ });
}
