import { copyFileSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { migrations } from "../../../src/adapters/migrations/runner.js";
import { openUnguarded } from "./unguarded.js";
import { createPlatformTables } from "./platformTables.js";
import { createRole, grantRole } from "./postgresRole.js";
import { testServerUrl } from "./testServer.js";

/*
 * Databases with all tables, made once a run. A suite gets a copy, which takes a tenth of the time of its own migrations.
 */

const FOLDER = "MLTRAIN_TEST_TEMPLATES";
/** Named by process, since two runs may share a server. */
const DATABASE = "MLTRAIN_TEST_TEMPLATE_DATABASE";

/** Makes the templates, and names them in the environment for the workers. */
export async function prepareTemplates(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "mltrain-templates-"));
  process.env[FOLDER] = folder;
  const sqlite = await openUnguarded(join(folder, "template.sqlite"), { create: true });
  await migrations(sqlite).up();
  await sqlite.knex.raw("pragma wal_checkpoint(truncate)");
  await sqlite.close();
  if ((process.env["MLTRAIN_TEST_SQLITE_ONLY"] ?? "") !== "") return;

  const name = `mltrain_template_${process.pid}`;
  await onServer(`create database ${name}`);
  process.env[DATABASE] = name;
  const postgres = await openUnguarded(Object.assign(new URL(await testServerUrl()), { pathname: name }).href);
  await createRole(postgres);
  await migrations(postgres).up();
  await createPlatformTables(postgres.knex);
  await grantRole(postgres);
  await postgres.close();
}

/** Drops the database, which a given server would keep; the file goes with the run's temporary folder. */
export async function removeTemplates(): Promise<void> {
  const name = process.env[DATABASE];
  if (name !== undefined) await onServer(`drop database if exists ${name} with (force)`);
}

/** Copies the migrated SQLite file to `path`. Returns false where this process knows no template. */
export function copySqliteTemplate(path: string): boolean {
  const folder = process.env[FOLDER];
  if (folder === undefined) return false;
  copyFileSync(join(folder, "template.sqlite"), path);
  return true;
}

/** The database that `create database … template` copies; undefined where this process knows none. */
export function postgresTemplate(): string | undefined {
  return process.env[DATABASE];
}

async function onServer(sql: string): Promise<void> {
  const server = await openUnguarded(await testServerUrl());
  try {
    await server.knex.raw(sql);
  } finally {
    await server.close();
  }
}
