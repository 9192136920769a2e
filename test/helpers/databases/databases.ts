import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Database } from "../../../src/adapters/database/common/database.js";
import { openDatabase } from "../../../src/adapters/database/open.js";
import { openUnguarded } from "./unguarded.js";
import { migrations } from "../../../src/adapters/migrations/runner.js";
import { createPlatformTables } from "./platformTables.js";
import { allowLaterTables, asRole, createRole, grantRole } from "./postgresRole.js";
import { copySqliteTemplate, postgresTemplate } from "./templates.js";
import { isServerGiven, testServerUrl } from "./testServer.js";

/** An open database that a suite has for itself. On Postgres it is open as a superuser, to set things up and to look. */
export interface TestDatabase extends Database {
  /** What `--db` takes: on Postgres as a role that policies bind. */
  readonly url: string;
  /** The same as the owner of the tables, for `mltrain migrate`. */
  readonly ownerUrl: string;
  /** The database as mltrain has it, by {@link TestDatabase.url}. */
  readonly asRole: Database;
  /** Connects once more, as another program of the platform would; closed after the test. */
  another(): Promise<Database>;
}

export type DatabaseKind = "sqlite" | "postgres";

export interface SuiteOptions {
  /** Only on these; both, if absent. */
  readonly only?: DatabaseKind;
  /** Whether mltrain's tables and the platform's are there; true, if absent. */
  readonly migrated?: boolean;
}

/** With MLTRAIN_TEST_SQLITE_ONLY the Postgres half of each suite is not even defined. */
const KINDS: readonly DatabaseKind[] =
  (process.env["MLTRAIN_TEST_SQLITE_ONLY"] ?? "") === "" ? ["sqlite", "postgres"] : ["sqlite"];

/** Runs a suite that starts Postgres servers of its own; not where a server is given, since there may be no programs to start. */
export function describeServers(title: string, suite: () => void): void {
  if (KINDS.includes("postgres") && !isServerGiven()) describe(`${title} [postgres]`, suite);
}

/**
 * Runs a suite against a real database of each kind: made for the suite, with mltrain's tables and the platform's, all
 * empty before each test, and dropped after it.
 *
 * @param suite - is given a function that returns the database; it may be called from hooks and tests only.
 */
export function describeDatabases(
  title: string,
  suite: (database: () => TestDatabase) => void,
  { only, migrated = true }: SuiteOptions = {},
): void {
  for (const kind of KINDS.filter((each) => only === undefined || each === only)) {
    describe(`${title} [${kind}]`, () => {
      suite(useDatabase(kind, migrated));
    });
  }
}

function useDatabase(kind: DatabaseKind, migrated: boolean): () => TestDatabase {
  let current: TestDatabase | undefined;
  let drop = (): Promise<void> => Promise.resolve();
  let others: Database[] = [];

  before(async () => {
    const place = kind === "sqlite" ? newSqliteFile() : await newPostgresDatabase(migrated);
    const isPrepared =
      migrated && (kind === "sqlite" ? copySqliteTemplate(place.url) : postgresTemplate() !== undefined);
    const { url: ownerUrl } = place;
    drop = place.drop;
    const another = async (): Promise<Database> => {
      const other = await openUnguarded(ownerUrl);
      others.push(other);
      return other;
    };
    const database = await openUnguarded(ownerUrl, { create: true });
    if (kind === "postgres") await createRole(database);
    const url = kind === "postgres" ? asRole(ownerUrl) : ownerUrl;
    const program = kind === "postgres" ? await openDatabase(url) : database;
    current = { ...database, url, ownerUrl, asRole: program, another };
    if (migrated && !isPrepared) await prepare(database);
    else if (!migrated && kind === "postgres") await allowLaterTables(database);
  });
  beforeEach(async () => {
    if (migrated && current !== undefined) await empty(current);
  });
  afterEach(async () => {
    await Promise.all(others.map((other) => other.close()));
    others = [];
  });
  after(async () => {
    await current?.asRole.close();
    await current?.close();
    await drop();
  });

  return () => {
    if (current === undefined)
      throw new Error("describeDatabases: there is no database yet; ask within a test or a hook");
    return current;
  };
}

/** Makes mltrain's tables and the platform's, as their owner, and lets mltrain's role use them. */
export async function prepare(database: Database): Promise<void> {
  await migrations(database).up();
  if (database.dialect.kind !== "postgres") return;
  await createPlatformTables(database.knex);
  await grantRole(database);
}

/** A path in a temporary folder where nothing is yet. */
export function newSqliteFile(): { url: string; drop: () => Promise<void> } {
  const folder = mkdtempSync(join(tmpdir(), "mltrain-sqlite-"));
  const drop = (): Promise<void> => {
    rmSync(folder, { recursive: true });
    return Promise.resolve();
  };
  return { url: join(folder, "test.sqlite"), drop };
}

/** Makes a database on the test server: empty, or, where there is a template, with all tables. */
export async function newPostgresDatabase(migrated = false): Promise<{ url: string; drop: () => Promise<void> }> {
  const serverUrl = await testServerUrl();
  const name = `mltrain_test_${randomBytes(6).toString("hex")}`;
  const template = migrated ? postgresTemplate() : undefined;
  await onServer(serverUrl, `create database ${name}${template === undefined ? "" : ` template ${template}`}`);
  const url = new URL(serverUrl);
  url.pathname = name;
  return { url: url.href, drop: () => onServer(serverUrl, `drop database ${name} with (force)`) };
}

async function onServer(url: string, sql: string): Promise<void> {
  const server = await openUnguarded(url);
  try {
    await server.knex.raw(sql);
  } finally {
    await server.close();
  }
}

/** Mltrain's tables, those that refer to others first, and the platform's. */
const TABLES = [
  ...["ml_leases", "ml_runs", "ml_attempts", "ml_evaluations", "ml_quarantine", "ml_deployments", "ml_models"],
  ...["job_schedules", "prs", "work_items", "tenants"],
];

async function empty({ knex, dialect }: Database): Promise<void> {
  if (dialect.kind === "postgres") await knex.raw(`truncate ${TABLES.join(", ")}`);
  else for (const table of TABLES) await knex(table).delete();
}
