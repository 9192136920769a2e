import { MODEL_NAMES, type ModelName } from "../../domain/models.js";
import { parseTenantId, type TenantId } from "../../domain/tenant.js";
import { parseWindow, WINDOW_FORM, type WorkWindow } from "../../domain/workWindow.js";
import { NotFoundError, UsageError } from "../../errors.js";

/** @throws UsageError if it is no tenant id, or a second one: the last would silently win. */
export function parseOneTenant(text: string, previous?: TenantId): TenantId {
  const tenant = parseTenantId(text);
  if (previous === undefined || previous === tenant) return tenant;
  throw new UsageError(`--tenant was given twice, ${previous} and ${tenant}`, {
    hint: "Run the command once for each tenant, or take --all-tenants.",
  });
}

/** @throws NotFoundError if there is no such model: which models there are does not depend on the command line. */
export function parseModels(text: string, previous: readonly ModelName[] = []): readonly ModelName[] {
  const names = text.split(",").map((name) => {
    const known = MODEL_NAMES.find((model) => model === name.trim());
    if (known !== undefined) return known;
    throw new NotFoundError(`there is no model ${JSON.stringify(name.trim())}`, {
      hint: `The models are ${MODEL_NAMES.join(", ")}.`,
    });
  });
  return MODEL_NAMES.filter((model) => previous.includes(model) || names.includes(model));
}

/** A parser of one of a few words. */
export function parseOneOf<Word extends string>(flag: string, words: readonly Word[]): (text: string) => Word {
  return (text) => {
    const known = words.find((word) => word === text);
    if (known !== undefined) return known;
    throw new UsageError(`${flag} ${JSON.stringify(text)} is not known`, { hint: `Give one of: ${words.join(", ")}.` });
  };
}

/** @throws UsageError if no role of Postgres can be called so. */
export function parseRole(text: string): string {
  if (text !== "" && !text.includes("\0") && Buffer.byteLength(text) <= 63) return text;
  throw new UsageError(`--role ${JSON.stringify(text)} is not valid`, { hint: "A role's name has 1 to 63 bytes." });
}

/** A parser of whole numbers, written in digits alone. */
export function parseWhole(flag: string, low: number, high: number): (text: string) => number {
  return (text) => {
    const value = /^\d{1,10}$/.test(text) ? Number(text) : NaN;
    if (value >= low && value <= high) return value;
    throw new UsageError(`${flag} ${JSON.stringify(text)} is not valid`, {
      hint: `Give a whole number from ${low} to ${high}, in digits.`,
    });
  };
}

export interface Shard {
  readonly index: number;
  readonly count: number;
}

/** Undefined unless `index` and `count` are digits with `0 ≤ index < count`. */
export function shardOf(index: string, count: string): Shard | undefined {
  if (![index, count].every((digits) => /^\d{1,6}$/.test(digits))) return undefined;
  const shard = { index: Number(index), count: Number(count) };
  return shard.index < shard.count ? shard : undefined;
}

/** @throws UsageError if it is not `i/n` with `0 ≤ i < n`. */
export function parseShard(text: string): Shard {
  const [index = "", count = "", ...rest] = text.split("/");
  const shard = rest.length === 0 ? shardOf(index, count) : undefined;
  if (shard !== undefined) return shard;
  throw new UsageError(`--shard ${JSON.stringify(text)} is not valid`, {
    hint: "Give i/n with 0 ≤ i < n: of three shards the first is 0/3, the last 2/3.",
  });
}

/** @throws UsageError if it is no window, or its time zone does not exist. */
export function parseWorkWindow(text: string): WorkWindow {
  const window = parseWindow(text);
  if (window !== undefined) return window;
  throw new UsageError(`--window ${JSON.stringify(text)} is not valid`, { hint: `Give ${WINDOW_FORM}.` });
}

/** A parser of a number of days, as in `7d`. */
export function parseDays(flag: string): (text: string) => number {
  return (text) => {
    const days = Number(/^(\d{1,4})d$/.exec(text)?.[1] ?? NaN);
    if (days >= 1) return days;
    throw new UsageError(`${flag} ${JSON.stringify(text)} is not valid`, {
      hint: "Give whole days, from 1d to 9999d.",
    });
  };
}
