import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openAsOwner, openUnguarded } from "../databases/unguarded.js";
import type { Database } from "../../../src/adapters/database/common/database.js";
import { migrations } from "../../../src/adapters/migrations/runner.js";
import { DAY } from "../../../fixtures/generate/tenantPlan.js";
import { runProgram } from "./program.js";
import { generatedTenant, insertRows, insertTenant, type TenantRows } from "../tenants/tenants.js";

/** The last label time of the generated tenants, long before any test run. */
export const UNTIL = Date.UTC(2025, 0, 1);
/** Tenant 1 of {@link trainedFile} was trained as of this day, and then as of {@link UNTIL}. */
export const FIRST_TRAINING = UNTIL - 60 * DAY;

/** The tenants of a seeded database. */
export const TENANTS = { plain: 1, twin: 2, oneClass: 3, inactive: 7, unknown: 99 } as const;

export const isoTime = (milliseconds: number): string => new Date(milliseconds).toISOString();

/** Stores the tenants in a migrated database. */
export async function seed(database: Database): Promise<void> {
  const { plain, twin, oneClass, inactive } = TENANTS;
  const shared = { until: UNTIL, project: "TWIN" };
  await insertTenant(database, { id: plain, ...shared });
  await insertTenant(database, { id: twin, ...shared });
  await insertRows(database, withoutRework(generatedTenant({ id: oneClass, until: UNTIL })));
  await insertTenant(database, { id: inactive, until: UNTIL, active: false, workItems: 40, pullRequests: 40 });
}

function withoutRework(rows: TenantRows): TenantRows {
  return { ...rows, prs: rows.prs.map((row) => ({ ...row, review_cycles: 0, rework_commit_count: 0 })) };
}

let root: string | undefined;
let copies = 0;

/** Returns a folder that exists until the process ends. */
export function newFolder(): string {
  if (root === undefined) {
    const made = mkdtempSync(join(tmpdir(), "mltrain-program-"));
    process.once("exit", () => {
      rmSync(made, { recursive: true });
    });
    root = made;
  }
  const folder = join(root, String(++copies));
  mkdirSync(folder);
  return folder;
}

let seeded: Promise<string> | undefined;
let trained: Promise<string> | undefined;

/** Returns a SQLite file with the tenants for one test. */
export async function seededFile(): Promise<string> {
  seeded ??= makeSeeded();
  return copyOf(await seeded);
}

/** Returns the same, with two versions of every model of tenant 1, trained by the program on different days. */
export async function trainedFile(): Promise<string> {
  trained ??= makeTrained();
  return copyOf(await trained);
}

/** SQLite makes the copy: the newest writes may still be in the log beside the file. */
async function copyOf(file: string): Promise<string> {
  const copy = join(newFolder(), "mltrain.sqlite");
  await tamper(file, `vacuum into '${copy}'`);
  return copy;
}

async function makeSeeded(): Promise<string> {
  const file = join(newFolder(), "seeded.sqlite");
  const database = await openUnguarded(file, { create: true });
  try {
    await migrations(database).up();
    await seed(database);
  } finally {
    await database.close();
  }
  return file;
}

async function makeTrained(): Promise<string> {
  const file = await seededFile();
  for (const asOf of [FIRST_TRAINING, UNTIL]) {
    const args = ["train", "--tenant", "1", "--policy", "classic", "--force", "--as-of", isoTime(asOf), "--db", file];
    const { code, stderr } = await runProgram(args);
    if (code !== 0) throw new Error(`the tenant could not be trained: ${stderr}`);
  }
  return file;
}

/** Changes a database with SQL, as another program would. */
export async function tamper(url: string, ...statements: readonly string[]): Promise<void> {
  const database = await openAsOwner(url);
  try {
    for (const statement of statements) await database.knex.raw(statement);
  } finally {
    await database.close();
  }
}
