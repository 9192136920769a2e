/**
 * JSON whose bytes depend on the value alone: keys sorted by their code units, no blanks. Members that are undefined
 * are left out, as `JSON.stringify` does.
 *
 * @throws RangeError if a number is not finite: JSON would turn it into null.
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (key, member: unknown) => {
    if (typeof member === "number" && !Number.isFinite(member)) {
      throw new RangeError(`${key === "" ? "the value" : key} is ${member}, which JSON cannot hold`);
    }
    return isRecord(member) ? sortKeys(member) : member;
  });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function sortKeys(record: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}
