import type { ColumnKind, ImportValue } from "./columns.js";

/** The maximum length of a cell, in UTF-16 code units (1 Mi). A row with a longer cell is refused. */
export const LONGEST_CELL = 1_048_576;

/** The maximum length of a key, in UTF-16 code units. Both databases can index such a key. */
export const LONGEST_KEY = 500;

/** The reasons to refuse a cell. */
export type CellProblem =
  "too-long" | "holds-nul" | "empty-key" | "not-a-number" | "not-a-whole-number" | "not-a-time" | "not-a-boolean";

export type DecodedCell = { readonly value: ImportValue } | { readonly problem: CellProblem };

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const TIME =
  /^([1-9]\d{3})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(?: ?(Z|[+-]\d\d(?::?\d\d)?))?)?$/i;
const BOOLEANS: Readonly<Record<string, boolean>> = {
  true: true,
  t: true,
  "1": true,
  false: false,
  f: false,
  "0": false,
};

/**
 * Decodes a cell of a CSV file. An empty cell is null, or a problem if the column requires a value. Texts and keys stay
 * unchanged. Around other values, whitespace is ignored.
 *
 * Whole numbers may be written as `3.0`, because some programs cannot store missing values in columns of integers. Whole
 * numbers beyond ±(2^53 − 1) are refused.
 *
 * @param text - the cell, without its quotes.
 * @returns the value to bind, or the problem.
 */
export function decodeCell(kind: ColumnKind, text: string): DecodedCell {
  if (text.length > LONGEST_CELL) return { problem: "too-long" };
  if (kind === "key" || kind === "text") return decodeText(kind, text);
  const trimmed = text.trim();
  if (trimmed === "") return decodeEmpty(kind);
  switch (kind) {
    case "number":
      return decodeNumber(trimmed);
    case "whole-number":
    case "whole-key":
      return decodeWholeNumber(trimmed);
    case "time":
    case "known-time":
      return decodeTime(trimmed);
    case "boolean":
      return decodeBoolean(trimmed);
  }
}

function decodeEmpty(kind: ColumnKind): DecodedCell {
  if (kind === "whole-key") return { problem: "empty-key" };
  return kind === "known-time" ? { problem: "not-a-time" } : { value: null };
}

function decodeText(kind: "key" | "text", text: string): DecodedCell {
  if (text === "") return kind === "key" ? { problem: "empty-key" } : { value: null };
  if (kind === "key" && text.length > LONGEST_KEY) return { problem: "too-long" };
  // PostgreSQL cannot store NUL. SQLite can, but both databases must accept the same files.
  return text.includes("\0") ? { problem: "holds-nul" } : { value: text };
}

function decodeNumber(text: string): DecodedCell {
  const value = NUMBER.test(text) ? Number(text) : NaN;
  return Number.isFinite(value) ? { value } : { problem: "not-a-number" };
}

function decodeWholeNumber(text: string): DecodedCell {
  const value = NUMBER.test(text) ? Number(text) : NaN;
  return Number.isSafeInteger(value) ? { value } : { problem: "not-a-whole-number" };
}

function decodeBoolean(text: string): DecodedCell {
  const word = text.toLowerCase();
  const value = Object.hasOwn(BOOLEANS, word) ? BOOLEANS[word] : undefined; // a plain lookup finds `constructor`
  return value === undefined ? { problem: "not-a-boolean" } : { value };
}

/**
 * Decodes ISO 8601. Accepts a space instead of the T, as databases write it. The default zone is UTC, the default time is
 * midnight.
 */
function decodeTime(text: string): DecodedCell {
  const match = TIME.exec(text);
  if (match === null) return { problem: "not-a-time" };
  const [, year, month, day, hours = "0", minutes = "0", seconds = "0", fraction = "", zone = "Z"] = match;
  const local = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hours), Number(minutes), Number(seconds));
  const offset = zoneMinutes(zone);
  const isValid =
    new Date(local).getUTCMonth() + 1 === Number(month) &&
    new Date(local).getUTCDate() === Number(day) &&
    Number(hours) <= 23 &&
    Number(minutes) <= 59 &&
    Number(seconds) <= 59;
  if (!isValid || offset === undefined) return { problem: "not-a-time" };
  const milliseconds = Number(fraction.slice(0, 3).padEnd(3, "0"));
  return { value: new Date(local + milliseconds - offset * 60_000).toISOString() };
}

/** Returns the offset of a zone from UTC in minutes, positive to the east; undefined if the offset is out of range. */
function zoneMinutes(zone: string): number | undefined {
  if (zone.toUpperCase() === "Z") return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(3).replace(":", ""));
  if (hours > 15 || minutes > 59) return undefined;
  return (zone.startsWith("-") ? -1 : 1) * (hours * 60 + minutes);
}
