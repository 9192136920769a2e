import type { Setting } from "../domain/settings.js";

/** What stands where a number is not defined. */
export const NONE = "–";

/** A measured number in two to three significant digits; small ones are cut to three places. */
export function measured(value: number | undefined): string {
  if (value === undefined || !Number.isFinite(value)) return NONE;
  const size = Math.abs(value);
  const text = value.toFixed(size < 1 ? 3 : size < 10 ? 2 : size < 100 ? 1 : 0);
  return /^-[0.]+$/.test(text) ? text.slice(1) : text;
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
};

/** Where the number came from, if it is not the default. */
export function originOf({ origin }: Setting): string {
  return ORIGINS[origin];
}
