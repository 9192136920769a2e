import type { Database } from "../../../src/adapters/database/common/database.js";
import { openAsOwner } from "./unguarded.js";

/**
 * Every row of every table, as lines of text in an order that does not depend on how they are stored: equal dumps hold
 * the same. Without mltrain's own bookkeeping of leases and runs where `except` names it.
 */
export async function dumpOf(url: string, except: readonly string[] = []): Promise<string[]> {
  const database = await openAsOwner(url);
  try {
    const lines: string[] = [];
    for (const table of await tablesOf(database)) {
      if (except.includes(table)) continue;
      const rows = await database.knex(table).select<object[]>("*");
      lines.push(
        ...rows.map((row) => `${table} ${JSON.stringify(row)}`).sort(),
        `${table}: ${String(rows.length)} rows`,
      );
    }
    return lines;
  } finally {
    await database.close();
  }
}

async function tablesOf({ knex, dialect }: Database): Promise<string[]> {
  const query =
    dialect.kind === "sqlite"
      ? knex("sqlite_master").where("type", "table").select<{ name: string }[]>("name")
      : knex("pg_catalog.pg_tables").where("schemaname", "public").select<{ name: string }[]>("tablename as name");
  return (await query).map(({ name }) => name).sort();
}
