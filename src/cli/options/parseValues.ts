import { MODEL_NAMES, type ModelName } from "../../domain/models.js";
import { parseTenantId, type TenantId } from "../../domain/tenant.js";
import { parseWindow, WINDOW_FORM, type WorkWindow } from "../../domain/workWindow.js";
import { NotFoundError, UsageError } from "../../errors.js";

/** Parses --tenant. @throws UsageError if it is not a tenant id, or differs from an earlier --tenant. */
export function parseOneTenant(text: string, previous?: TenantId): TenantId {
  const tenant = parseTenantId(text);
  if (previous === undefined || previous === tenant) return tenant;
  throw new UsageError(`--tenant was given twice: ${previous} and ${tenant}`, {
    hint: "Run the command once per tenant, or use --all-tenants.",
  });
}

/** Parses model names, separated by commas. @throws NotFoundError if a model does not exist. */
export function parseModels(text: string, previous: readonly ModelName[] = []): readonly ModelName[] {
  const names = text.split(",").map((name) => {
    const known = MODEL_NAMES.find((model) => model === name.trim());
    if (known !== undefined) return known;
    throw new NotFoundError(`model ${JSON.stringify(name.trim())} not found`, {
      hint: `Use one of: ${MODEL_NAMES.join(", ")}.`,
    });
  });
  return MODEL_NAMES.filter((model) => previous.includes(model) || names.includes(model));
}

/** Returns a parser that accepts one of the `words`. */
export function parseOneOf<Word extends string>(flag: string, words: readonly Word[]): (text: string) => Word {
  return (text) => {
    const known = words.find((word) => word === text);
    if (known !== undefined) return known;
    throw new UsageError(`${flag} ${JSON.stringify(text)} is not valid`, { hint: `Use one of: ${words.join(", ")}.` });
  };
}

/** Parses a role name. @throws UsageError if PostgreSQL does not allow the name. */
export function parseRole(text: string): string {
  if (text !== "" && !text.includes("\0") && Buffer.byteLength(text) <= 63) return text;
  throw new UsageError(`--role ${JSON.stringify(text)} is not valid`, {
    hint: "A role name has 1 to 63 bytes and no NUL character.",
  });
}

/** Returns a parser of whole numbers from `low` to `high`, written in digits only. */
export function parseWhole(flag: string, low: number, high: number): (text: string) => number {
  return (text) => {
    const value = /^\d{1,10}$/.test(text) ? Number(text) : NaN;
    if (value >= low && value <= high) return value;
    throw new UsageError(`${flag} ${JSON.stringify(text)} is not valid`, {
      hint: `Use a whole number from ${low} to ${high}, in digits.`,
    });
  };
}

export interface Shard {
  readonly index: number;
  readonly count: number;
}

/** Returns undefined unless `index` and `count` are digits with `0 ≤ index < count`. */
export function shardOf(index: string, count: string): Shard | undefined {
  if (![index, count].every((digits) => /^\d{1,6}$/.test(digits))) return undefined;
  const shard = { index: Number(index), count: Number(count) };
  return shard.index < shard.count ? shard : undefined;
}

/** Parses --shard. @throws UsageError if it is not `i/n` with `0 ≤ i < n`. */
export function parseShard(text: string): Shard {
  const [index = "", count = "", ...rest] = text.split("/");
  const shard = rest.length === 0 ? shardOf(index, count) : undefined;
  if (shard !== undefined) return shard;
  throw new UsageError(`--shard ${JSON.stringify(text)} is not valid`, {
    hint: "Use i/n with 0 ≤ i < n. Example: the first of three shards is 0/3, the last is 2/3.",
  });
}

/** Parses --window. @throws UsageError if it is not a time window, or the time zone does not exist. */
export function parseWorkWindow(text: string): WorkWindow {
  const window = parseWindow(text);
  if (window !== undefined) return window;
  throw new UsageError(`--window ${JSON.stringify(text)} is not valid`, { hint: `Use ${WINDOW_FORM}.` });
}

/** Returns a parser of a number of days, such as `7d`. */
export function parseDays(flag: string): (text: string) => number {
  return (text) => {
    const days = Number(/^(\d{1,4})d$/.exec(text)?.[1] ?? NaN);
    if (days >= 1) return days;
    throw new UsageError(`${flag} ${JSON.stringify(text)} is not valid`, {
      hint: "Use whole days, from 1d to 9999d.",
    });
  };
}
