import type { Knex } from "knex";
import Cursor from "pg-cursor";
import type { ClientBase } from "pg";
import { postgresGuard } from "./guard/postgresGuard.js";
import { explainPostgres } from "./postgresErrors.js";
import { RAW_TYPES } from "./postgresTypes.js";

type Row = Readonly<Record<string, unknown>>;

/** Rows fetched per round trip: enough to hide its latency, few enough to hold. */
const BATCH = 1000;

/** The rows of a query, fetched through a cursor on the transaction's own connection. */
export async function* streamCursor(db: Knex.Transaction, query: Knex.QueryBuilder): AsyncGenerator<readonly Row[]> {
  const client = db.client as { readonly config: object; acquireConnection(): Promise<ClientBase> };
  const connection = await client.acquireConnection();
  const { sql, bindings } = query.toSQL().toNative();
  await postgresGuard.check(client, connection, { sql, bindings, queryContext: query.queryContext() as unknown });
  const cursor = connection.query(new Cursor<Row>(sql, [...bindings], { types: RAW_TYPES }));
  let failed = false;
  try {
    for (;;) {
      const rows = await cursor.read(BATCH);
      if (rows.length > 0) yield rows;
      if (rows.length < BATCH) return;
    }
  } catch (error) {
    failed = true;
    throw explainPostgres(error) ?? error;
  } finally {
    // A cursor that failed is closed; on a connection that was lost, asking for it would wait for ever.
    if (!failed) await cursor.close();
  }
}
