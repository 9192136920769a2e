import type { Socket } from "node:net";
import knex from "knex";
import Client from "knex/lib/dialects/postgres/index.js";
import pg from "pg";
import { ConfigurationError } from "../../errors.js";
import { databaseOf, type Database } from "./database.js";
import { redactUrl } from "./databaseUrl.js";
import { explained } from "./driverErrors.js";
import { postgresDialect } from "./postgres.js";
import { RAW_TYPES } from "./postgresTypes.js";
import { explainPostgres } from "./postgresErrors.js";
import { SILENT } from "./silentLog.js";

export interface PostgresOptions {
  readonly poolSize: number;
  readonly connectTimeoutSeconds: number;
}

/** The driver's client; where a login fails on this side, the driver would leave the connection open, and the process waiting. */
class ClosingClient extends pg.Client {
  override connect(): Promise<pg.Client>;
  override connect(callback: (error: Error) => void): void;
  override connect(callback?: (error: Error) => void): unknown {
    if (callback !== undefined) {
      super.connect(callback);
      return undefined;
    }
    return super.connect().catch((error: unknown) => {
      (this as unknown as { connection: { stream: Socket } }).connection.stream.destroy();
      throw error;
    });
  }
}

/** Knex's dialect, whose errors say what to do. */
class PostgresClient extends Client {
  _driver(): unknown {
    return { Client: ClosingClient };
  }

  override async acquireConnection(): Promise<unknown> {
    try {
      return (await super.acquireConnection()) as unknown;
    } catch (error) {
      throw explained(explainPostgres, error);
    }
  }

  override async query(connection: unknown, statement: unknown): Promise<unknown> {
    try {
      return (await super.query(connection, statement)) as unknown;
    } catch (error) {
      throw explained(explainPostgres, error, statement);
    }
  }
}

/**
 * Opens a Postgres database; nothing is sent yet.
 *
 * @throws ConfigurationError if the URL is malformed; the message does not show its password.
 */
export function openPostgres(url: string, { poolSize, connectTimeoutSeconds }: PostgresOptions): Database {
  checkUrl(url);
  const instance = knex({
    client: PostgresClient,
    connection: {
      connectionString: url,
      application_name: "mltrain",
      connectionTimeoutMillis: connectTimeoutSeconds * 1000,
      keepAlive: true,
      types: RAW_TYPES,
    },
    pool: { min: 0, max: poolSize },
    compileSqlOnError: false,
    log: SILENT,
  });
  return databaseOf(instance, postgresDialect);
}

function checkUrl(url: string): void {
  try {
    new pg.Client({ connectionString: url });
  } catch {
    // The driver's own error holds the URL, and with it the password: it is not kept as the cause.
    throw new ConfigurationError(`the database URL ${redactUrl(url)} is malformed`, {
      hint: "Write postgres://user:password@host:5432/database, with @ : / ? # in the password written as %40 %3A %2F %3F %23.",
    });
  }
}
