import fc from "fast-check";

/** Texts that break programs. */
export const wildText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    ...[
      "",
      " ",
      "0",
      "-0",
      "1",
      "-1",
      "1e309",
      "NaN",
      "Infinity",
      "null",
      "undefined",
      "true",
      "[]",
      "{}",
      "2147483648",
    ],
    ...[
      "9007199254740993",
      "1".repeat(400),
      "a".repeat(5000),
      "../../etc/passwd",
      "'; drop table ml_models; --",
      "%s%n%x",
    ],
    ...[
      "__proto__",
      "constructor",
      "toString",
      "\u0000",
      "\ufeff",
      "\ud800",
      "\u202e",
      "\n",
      "\r\n",
      "\t",
      "\u{1F4A5}",
    ],
    ...["2026-02-30", "0000-00-00", "+275760-09-13T00:00:00Z", "2025-06-01", "2025-06-01T25:61:61Z", "1e3", "0x10"],
    ...[
      "postgres://",
      "postgres://u:p@/",
      "http://[",
      "file:",
      "sqlite:",
      ":memory:",
      "--",
      "-",
      "=",
      "--=",
      "\\",
      '"',
    ],
  ),
  fc.string({ maxLength: 30 }),
  fc.string({ maxLength: 30, unit: "binary" }),
);

/** Values that JSON can hold. */
export const wildValue: fc.Arbitrary<unknown> = fc.oneof(
  wildText,
  fc.constantFrom<unknown>(null, true, false, 0, -0, -1, 1.5, 1e308, -1e308, 5e-324, 2 ** 31, 2 ** 53, 1e21, [], {}),
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom<unknown>(
    [[[[[[]]]]]],
    { a: { a: { a: {} } } },
    Array.from({ length: 2000 }, () => 0),
  ),
);

/** One change of a text: some characters at a position are replaced. */
export interface Edit {
  /** As a share of the text. */
  readonly at: number;
  readonly removed: number;
  readonly put: string;
}

export const edits: fc.Arbitrary<Edit[]> = fc.array(
  fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    removed: fc.oneof(fc.nat(3), fc.nat(400)),
    put: fc.oneof(
      fc.constant(""),
      fc.constantFrom("{", "}", "[", "]", ",", ":", '"', "'", "\\", "\n", ";", "=", "-", "0"),
      wildText,
    ),
  }),
  { minLength: 1, maxLength: 6 },
);

export function edited(text: string, all: readonly Edit[]): string {
  return all.reduce((so, { at, removed, put }) => {
    const place = Math.floor(at * so.length);
    return so.slice(0, place) + put + so.slice(place + removed);
  }, text);
}

/** One change of a JSON value: the value at a path is replaced or removed. */
export interface Graft {
  /** The child to take at each step, as a share of the children. */
  readonly path: readonly number[];
  /** Undefined: the value is removed. */
  readonly put: unknown;
}

export const grafts: fc.Arbitrary<Graft[]> = fc.array(
  fc.record({
    path: fc.array(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), { minLength: 1, maxLength: 5 }),
    put: fc.oneof({ weight: 4, arbitrary: wildValue }, { weight: 1, arbitrary: fc.constant(undefined) }),
  }),
  { minLength: 1, maxLength: 3 },
);

export function grafted(value: unknown, all: readonly Graft[]): unknown {
  return all.reduce((so: unknown, { path, put }) => graft(so, path, put), value);
}

function graft(value: unknown, [step, ...rest]: readonly number[], put: unknown): unknown {
  if (step === undefined || typeof value !== "object" || value === null) return put;
  if (Array.isArray(value)) {
    const at = Math.floor(step * value.length);
    const child = rest.length === 0 ? put : graft(value[at], rest, put);
    return child === undefined ? value.toSpliced(at, 1) : value.toSpliced(at, 1, child);
  }
  const entries = Object.entries(value);
  const chosen = entries[Math.floor(step * entries.length)];
  if (chosen === undefined) return put;
  const child = rest.length === 0 ? put : graft(chosen[1], rest, put);
  return Object.fromEntries(
    entries.flatMap(([name, each]) =>
      name !== chosen[0] ? [[name, each]] : child === undefined ? [] : [[name, child]],
    ),
  );
}
