import type { Interval, Score } from "../../domain/scores.js";
import type { Setting } from "../../domain/settings.js";

/** What stands where a number is not defined. */
export const NONE = "–";

/** A measured number in two to three significant digits; small ones are cut to three places. */
export function measured(value: number | undefined): string {
  if (value === undefined || !Number.isFinite(value)) return NONE;
  const size = Math.abs(value);
  const text = value.toFixed(size < 1 ? 3 : size < 10 ? 2 : size < 100 ? 1 : 0);
  return /^-[0.]+$/.test(text) ? text.slice(1) : text;
}

/** An end of an interval: rougher than what lies in it. */
function end(value: number): string {
  const size = Math.abs(value);
  const text = value.toFixed(size < 10 ? 2 : size < 100 ? 1 : 0);
  return /^-[0.]+$/.test(text) ? text.slice(1) : text;
}

/** `[0.35, 0.47]`. */
export function intervalText([low, high]: Interval): string {
  return `[${end(low)}, ${end(high)}]`;
}

/** `0.412 [0.35, 0.47]`: a score with its interval, where it has one. */
export function within({ value, interval }: Pick<Score, "value" | "interval">): string {
  const text = measured(value);
  return value === undefined || interval === undefined ? text : `${text} ${intervalText(interval)}`;
}

/** `12 %`, of a share. */
export function percent(share: number): string {
  return `${(100 * share).toFixed(0)} %`;
}

/** An age in days. */
export function days(age: number | undefined): string {
  return age === undefined ? NONE : age.toFixed(1);
}

/** A whole number, in full. */
export function count(value: number): string {
  return value.toLocaleString("en-US");
}

/** `1 row`, `2 rows`. */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** A number that somebody set, as it was set. */
export function setting({ value }: Setting): string {
  return String(value);
}

const ORIGINS: Readonly<Record<Setting["origin"], string>> = {
  default: "",
  file: " (from the config file)",
  tenant: " (from the tenant's section of the config file)",
  rows: " (1 % of the rows that it knows)",
};

/** `default`, `config file`, `tenant` or `1 % of its rows`: where a number came from, in a table. */
export function originWord({ origin }: Setting): string {
  if (origin === "file") return "config file";
  return origin === "rows" ? "1 % of its rows" : origin;
}

/** Where the number came from, if it is not the default. */
export function originOf({ origin }: Setting): string {
  return ORIGINS[origin];
}
