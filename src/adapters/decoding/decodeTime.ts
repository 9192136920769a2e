const TIME =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?(?: ?(Z|[+-]\d{2}(?::?\d{2}(?::?\d{2})?)?))?)?$/i;

/**
 * A time as the databases' drivers return it: ISO 8601 or Postgres text, a date alone (midnight), a `Date`, or a
 * number of milliseconds since 1970 (how SQLite stores a `Date`). Without a zone it is UTC.
 *
 * @returns milliseconds since 1970, what lies beyond the millisecond cut off; null for anything else, also for
 * Postgres's `infinity`, for days that the calendar does not have, and before the year 100.
 */
export function decodeTime(value: unknown): number | null {
  if (value instanceof Date) return finiteOrNull(value.getTime());
  if (typeof value === "number") return finiteOrNull(Math.floor(value));
  if (typeof value === "bigint") return Number(value);
  return typeof value === "string" ? parseTime(value.trim()) : null;
}

function parseTime(text: string): number | null {
  return parsePlain(text) ?? parseAny(text);
}

/** Of `2025-01-31T12:30:59.123Z`, as mltrain's own imports write it: most rows of SQLite, at a tenth of the price. */
function parsePlain(text: string): number | null {
  if (text.length !== 24 || !text.endsWith("Z")) return null;
  const year = digits(text, 0, 4);
  const month = digits(text, 5, 7);
  const day = digits(text, 8, 10);
  const time = Date.UTC(
    year,
    month - 1,
    day,
    digits(text, 11, 13),
    digits(text, 14, 16),
    digits(text, 17, 19),
    digits(text, 20, 23),
  );
  // Whatever is not written in exactly this way, or names a day or hour that there is not, is left to the other.
  return PLAIN.test(text) && year >= 100 && month >= 1 && month <= 12 && day >= 1 && day <= 28 ? time : null;
}
const PLAIN = /^\d{4}-\d\d-\d\dT(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;

function digits(text: string, start: number, end: number): number {
  let value = 0;
  for (let i = start; i < end; i++) value = value * 10 + text.charCodeAt(i) - 48;
  return value;
}

function parseAny(text: string): number | null {
  const match = TIME.exec(text);
  if (match === null) return null;
  const [, year, month, day, hour = "0", minute = "0", second = "0", fraction = "", zone = "Z"] = match;
  const date = Date.UTC(Number(year), Number(month) - 1, Number(day));
  // Date.UTC takes the 31st of June for the 1st of July, and the years 0 to 99 for 1900 to 1999.
  const isCalendarDay = new Date(date).toISOString().startsWith(`${year ?? ""}-${month ?? ""}-${day ?? ""}`);
  if (!isCalendarDay || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return null;
  const seconds = Number(hour) * 3600 + Number(minute) * 60 + Number(second) - offsetSeconds(zone);
  return date + seconds * 1000 + Number(fraction.padEnd(3, "0").slice(0, 3));
}

/** Seconds that the zone is ahead of UTC: `+05:30`, `-0800`, `+01`, `+05:53:28`, `Z`. */
function offsetSeconds(zone: string): number {
  if (/^z$/i.test(zone)) return 0;
  const [hours = "", minutes = "", seconds = ""] = zone.slice(1).replaceAll(":", "").match(/\d{2}/g) ?? [];
  const ahead = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
  return zone.startsWith("-") ? -ahead : ahead;
}

function finiteOrNull(milliseconds: number): number | null {
  return Number.isFinite(milliseconds) ? milliseconds : null;
}
