import type { Interval, Score } from "../../domain/scores.js";
import type { Setting } from "../../domain/settings.js";

/** Printed instead of an undefined number. */
export const NONE = "–";

/** Formats a measured number with two or three significant digits, and at most three decimals. */
export function measured(value: number | undefined): string {
  if (value === undefined || !Number.isFinite(value)) return NONE;
  const size = Math.abs(value);
  const text = value.toFixed(size < 1 ? 3 : size < 10 ? 2 : size < 100 ? 1 : 0);
  return /^-[0.]+$/.test(text) ? text.slice(1) : text;
}

/** Formats a bound of an interval, with fewer digits than the value itself. */
function bound(value: number): string {
  const size = Math.abs(value);
  const text = value.toFixed(size < 10 ? 2 : size < 100 ? 1 : 0);
  return /^-[0.]+$/.test(text) ? text.slice(1) : text;
}

/** Formats an interval: `[0.35, 0.47]`. */
export function intervalText([low, high]: Interval): string {
  return `[${bound(low)}, ${bound(high)}]`;
}

/** Formats a score with its interval, if any: `0.412 [0.35, 0.47]`. */
export function within({ value, interval }: Pick<Score, "value" | "interval">): string {
  const text = measured(value);
  return value === undefined || interval === undefined ? text : `${text} ${intervalText(interval)}`;
}

/** Formats a share: `12 %`. */
export function percent(share: number): string {
  return `${(100 * share).toFixed(0)} %`;
}

/** Formats an age in days: `61` or `35.2`. */
export function days(age: number | undefined): string {
  return age === undefined ? NONE : String(Number(age.toFixed(1)));
}

/** Formats a whole number with all its digits. */
export function count(value: number): string {
  return value.toLocaleString("en-US");
}

/** Formats a number with its noun: `1 row`, `2 rows`. */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** Formats a setting as it is written in its source. */
export function setting({ value }: Setting): string {
  return String(value);
}

const ORIGINS: Readonly<Record<Setting["origin"], string>> = {
  default: "",
  file: "from the config file",
  tenant: "from the tenant's section of the config file",
  rows: "1 % of the training rows",
};

/** Returns the source of a setting for a table: `default`, `config file`, `tenant` or `1 % of rows`. */
export function originWord({ origin }: Setting): string {
  if (origin === "file") return "config file";
  return origin === "rows" ? "1 % of rows" : origin;
}

/** Returns the source of a setting in parentheses, with a leading blank; empty for a default. */
export function originOf({ origin }: Setting): string {
  return ORIGINS[origin] === "" ? "" : ` (${ORIGINS[origin]})`;
}

/**
 * Formats a limit: `50`, `50, from the config file` or `200 = 4 × 50`.
 *
 * @param factor - back-off after attempts without promotion: 1, 2, 4, 8 …
 */
export function limitText(limit: Setting, factor = 1): string {
  const value = factor === 1 ? setting(limit) : `${count(limit.value * factor)} = ${factor} × ${setting(limit)}`;
  return ORIGINS[limit.origin] === "" ? value : `${value}, ${ORIGINS[limit.origin]}`;
}

/** Formats a ratio as a change: `+1.4 %` for 1.014. */
export function changeText(ratio: number | undefined): string {
  return ratio === undefined || !Number.isFinite(ratio) ? NONE : `${signedPercent(ratio)} %`;
}

/** Formats an interval of ratios as changes: `−2 to +5 %`. */
export function changeRange([low, high]: Interval): string {
  return `${signedPercent(low)} to ${signedPercent(high)} %`;
}

function signedPercent(ratio: number): string {
  const change = Number((100 * (ratio - 1)).toFixed(1));
  if (change === 0) return "0";
  return `${change < 0 ? "−" : "+"}${Math.abs(change)}`;
}
