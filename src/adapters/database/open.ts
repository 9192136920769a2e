import type { Database } from "./common/database.js";
import { parseDatabaseUrl } from "./common/databaseUrl.js";

export interface OpenOptions {
  /** Whether a SQLite file that does not exist is made; Postgres databases never are. */
  readonly create?: boolean;
  /** Most connections to a Postgres server at a time. */
  readonly poolSize?: number;
  /** How long to wait for a Postgres server to answer. */
  readonly connectTimeoutSeconds?: number;
  /** How long a Postgres server may take for a statement that is part of no transaction; absent: as long as it likes. */
  readonly statementTimeoutSeconds?: number;
  /** Once it is given, what runs on a Postgres server is cancelled after a moment, and waits for a SQLite file are cut short. */
  readonly signal?: AbortSignal;
}

/**
 * Opens the database of the URL; {@link parseDatabaseUrl} says which forms there are. Only the driver that is needed is
 * loaded. A Postgres server is first asked when the first statement is sent.
 *
 * @throws ConfigurationError if the URL is not understood, or the SQLite file does not exist.
 */
export async function openDatabase(url: string, options: OpenOptions = {}): Promise<Database> {
  const address = parseDatabaseUrl(url);
  if (address.kind === "sqlite") {
    const { openSqlite } = await import("./sqlite/client.js");
    return openSqlite(address.path, { create: options.create ?? false, signal: options.signal });
  }
  const { openPostgres } = await import("./postgres/client.js");
  return openPostgres(address.url, {
    poolSize: options.poolSize ?? 4,
    connectTimeoutSeconds: options.connectTimeoutSeconds ?? 10,
    statementTimeoutSeconds: options.statementTimeoutSeconds,
    signal: options.signal,
  });
}
