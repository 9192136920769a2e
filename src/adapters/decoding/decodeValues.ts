import { compareText } from "../../learning/features/compareText.js";

/*
 * Values as the two databases' drivers return them, whatever type the platform's column has. The same data must decode
 * to the same values on both: a boolean is 1 on SQLite and true on Postgres, a number may come as text.
 */

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const YES = new Set(["true", "t", "1", "yes", "y", "on"]);
const NO = new Set(["false", "f", "0", "no", "n", "off"]);

/** @returns the number, NaN for a value that is none, null for null or blank text. −0 is 0. */
export function decodeNumber(value: unknown): number | null {
  if (value === null || value === undefined) return null;
  if (typeof value === "number") return value + 0;
  if (typeof value === "bigint") return Number(value);
  if (typeof value !== "string") return NaN;
  const text = value.trim();
  if (text === "") return null;
  return NUMBER.test(text) ? Number(text) + 0 : NaN;
}

/** @returns null for null and for a value that is no truth value. */
export function decodeBoolean(value: unknown): boolean | null {
  if (typeof value === "boolean") return value;
  const text = scalarText(value)?.trim().toLowerCase() ?? "";
  if (YES.has(text)) return true;
  return NO.has(text) ? false : null;
}

/** @returns the text as it is; a number or truth value as text; null for anything else. */
export function decodeText(value: unknown): string | null {
  return scalarText(value);
}

/**
 * Opaque text: 5 and "5" are one category, blank text is none. An array, also as JSON text, is a set: its distinct
 * members in order of their code units, with commas between; none if it is empty.
 */
export function decodeCategory(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (Array.isArray(value)) return joinMembers(value);
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return null;
  if (value instanceof Object) return canonicalJson(value);
  const text = scalarText(value)?.trim() ?? "";
  if (text === "") return null;
  return text.startsWith("[") || text.startsWith("{") ? fromJsonText(text) : text;
}

function fromJsonText(text: string): string | null {
  try {
    return decodeCategory(JSON.parse(text));
  } catch {
    return text; // "[Backend] team" only looks like JSON
  }
}

function joinMembers(members: readonly unknown[]): string | null {
  const names = members.map(decodeCategory).filter((name) => name !== null);
  return names.length === 0 ? null : [...new Set(names)].sort(compareText).join(",");
}

/** Keys sorted, so that the order in which they were written does not matter. */
function canonicalJson(value: object): string {
  return JSON.stringify(value, (_, member: unknown) =>
    member instanceof Object && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => compareText(a, b)))
      : member,
  );
}

function scalarText(value: unknown): string | null {
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "bigint" || typeof value === "boolean" ? String(value) : null;
}
