/**
 * Statements of which one kind may be sent for tenant 1 and the other may not. In them `:me` stands for a bound 1,
 * `:other` for a bound 2, `:x` for a bound text and `:all` for a bound list.
 */
export interface Twins {
  readonly correct: readonly string[];
  readonly leaks: readonly string[];
}

const VALUES: Readonly<Record<string, unknown>> = { me: 1, other: 2, x: "a text", all: [1, 2] };

/** A statement as a database's driver is given it. */
export interface Bound {
  readonly sql: string;
  readonly bindings: readonly unknown[];
}

/** Writes the places as the database has them, and gives the values for them in order. */
export function bound(text: string, kind: "sqlite" | "postgres"): Bound {
  const bindings: unknown[] = [];
  const sql = text.replace(/:(me|other|x|all)\b/g, (_, name: string) => {
    bindings.push(VALUES[name]);
    return kind === "sqlite" ? "?" : `$${String(bindings.length)}`;
  });
  return { sql, bindings };
}
