import type { Knex } from "knex";
import type { Dialect } from "../common/dialect.js";
import { codeOf } from "../common/driverErrors.js";
import { explainPostgres, isTransient } from "./errors.js";
import { streamCursor } from "./cursor.js";
import { Purpose } from "../guard/statement/purpose.js";
import {
  LIMITS_SQL,
  limitValues,
  SETTINGS_SQL,
  settingValues,
  type StatementSettings,
} from "../common/sessionSettings.js";

/** Times that both databases can compare: years 0001 to 9999. */
const EARLIEST = Date.parse("0001-01-01T00:00:00Z");
const LATEST = Date.UTC(10_000, 0, 1) - 1;

/** The Postgres side of the differences; its times are `timestamptz`. */
export const postgresDialect: Dialect = {
  kind: "postgres",

  // Not now(), which stands still within a transaction.
  now: (db, plusSeconds = 0) => db.raw("clock_timestamp() + ?::float8 * interval '1 second'", [plusSeconds]),

  byteOrder: (db, column) => db.raw('cast(?? as text) collate "C"', [column]),

  // A timestamp without a zone is taken in the transaction's, which a snapshot sets to UTC; so is text.
  comparableTime: (db, column) => db.raw("cast(?? as timestamptz)", [column]),

  time: (milliseconds) => new Date(Math.min(Math.max(milliseconds, EARLIEST), LATEST)).toISOString(),

  async columnsOf(db, table) {
    const rows = await db
      .select<{ found: boolean; name: string | null }[]>(db.raw("relation.oid is not null as found"), "attname as name")
      .from(db.raw("(select to_regclass(?) as oid) as relation", [quoted(table)]))
      .leftJoin(db.raw("pg_catalog.pg_attribute on attrelid = relation.oid and attnum > 0 and not attisdropped"))
      .orderBy("attnum");
    if (rows[0]?.found !== true) return undefined;
    return rows.map((row) => row.name).filter((name) => name !== null);
  },

  async longestText(db, table, column) {
    const row = await db("pg_catalog.pg_attribute")
      .whereRaw("attrelid = to_regclass(?) and atttypid in ('varchar'::regtype, 'bpchar'::regtype)", [quoted(table)])
      .where("attname", column)
      .first<{ modifier: number } | undefined>("atttypmod as modifier");
    // The length and the 4 bytes of its own header; -1 without a length.
    return row === undefined || row.modifier < 0 ? undefined : row.modifier - 4;
  },

  stream: streamCursor,

  snapshotMode: { readOnly: true, isolationLevel: "repeatable read" },
  beginSnapshot: limit,
  beginTransaction: limit,

  async lockMigrations(trx) {
    // Held until the transaction ends, so that neither a crash nor a pooler can leave it behind.
    await trx.raw("select pg_advisory_xact_lock(hashtextextended('mltrain_migrations', 0))");
  },

  // At most 65,535 bound values to a statement.
  insertableRows: (columns) => Math.max(1, Math.min(1000, Math.floor(65_535 / Math.max(1, columns)))),

  explain: explainPostgres,
  isTransient,
  isUniqueViolation: (error) => codeOf(error) === "23505",
  isMissingRelation: (error) => codeOf(error) === "42P01",
};

/** What holds until the transaction ends for statements that bring no settings of their own. */
async function limit(trx: Knex.Transaction, settings: StatementSettings): Promise<void> {
  const { tenant } = settings;
  if (tenant === undefined) await trx.raw(LIMITS_SQL, limitValues(settings));
  else await trx.raw(SETTINGS_SQL, settingValues(settings)).queryContext(Purpose.ofTenant(tenant));
}

function quoted(table: string): string {
  return table
    .split(".")
    .map((part) => `"${part.replaceAll('"', '""')}"`)
    .join(".");
}
