import type { Node } from "libpg-query";
import { AmbiguousTextError, toPostgresText } from "./sqliteText.js";

export type DatabaseKind = "sqlite" | "postgres";

/** What the parser has made of a text. */
export type Parsed = { readonly statement: Node } | { readonly unreadable: string };

interface Parser {
  readonly loadModule: () => Promise<void>;
  readonly parseSync: (text: string) => unknown;
}

let parser: Promise<Parser> | undefined;

/** PostgreSQL's own parser, compiled to WebAssembly; it takes a tenth of a second to load. */
async function load(): Promise<Parser> {
  const loaded = (await import("libpg-query")) as Parser;
  await loaded.loadModule();
  return loaded;
}

/** Reads one statement of either database. */
export async function parse(sql: string, kind: DatabaseKind): Promise<Parsed> {
  parser ??= load();
  const { parseSync } = await parser;
  // The parser would see nothing of what comes after it.
  if (sql.includes("\0")) return { unreadable: "it holds a NUL character" };
  try {
    const { stmts = [] } = parseSync(kind === "sqlite" ? toPostgresText(sql) : sql) as { stmts?: { stmt?: Node }[] };
    const [first] = stmts;
    if (stmts.length !== 1) return { unreadable: `it holds ${String(stmts.length)} statements` };
    return first?.stmt === undefined ? { unreadable: "it is empty" } : { statement: first.stmt };
  } catch (error) {
    const what = error instanceof AmbiguousTextError ? `${error.message} could be read in two ways` : undefined;
    return { unreadable: what ?? "the parser cannot read it" };
  }
}
