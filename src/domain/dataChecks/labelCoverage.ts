/** The label coverage of the rows that were created in one calendar month (UTC). */
export interface MonthCoverage {
  /** First moment of the month, in milliseconds since 1970. */
  readonly month: number;
  /** Number of rows that were created in the month. */
  readonly created: number;
  /** Number of these rows whose label is known. */
  readonly labelled: number;
}

/**
 * Returns the first moments of the last `months` calendar months (UTC) up to the month of `until`, and of the month after.
 *
 * @param until - a time in milliseconds since 1970.
 * @returns months + 1 times in milliseconds since 1970, ascending.
 */
export function monthStarts(until: number, months: number): number[] {
  const date = new Date(until);
  const month = (back: number): number => Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - back, 1);
  return Array.from({ length: months + 1 }, (_, i) => month(months - 1 - i));
}
