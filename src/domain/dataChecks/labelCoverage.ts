/** How many of the rows created in one calendar month (UTC) have a label by now. */
export interface MonthCoverage {
  /** First millisecond of the month. */
  readonly month: number;
  /** Rows created in it. */
  readonly created: number;
  /** Of them, rows whose label is known. */
  readonly labelled: number;
}

/**
 * First milliseconds of the calendar months (UTC) up to the one that holds `until`, and of the one after it.
 *
 * @returns months + 1 times, ascending.
 */
export function monthStarts(until: number, months: number): number[] {
  const date = new Date(until);
  const month = (back: number): number => Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - back, 1);
  return Array.from({ length: months + 1 }, (_, i) => month(months - 1 - i));
}
