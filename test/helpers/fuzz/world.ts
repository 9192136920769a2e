import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { decodeArtefact } from "../../../src/adapters/registry/artefacts/artefactCodec.js";
import type { Database } from "../../../src/adapters/database/common/database.js";
import { openPlatform } from "../../../src/adapters/platform.js";
import { openLog } from "../../../src/adapters/telemetry/log.js";
import { explain } from "../../../src/domain/explaining/explanation.js";
import { MODEL_NAMES, type ModelName } from "../../../src/domain/models.js";
import { predict } from "../../../src/domain/prediction/predictor.js";
import { prepare, type Prepared } from "../../../src/domain/learners/preparedExamples.js";
import { ArtefactError } from "../../../src/errors.js";
import { runInProcess, type InProcessOptions, type Shown } from "../program/inProcess.js";
import { bringBackTables, clearTables, keepTables } from "../databases/keptTables.js";
import { DAY, iso, NOW, tenant } from "../tenants/platform.js";
import { generatedTenant, insertRows } from "../tenants/tenants.js";
import type { CommandLine } from "./commandLines.js";
import { grafted, type Graft } from "./wild.js";
import { corrupt, type WildCell } from "./wildRows.js";

/** A stored artefact, and rows for it to predict. */
interface Known {
  readonly model: ModelName;
  readonly text: string;
  readonly prepared: Prepared;
}

/** Two small trained tenants in a database, and the files that command lines name. */
export interface FuzzWorld {
  readonly database: Database;
  readonly url: string;
  readonly folder: string;
  readonly known: readonly Known[];
}

const FIXED: InProcessOptions = { now: NOW };

/** @param database - migrated and empty; on SQLite it is `small.sqlite` in `folder`, the working directory. */
export async function fuzzWorld(database: Database, url: string, folder: string): Promise<FuzzWorld> {
  for (const id of [1, 2]) {
    await insertRows(database, generatedTenant({ id, workItems: 70, pullRequests: 60 }));
    await insertRows(database, { job_schedules: [jobOf(id)] });
  }
  writeFileSync(join(folder, "config.json"), "{}");
  writeFileSync(join(folder, "items.csv"), "key,summary,created\nN-1,New,2025-06-01\n");
  const world = { database, url, folder };
  for (const asOf of [NOW - 60 * DAY, NOW - 5 * DAY]) {
    const args = ["train", "--all-tenants", "--force", "--policy", "classic", "--as-of", iso(asOf), "--db", url];
    const trained = await runInProcess(args, FIXED);
    if (trained.exitCode !== 0) throw new Error(trained.stdout + trained.stderr);
  }
  await keepTables(database, "kept");
  return { ...world, known: await knownArtefacts(world) };
}

function jobOf(id: number) {
  return { tenant_id: id, job_name: "ML Training", execution_order: 99, status: "PENDING", active: true };
}

async function knownArtefacts({ database, url }: Pick<FuzzWorld, "database" | "url">): Promise<Known[]> {
  const log = await openLog({ level: "silent", pretty: false });
  const signal = new AbortController().signal;
  const platform = await openPlatform({ database: url }, { log, signal, codeVersion: "1", now: () => NOW });
  try {
    return await Promise.all(
      MODEL_NAMES.map(async (model) => {
        const [row] = await database
          .knex("ml_models")
          .where({ tenant_id: 1, model, version: 2 })
          .select<{ artefact: string }[]>("artefact");
        const { examples } = await platform
          .workspace(tenant(1))
          .examples.read(model, { until: NOW, withText: true, newest: 20 });
        return { model, text: row?.artefact ?? "", prepared: prepare(model, examples) };
      }),
    );
  } finally {
    await platform.close();
  }
}

/** Returns what is wrong with the output of a command line: exit code 70, or a stack trace. */
export function bugIn({ exitCode, stdout, stderr, log }: Shown): string | undefined {
  const stackOf = log.find((line) => line.includes('"stack"'));
  if (exitCode === 70) return `exit code 70: ${stackOf ?? stderr.slice(0, 1500)}`;
  const said = [stdout, stderr, ...log].join("\n");
  const stack = /^\s+at .+:\d+:\d+\)?$|\\n\s+at .+:\d+:\d+/m.exec(said);
  return stack === null ? undefined : `a stack trace: ${stack[0].slice(0, 300)}`;
}

