import { existsSync, statSync } from "node:fs";
import { dirname } from "node:path";
import knex from "knex";
import Client from "knex/lib/dialects/better-sqlite3/index.js";
import Transaction from "knex/lib/dialects/sqlite3/execution/sqlite-transaction.js";
import Driver from "libsql";
import { ConfigurationError } from "../../errors.js";
import { databaseOf, type Database } from "./database.js";
import { explained } from "./driverErrors.js";
import { explainSqlite } from "./sqliteErrors.js";
import { SILENT } from "./silentLog.js";
import { sqliteDialect } from "./sqlite.js";

/** How long a statement waits for another process's write to end. */
const BUSY_TIMEOUT_MS = 5000;

/**
 * A writing transaction takes the lock when it begins, not when it first writes: by then another process may have
 * written, and SQLite would refuse at once instead of waiting.
 */
class SqliteTransaction extends Transaction {
  override begin(connection: unknown): Promise<unknown> {
    return this.query(connection, this.readOnly === true ? "BEGIN DEFERRED;" : "BEGIN IMMEDIATE;");
  }
}

/** Knex's dialect on libsql, whose prebuilt driver needs no compiler; its errors say what to do. */
class SqliteClient extends Client {
  _driver(): unknown {
    return Driver;
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
  const connection = new Driver(filename);
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
  // Readers then never wait for a writer. The file remembers it.
  const [mode] = connection.pragma("journal_mode") as { journal_mode: string }[];
  if (mode?.journal_mode === "delete") connection.exec("pragma journal_mode = wal");
  connection.exec("pragma synchronous = normal");
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
  if (!existsSync(dirname(path))) {
    throw new ConfigurationError(`the SQLite file ${path} cannot be opened: there is no folder ${dirname(path)}`, {
      hint: "Make the folder, or name another file with --db.",
    });
  }
  if (!existsSync(path)) {
    if (create) return;
    throw new ConfigurationError(`there is no SQLite file ${path}`, {
      hint: "Run `mltrain migrate` to make it, or name the database with --db or DATABASE_URL.",
    });
  }
  if (statSync(path).isDirectory()) {
    throw new ConfigurationError(`${path} is a folder, not a SQLite file`, { hint: "Name a file in it with --db." });
  }
}
