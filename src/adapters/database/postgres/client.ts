import type { Socket } from "node:net";
import knex from "knex";
import Client, { type PostgresStatement } from "knex/lib/dialects/postgres/index.js";
import pg from "pg";
import { ConfigurationError } from "../../../errors.js";
import { shownPath } from "../../../redaction.js";
import { databaseOf, type Database } from "../common/database.js";
import { malformed } from "../common/databaseUrl.js";
import { explained } from "../common/driverErrors.js";
import { postgresGuard } from "../guard/known/postgresGuard.js";
import { purposeOf } from "../guard/statement/purpose.js";
import { postgresDialect } from "./dialect.js";
import { TenantQuery } from "./tenantQuery.js";
import { cancelAfter, type Cancellable } from "./cancel.js";
import { RAW_TYPES } from "./types.js";
import type { StatementSettings } from "../common/sessionSettings.js";
import { explainPostgres } from "./errors.js";
import { SILENT } from "../common/silentLog.js";

export interface PostgresOptions {
  readonly poolSize: number;
  readonly connectTimeoutSeconds: number;
  readonly statementTimeoutSeconds?: number | undefined;
  /** Once it is given, what still runs is cancelled after a moment. */
  readonly signal?: AbortSignal | undefined;
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

interface Queryable {
  /** Which transaction is under way, if any. */
  readonly __knexTxId?: string;
  query(query: TenantQuery, callback: (error: Error | null, response: unknown) => void): void;
}

/** Knex's dialect, guarded; its errors say what to do. */
class PostgresClient extends Client {
  _driver(): unknown {
    return { Client: ClosingClient };
  }

  readonly open = new Set<Cancellable>();
  /** For statements that bring no settings, and are in no transaction that has any. */
  limits: StatementSettings | undefined;

  override async acquireRawConnection(): Promise<unknown> {
    const connection = (await super.acquireRawConnection()) as pg.Client & Cancellable;
    this.open.add(connection);
    connection.once("end", () => this.open.delete(connection));
    return connection;
  }

  override async acquireConnection(): Promise<unknown> {
    try {
      return (await super.acquireConnection()) as unknown;
    } catch (error) {
      throw explained(explainPostgres, error);
    }
  }

  /** A statement of a tenant's scope is sent with the tenant's setting, which the tables' policies go by. */
  override async _query(connection: Queryable, statement: PostgresStatement): Promise<PostgresStatement> {
    await postgresGuard.check(this, connection, statement);
    const settings = purposeOf(statement).settings ?? (connection.__knexTxId === undefined ? this.limits : undefined);
    if (settings === undefined) return super._query(connection, statement);
    const query = new TenantQuery({ text: statement.sql, values: statement.bindings ?? [] }, settings);
    return new Promise((resolve, reject) => {
      connection.query(query, (error, response) => {
        if (error === null) resolve(Object.assign(statement, { response }));
        else reject(error);
      });
    });
  }

  override async _stream(
    connection: object,
    statement: PostgresStatement,
    ...rest: [stream: unknown, options: unknown]
  ): Promise<unknown> {
    await postgresGuard.check(this, connection, statement);
    return super._stream(connection, statement, ...rest);
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
export function openPostgres(url: string, options: PostgresOptions): Database {
  const { poolSize, connectTimeoutSeconds, statementTimeoutSeconds, signal } = options;
  checkUrl(url);
  const instance = knex({
    client: PostgresClient,
    connection: {
      connectionString: url,
      application_name: "mltrain",
      connectionTimeoutMillis: connectTimeoutSeconds * 1000,
      // A server that has gone without a word is noticed within the minute, not after hours.
      keepAlive: true,
      keepAliveInitialDelayMillis: 30_000,
      types: RAW_TYPES,
    },
    pool: { min: 0, max: poolSize },
    compileSqlOnError: false,
    log: SILENT,
  });
  const client = instance.client as PostgresClient;
  if (statementTimeoutSeconds !== undefined) client.limits = { statementTimeoutSeconds };
  if (signal !== undefined) cancelAfter(signal, () => client.open);
  return databaseOf(instance, postgresDialect);
}

function checkUrl(url: string): void {
  try {
    new pg.Client({ connectionString: url });
  } catch (error) {
    // The driver's own error holds the URL, and with it the password: it is not kept as the cause.
    const { code, path } = error as NodeJS.ErrnoException;
    if (path === undefined) throw malformed("host and port cannot be told");
    throw new ConfigurationError(
      `the database URL names a file that cannot be read: ${shownPath(path)}: ${code ?? ""}`,
      {
        hint: "sslcert, sslkey and sslrootcert are paths of files that the user that mltrain runs as can read.",
      },
    );
  }
}
