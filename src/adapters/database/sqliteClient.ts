import { existsSync, statSync } from "node:fs";
import { dirname } from "node:path";
import knex from "knex";
import Client, { type SqliteStatement } from "knex/lib/dialects/better-sqlite3/index.js";
import Transaction from "knex/lib/dialects/sqlite3/execution/sqlite-transaction.js";
import type Driver from "libsql";
import { ConfigurationError } from "../../errors.js";
import { shownPath } from "../../redaction.js";
import { databaseOf, type Database } from "./database.js";
import { codeOf, explained } from "./driverErrors.js";
import { sqliteGuard } from "./guard/sqliteGuard.js";
import { sleep } from "./retry.js";
import { explainSqlite } from "./sqliteErrors.js";
import { SqliteDriver } from "./sqliteDriver.js";
import { SILENT } from "./silentLog.js";
import { bindable, sqliteDialect } from "./sqlite.js";

/** How long a transaction waits in all for another process's write to end. */
const PATIENCE_MS = 5000;
/** How long it waits at a time. The driver does not give way meanwhile: no signal is seen, no timer fires. */
const BUSY_TIMEOUT_MS = 100;
/** About how long others have their turn between two tries. */
const PAUSE_MS = 20;

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

/*
 * A prepared statement that fails because the file is locked stays open until the garbage collector finds it, and until
 * then the connection ends no transaction: the next write would lock the file for good. So only exec(), which leaves
 * nothing open, ever waits for the lock, and a statement that writes runs after it.
 */
const CONTROLS = /^\s*(begin|commit|rollback|savepoint|release)\b/i;
const WRITES = /^\s*(insert|update|delete|replace|with|create|drop|alter)\b/i;

/** Knex's dialect on libsql, whose prebuilt driver needs no compiler; guarded, and its errors say what to do. */
class SqliteClient extends Client {
  _driver(): unknown {
    return SqliteDriver;
  }

  override transaction(container: unknown, config: unknown, outer: unknown): never {
    return new SqliteTransaction(this, container, config, outer) as never;
  }

  override acquireRawConnection(): Promise<unknown> {
    const { filename } = this.connectionSettings as { filename: string };
    // The driver is synchronous, and what it throws must reject.
    return new Promise((resolve) => {
      resolve(connect(filename));
    });
  }

  override async _query(connection: Driver.Database, statement: SqliteStatement): Promise<SqliteStatement> {
    await sqliteGuard.check(this, connection, statement);
    if (CONTROLS.test(statement.sql)) {
      await execWhenFree(connection, statement.sql);
      return { ...statement, response: { changes: 0 } };
    }
    if (connection.inTransaction || !WRITES.test(statement.sql)) return super._query(connection, statement);
    await execWhenFree(connection, "BEGIN IMMEDIATE");
    try {
      const done = await super._query(connection, statement);
      connection.exec("COMMIT");
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

/** Waits while another process writes. @throws as the driver does, once that has taken too long. */
async function execWhenFree(connection: Driver.Database, sql: string): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    try {
      connection.exec(sql);
      return;
    } catch (error) {
      if (!codeOf(error).startsWith("SQLITE_BUSY") || performance.now() > deadline) throw error;
    }
    await sleep(PAUSE_MS);
  }
}

/** SQLite ends the transaction itself after some errors: a full disk, for one. */
function rollBack(connection: Driver.Database): void {
  if (connection.inTransaction) connection.exec("ROLLBACK");
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
  if (journalMode(connection) === "delete") writeAhead(connection);
  // With any other journal a loss of power at the wrong moment could spoil the file.
  if (journalMode(connection) === "wal") connection.exec("pragma synchronous = normal");
}

/**
 * Readers then never wait for a writer. The file remembers it. While another process writes, SQLite refuses at once,
 * whatever the busy timeout: it is left to whoever opens the file next.
 */
function writeAhead(connection: Driver.Database): void {
  try {
    connection.exec("pragma journal_mode = wal");
  } catch (error) {
    if (!codeOf(error).startsWith("SQLITE_BUSY")) throw error;
  }
}

function journalMode(connection: Driver.Database): string | undefined {
  const [mode] = connection.pragma("journal_mode") as { journal_mode: string }[];
  return mode?.journal_mode;
}

/**
 * Opens a SQLite file.
 *
 * One connection serves the whole process: the driver does not give way while it waits for a lock, so that two
 * connections of one process would wait for each other.
 *
 * @throws ConfigurationError if there is no such file, unless `create` is set, or no such folder.
 */
export function openSqlite(path: string, { create }: { readonly create: boolean }): Database {
  checkPath(path, create);
  const instance = knex({
    client: SqliteClient,
    connection: { filename: path },
    useNullAsDefault: true,
    compileSqlOnError: false,
    log: SILENT,
  });
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
  if (statSync(path).isDirectory()) {
    throw new ConfigurationError(`${name} is a folder, not a SQLite file`, { hint: "Name a file in it with --db." });
  }
}