/** Runs `work`. A thrown error is a bug as well. */
export async function bugOf(shown: Promise<Shown>): Promise<string | undefined> {
  try {
    return bugIn(await shown);
  } catch (error) {
    return `thrown: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
  }
}

export const tryCommandLine = (_: FuzzWorld, { args, environment }: CommandLine): Promise<string | undefined> =>
  bugOf(runInProcess(args, { ...FIXED, environment }));

export function tryConfig({ url, folder }: FuzzWorld, bytes: Uint8Array): Promise<string | undefined> {
  const file = join(folder, "fuzz.json");
  writeFileSync(file, bytes);
  return bugOf(runInProcess(["assess", "--tenant", "1", "--model", "lead_time", "--config", file, "--db", url], FIXED));
}

export async function tryCsv(
  { url, folder }: FuzzWorld,
  { bytes, name, skip }: { readonly bytes: Uint8Array; readonly name: string; readonly skip: boolean },
): Promise<string | undefined> {
  const file = join(folder, name);
  writeFileSync(file, bytes);
  const args = ["import", "--tenant", "1", "--work-items", file, "--db", url, ...(skip ? ["--skip-bad-rows"] : [])];
  return bugOf(runInProcess(args, FIXED));
}

/** A stored artefact and its changes. */
export interface WildArtefact {
  readonly which: number;
  readonly grafts: readonly Graft[];
}

/** Reads a corrupt artefact with a matching hash. It must be refused, or predict and explain. */
export async function tryArtefact({ known }: FuzzWorld, wild: WildArtefact): Promise<string | undefined> {
  const chosen = known[wild.which % known.length];
  if (chosen === undefined) return "there is no artefact";
  const { model, prepared } = chosen;
  const text = JSON.stringify(grafted(JSON.parse(chosen.text), wild.grafts) ?? null);
  const hash = createHash("sha256").update(text, "utf8").digest("hex");
  try {
    const artefact = await decodeArtefact(text, { name: "it", model, hash, codeVersion: "1" });
    const rows = Int32Array.from(prepared.examples.keys.keys());
    predict(artefact, prepared, rows);
    for (const row of rows) explain(artefact, prepared, row);
    return undefined;
  } catch (error) {
    if (error instanceof ArtefactError) return undefined;
    return `thrown: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
  }
}

/** Commands that read rows. */
const READERS: readonly (readonly string[])[] = [
  ["assess", "--tenant", "1"],
  ["assess", "--all-tenants", "--json"],
  ["train", "--tenant", "1", "--json", "--learners", "linear"],
  ["evaluate", "--tenant", "1", "--auto-rollback"],
  ["predict", "--tenant", "1"],
  ["predict", "--tenant", "1", "--key", "T1-1,T1-2", "--json"],
  ["status", "--tenant", "1"],
  ["status", "--tenant", "1", "--json"],
  ["status", "--tenant", "1", "--model", "lead_time", "--version", "1"],
  ["rollback", "--tenant", "1", "--model", "lead_time", "--yes"],
  ["job", "run", "--tenant", "1", "--learners", "linear"],
  ["replay", "--tenant", "1", "--model", "lead_time", "--every", "150d", "--learners", "linear"],
];

/** Corrupt cells, and which two commands read them. */
export interface WildRows {
  readonly cells: readonly WildCell[];
  readonly commands: readonly number[];
}

export async function tryRows(
  { database, url }: FuzzWorld,
  { cells, commands }: WildRows,
): Promise<string | undefined> {
  await clearTables(database);
  await bringBackTables(database, "kept");
  for (const cell of cells) await corrupt(database, cell);
  for (const which of commands) {
    const command = READERS[which % READERS.length] ?? [];
    const bug = await bugOf(runInProcess([...command, "--db", url], FIXED));
    if (bug !== undefined) return `${command.join(" ")}: ${bug}`;
  }
  return undefined;
}
