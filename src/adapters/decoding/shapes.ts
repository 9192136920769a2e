/*
 * Guards of what is kept as JSON in mltrain's own tables. By hand: every command reads such cells, and loading a
 * validator takes longer than most commands do.
 */

export type Guard<T> = (value: unknown) => value is T;
type Check = (value: unknown) => boolean;

export const isText = (value: unknown): value is string => typeof value === "string";
export const isNumber = (value: unknown): value is number => Number.isFinite(value);
export const isFlag = (value: unknown): value is boolean => typeof value === "boolean";

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export const oneOf =
  <T extends string>(words: readonly T[]): Guard<T> =>
  (value): value is T =>
    words.some((word) => word === value);

export const optional =
  (is: Check): Check =>
  (value) =>
    value === undefined || is(value);

export const listOf =
  <T>(is: (value: unknown) => value is T): Guard<readonly T[]> =>
  (value): value is readonly T[] =>
    Array.isArray(value) && value.every(is);

export const recordOf =
  <T>(is: (value: unknown) => value is T): Guard<Readonly<Record<string, T>>> =>
  (value): value is Readonly<Record<string, T>> =>
    isRecord(value) && Object.values(value).every(is);

/** An object whose members are as said; it may have more. */
export const shapeOf =
  <T>(members: { readonly [name in keyof T]-?: Check }): Guard<T> =>
  (value): value is T =>
    isRecord(value) && Object.entries<Check>(members).every(([name, is]) => is(value[name]));
