import { existsSync, statSync } from "node:fs";
import { dirname } from "node:path";
import knex from "knex";
import Client, { type SqliteStatement } from "knex/lib/dialects/better-sqlite3/index.js";
import Transaction from "knex/lib/dialects/sqlite3/execution/sqlite-transaction.js";
import type Driver from "libsql";
import { ConfigurationError } from "../../../errors.js";
import { shownPath } from "../../../redaction.js";
import { databaseOf, type Database } from "../common/database.js";
import { codeOf, explained } from "../common/driverErrors.js";
import { sqliteGuard } from "../guard/known/sqliteGuard.js";
import { explainSqlite } from "./errors.js";
import { SqliteDriver } from "./driver.js";
import { beginReading, rollBack, whenFree } from "./lock.js";
import { SILENT } from "../common/silentLog.js";
import { bindable, sqliteDialect } from "./dialect.js";

/** How long a statement waits for a lock. The driver does not give way meanwhile: no signal is seen, no timer fires. */
const BUSY_TIMEOUT_MS = 100;

/** Of 2,000 unless told: a training reads each page once, and the operating system keeps them as well. */
const CACHE_KIB = 256;

class SqliteTransaction extends Transaction {
  /**
   * A writing transaction takes the lock when it begins, not when it first writes: by then another process may have
   * written, and SQLite would refuse at once instead of waiting.
   */
  override begin(connection: unknown): Promise<unknown> {
    return this.query(connection, this.readOnly === true ? "BEGIN DEFERRED;" : "BEGIN IMMEDIATE;");
  }

  override async _onAcquire(work: unknown, connection: Driver.Database): Promise<unknown> {
    if (this.readOnly !== true || this.outerTx !== null) return super._onAcquire(work, connection);
    connection.exec("pragma query_only = on");
    try {
      return await super._onAcquire(work, connection);
    } finally {
      connection.exec("pragma query_only = off");
    }
  }
}

const BEGINS_READING = /^\s*begin deferred\b/i;
const CONTROLS = /^\s*(begin|commit|rollback|savepoint|release)\b/i;
const READS = /^\s*select\b/i;
const WRITES = /^\s*(insert|update|delete|replace|with|create|drop|alter)\b/i;

/** Knex's dialect on libsql, whose prebuilt driver needs no compiler; guarded, and its errors say what to do. */
class SqliteClient extends Client {
  /** Set once the process was asked to stop. */
  signal: AbortSignal | undefined;

  _driver(): unknown {
    return SqliteDriver;
  }

  override transaction(container: unknown, config: unknown, outer: unknown): never {
    return new SqliteTransaction(this, container, config, outer) as never;
  }

  override acquireRawConnection(): Promise<unknown> {
    const { filename } = this.connectionSettings as { filename: string };
    return whenFree(() => connect(filename), this.signal); // the driver throws; this rejects
  }

  override async _query(connection: Driver.Database, statement: SqliteStatement): Promise<SqliteStatement> {
    await sqliteGuard.check(this, connection, statement);
    if (BEGINS_READING.test(statement.sql)) {
      await whenFree(() => {
        beginReading(connection);
      }, this.signal);
      return { ...statement, response: { changes: 0 } };
    }
    if (CONTROLS.test(statement.sql)) {
      await whenFree(() => connection.exec(statement.sql), this.signal);
      return { ...statement, response: { changes: 0 } };
    }
    const isRead = READS.test(statement.sql);
    // Some statements, as that of a copy of the file, are for no transaction.
    if (connection.inTransaction || !(isRead || WRITES.test(statement.sql))) return super._query(connection, statement);
    await whenFree(() => {
      if (isRead) beginReading(connection);
      else connection.exec("BEGIN IMMEDIATE");
    }, this.signal);
    try {
      const done = await super._query(connection, statement);
      await whenFree(() => connection.exec("COMMIT"), this.signal);
      return done;
    } catch (error) {
      rollBack(connection);
      throw error;
    }
  }

