import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { csvReader } from "../../../src/adapters/files/csvReader.js";
import { importTarget } from "../../../src/adapters/database/importing/importTarget.js";
import { parseTenantId } from "../../../src/domain/tenant.js";
import { importFiles, type ImportDependencies } from "../../../src/usecases/importFiles.js";
import type { ImportInput, ImportResult } from "../../../src/usecases/results/importResult.js";
import type { Settings } from "../../../src/domain/settings.js";
import type { TestDatabase } from "../databases/databases.js";

export const ONE: ImportInput["tenants"] = { tenant: parseTenantId("1") };
export const ALL: ImportInput["tenants"] = { all: true };

/** The header of {@link item}'s rows. */
export const ITEMS = "tenant_id,key,summary,story_points,created,work_last_completed_at,active";

/** Returns a line of a work-item file. A test names only the cells that matter to it. */
export const item = (tenant: number, key: string, summary = "Add a button", points = "3"): string =>
  `${String(tenant)},${key},${summary},${points},2025-01-02 03:04:05+01,2025-01-09,t`;

export const lines = (...rows: string[]): string => rows.map((row) => `${row}\n`).join("");

/** Returns what a promise rejects with. */
export const failure = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

interface Run extends Partial<ImportInput> {
  readonly relations?: Settings["relations"];
  readonly dependencies?: Partial<ImportDependencies>;
}

/** What a suite of imports uses. Tenants 1 and 2 exist before each test. */
export function useImports(database: () => TestDatabase) {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "mltrain-import-"));
  });
  after(() => rm(folder, { recursive: true }));
  beforeEach(() =>
    database()
      .knex("tenants")
      .insert([1, 2].map((id) => ({ id, name: `Tenant ${String(id)}`, active: true }))),
  );

  /** @returns the path of a file with this content. */
  async function file(content: string | Buffer, name = "rows.csv"): Promise<string> {
    await writeFile(join(folder, name), content);
    return join(folder, name);
  }

  function run({ relations = {}, dependencies, ...input }: Run): Promise<ImportResult> {
    const target = importTarget(database().asRole, relations, { statementTimeoutSeconds: 30 });
    const signal = new AbortController().signal;
    return importFiles(
      { tenants: ONE, files: {}, skipBadRows: false, ...input },
      { reader: csvReader(signal), target, clock: { now: () => 0 }, signal, ...dependencies },
    );
  }

  return {
    file,
    run,
    /** Imports one file of work items. */
    runItems: async (content: string | Buffer, input: Run = {}): Promise<ImportResult> =>
      run({ files: { work_items: await file(content) }, ...input }),
    /** The work items that are stored, by tenant and key. */
    items: (): Promise<Record<string, unknown>[]> => database().knex("work_items").orderBy(["tenant_id", "key"]),
    /** The same, each as `tenant/key: summary`. */
    summaries: async (): Promise<string[]> => {
      const rows = await database().knex("work_items").orderBy(["tenant_id", "key"]);
      return (rows as Record<string, unknown>[]).map(
        (row) => `${String(row["tenant_id"])}/${String(row["key"])}: ${String(row["summary"])}`,
      );
    },
  };
}
