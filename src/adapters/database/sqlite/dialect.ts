import type { Knex } from "knex";
import type { Dialect } from "../common/dialect.js";
import { codeOf, messageOf } from "../common/driverErrors.js";
import { sqliteGuard } from "../guard/known/sqliteGuard.js";
import { explainSqlite } from "./errors.js";

/** Rows handed over at a time: few enough to hold, enough that handing over costs little beside reading. */
const BATCH = 100;
/** How many batches pass before the event loop is let in: the driver itself never gives way. */
const BATCHES_PER_TURN = 50;

/** The SQLite side of the differences; its times are ISO 8601 text in UTC with milliseconds, which sorts as text. */
export const sqliteDialect: Dialect = {
  kind: "sqlite",

  now: (db, plusSeconds = 0) =>
    db.raw("strftime('%Y-%m-%dT%H:%M:%fZ', 'now', ?)", [`${plusSeconds.toFixed(3)} seconds`]),

  byteOrder: (db, column) => db.raw("cast(?? as text) collate binary", [column]),

  // A number is a time in milliseconds already: how JavaScript programs store dates. SQLite reads offsets in the form
  // +05:30 alone; +0530, and the +05 that Postgres writes, are brought into it.
  comparableTime: (db, column) =>
    db.raw(
      `case when typeof(:column:) <> 'text' then :column:
        when :column: glob '*:*[+-][0-9][0-9]' then round(unixepoch(:column: || ':00', 'subsec') * 1000)
        when :column: glob '*:*[+-][0-9][0-9][0-9][0-9]'
          then round(unixepoch(substr(:column:, 1, length(:column:) - 2) || ':' || substr(:column:, -2), 'subsec') * 1000)
        else round(unixepoch(:column:, 'subsec') * 1000) end`,
      { column },
    ),

  time: (milliseconds) => milliseconds,

  // SQLite keeps to no length.
  longestText: () => Promise.resolve(undefined),

  async columnsOf(db, table) {
    const [name, schema] = table.split(".").reverse();
    const columns = await db
      .select<{ name: string }[]>("name")
      .from(db.raw("pragma_table_xinfo(?, ?)", [name ?? table, schema ?? "main"]))
      .whereNot("hidden", 1);
    return columns.length === 0 ? undefined : columns.map((column) => column.name);
  },

  stream: streamRows,

  // The transaction is a snapshot from its first read on, and the driver knows no timeout for a statement.
  snapshotMode: { readOnly: true },
  beginSnapshot: () => Promise.resolve(),
  beginTransaction: () => Promise.resolve(),
  // There are no policies that could go by a tenant.
  // A writing transaction locks the file from its beginning; see sqliteClient.ts.
  lockMigrations: () => Promise.resolve(),

  // At most 32,766 bound values and 500 rows ("terms in a compound select") to a statement.
  insertableRows: (columns) => Math.max(1, Math.min(500, Math.floor(32_766 / Math.max(1, columns)))),

  explain: explainSqlite,
  // What passes is another program's write, and that was waited for already; see sqliteClient.ts.
  isTransient: () => false,
  isUniqueViolation: (error) => /^SQLITE_CONSTRAINT_(UNIQUE|PRIMARYKEY|ROWID)$/.test(codeOf(error)),
  isMissingRelation: (error) => codeOf(error) === "SQLITE_ERROR" && /no such table/.test(messageOf(error)),
};

/**
 * A value as the driver should be given it. It aborts the process on a boolean, and binds every number as a real one, so
 * that 2 would not equal the text '2' of a column of text, but '2.0'.
 */
export function bindable(value: unknown): unknown {
  if (typeof value === "boolean") return BigInt(value);
  return Number.isSafeInteger(value) ? BigInt(value as number) : value;
}

type Row = Readonly<Record<string, unknown>>;

/** What is used of the driver's connection. */
interface SqliteConnection {
  prepare(sql: string): { iterate(bindings: readonly unknown[]): Iterator<Row> };
  interrupt(): void;
}

async function* streamRows(db: Knex.Transaction, query: Knex.QueryBuilder): AsyncGenerator<readonly Row[]> {
  const client = db.client as { readonly config: object; acquireConnection(): Promise<SqliteConnection> };
  const connection = await client.acquireConnection();
  const { sql, bindings } = query.toSQL().toNative();
  await sqliteGuard.check(client, connection, { sql, bindings, queryContext: query.queryContext() as unknown });
  let rows: Iterator<Row> | undefined;
  let done = false;
  try {
    rows = connection.prepare(sql).iterate(bindings.map(bindable));
    for (let count = 1; !done; count++) {
      const batch: Row[] = [];
      while (batch.length < BATCH && !done) {
        const next = rows.next();
        if (next.done === true) done = true;
        else batch.push(next.value);
      }
      if (batch.length > 0) yield batch;
      if (count % BATCHES_PER_TURN === 0) await new Promise(setImmediate);
    }
  } catch (error) {
    done = true;
    throw explainSqlite(error) ?? error;
  } finally {
    if (!done && rows !== undefined) abandon(connection, rows);
  }
}

/** Ends a statement early: while it is open, the connection goes on seeing the database as it was at its start. */
function abandon(connection: SqliteConnection, rows: Iterator<Row>): void {
  connection.interrupt();
  try {
    while (rows.next().done !== true);
  } catch (error) {
    if (codeOf(error) !== "SQLITE_INTERRUPT") throw error;
  }
}
