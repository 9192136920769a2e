import type { Knex } from "knex";
import Cursor from "pg-cursor";
import type { ClientBase } from "pg";
import { postgresGuard } from "../guard/known/postgresGuard.js";
import { explainPostgres } from "./errors.js";
import { RAW_TYPES } from "./types.js";

type Row = Readonly<Record<string, unknown>>;

/** What is used of the driver's cursor beside its types. */
interface WireCursor extends Cursor<Row> {
  handleError(error: Error): void;
}

const DriversCursor = Cursor as unknown as new (...of: ConstructorParameters<typeof Cursor>) => WireCursor;

/** Rows fetched per round trip: enough to hide its latency, few enough to hold. */
const BATCH = 1000;

/**
 * The driver's cursor takes itself for done once the last row is there, and tells nobody of a failure after that; and
 * asked to close on a connection that was lost, it waits for an answer. Here every failure ends what waits.
 */
class WatchedCursor extends DriversCursor {
  private failed = false;
  private fail: (error: Error) => void = () => undefined;
  private readonly failure = new Promise<never>((_, reject) => (this.fail = reject));

  constructor(sql: string, values: readonly unknown[]) {
    super(sql, [...values], { types: RAW_TYPES });
    this.failure.catch(() => undefined); // whoever reads or closes is told
  }

  override handleError(error: Error): void {
    this.failed = true;
    this.fail(error);
    super.handleError(error);
  }

  /** The next rows; fewer than asked for are the last. */
  next(rows: number): Promise<readonly Row[]> {
    return Promise.race([this.read(rows), this.failure]);
  }

  /** Closes what the server holds. It holds nothing of a cursor that failed, and whatever the connection does next fails too. */
  async finish(): Promise<void> {
    if (!this.failed) await Promise.race([this.close(), this.failure]).catch(() => undefined);
  }
}

/** The rows of a query, fetched through a cursor on the transaction's own connection. */
export async function* streamCursor(db: Knex.Transaction, query: Knex.QueryBuilder): AsyncGenerator<readonly Row[]> {
  const client = db.client as { readonly config: object; acquireConnection(): Promise<ClientBase> };
  const connection = await client.acquireConnection();
  const { sql, bindings } = query.toSQL().toNative();
  await postgresGuard.check(client, connection, { sql, bindings, queryContext: query.queryContext() as unknown });
  const cursor = connection.query(new WatchedCursor(sql, bindings));
  try {
    for (;;) {
      const rows = await cursor.next(BATCH);
      if (rows.length > 0) yield rows;
      if (rows.length < BATCH) return;
    }
  } catch (error) {
    throw explainPostgres(error) ?? error;
  } finally {
    await cursor.finish();
  }
}