  override async _stream(
    connection: Driver.Database,
    statement: SqliteStatement,
    ...rest: [stream: unknown, options: unknown]
  ): Promise<unknown> {
    await sqliteGuard.check(this, connection, statement);
    return super._stream(connection, statement, ...rest);
  }

  override _formatBindings(bindings: readonly unknown[] | undefined): unknown[] {
    return super._formatBindings(bindings).map(bindable);
  }

  override async acquireConnection(): Promise<unknown> {
    try {
      return (await super.acquireConnection()) as unknown;
    } catch (error) {
      throw explained(explainSqlite, error);
    }
  }

  override async query(connection: unknown, statement: unknown): Promise<unknown> {
    try {
      return (await super.query(connection, statement)) as unknown;
    } catch (error) {
      throw explained(explainSqlite, error, statement);
    }
  }
}

function connect(filename: string): Driver.Database {
  const connection = new SqliteDriver(filename);
  try {
    prepare(connection);
  } catch (error) {
    connection.close();
    throw error;
  }
  return connection;
}

function prepare(connection: Driver.Database): void {
  connection.exec(`pragma busy_timeout = ${BUSY_TIMEOUT_MS}`);
  connection.exec("pragma foreign_keys = on");
  connection.exec(`pragma cache_size = -${CACHE_KIB}`);
  if (journalMode(connection) === "delete") writeAhead(connection);
  // With any other journal a loss of power at the wrong moment could spoil the file.
  if (journalMode(connection) === "wal") connection.exec("pragma synchronous = normal");
}

/**
 * Readers then never wait for a writer. The file remembers it. While another process writes, SQLite refuses at once,
 * whatever the busy timeout: it is left to whoever opens the file next. So it is of a file that can only be read.
 */
function writeAhead(connection: Driver.Database): void {
  try {
    connection.exec("pragma journal_mode = wal");
  } catch (error) {
    if (!/^SQLITE_(BUSY|READONLY)/.test(codeOf(error))) throw error;
  }
}

function journalMode(connection: Driver.Database): string | undefined {
  const [mode] = connection.pragma("journal_mode") as { journal_mode: string }[];
  return mode?.journal_mode;
}

export interface SqliteOptions {
  readonly create: boolean;
  /** Once it is given, waits for another process are cut short. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Opens a SQLite file.
 *
 * One connection serves the whole process: the driver does not give way while it waits for a lock, so that two
 * connections of one process would wait for each other.
 *
 * @throws ConfigurationError if there is no such file, unless `create` is set, or no such folder.
 */
export function openSqlite(path: string, { create, signal }: SqliteOptions): Database {
  checkPath(path, create);
  const instance = knex({
    client: SqliteClient,
    connection: { filename: path },
    useNullAsDefault: true,
    compileSqlOnError: false,
    log: SILENT,
  });
  (instance.client as SqliteClient).signal = signal;
  return databaseOf(instance, sqliteDialect);
}

function checkPath(path: string, create: boolean): void {
  if (path === ":memory:") return;
  const name = shownPath(path);
  if (!existsSync(dirname(path))) {
    throw new ConfigurationError(
      `the SQLite file ${name} cannot be opened: there is no folder ${shownPath(dirname(path))}`,
      {
        hint: "Make the folder, or name another file with --db.",
      },
    );
  }
  if (!existsSync(path)) {
    if (create) return;
    throw new ConfigurationError(`there is no SQLite file ${name}`, {
      hint: "Run `mltrain migrate` to make it, or name the database with --db or DATABASE_URL.",
    });
  }
  const found = statSync(path);
  if (found.isFile()) return;
  throw new ConfigurationError(`${name} is ${found.isDirectory() ? "a folder" : "no file"}, not a SQLite file`, {
    hint: "Name a file with --db.",
  });
}
