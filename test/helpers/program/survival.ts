import { setTimeout as wait } from "node:timers/promises";
import type { Database } from "../../../src/adapters/database/common/database.js";
import { migrations } from "../../../src/adapters/migrations/runner.js";
import { openPlatform } from "../../../src/adapters/platform.js";
import { MODEL_NAMES } from "../../../src/domain/models.js";
import { parseTenantId } from "../../../src/domain/tenant.js";
import { runJob } from "../../../src/usecases/job.js";
import type { Log } from "../../../src/usecases/ports/log.js";
import type { Platform } from "../../../src/usecases/ports/platform.js";
import { insertJobs, jobRows } from "../tenants/jobRows.js";
import { ownJob } from "../tenants/jobs.js";
import { startProgram, type Finished } from "./program.js";
import { generatedTenant, insertRows } from "../tenants/tenants.js";
import { openAsOwner } from "../databases/unguarded.js";

/* Checks what a run that was killed, cut off or stopped at any moment leaves behind. */

const nothing = (): void => undefined;
const SILENT: Log = { debug: nothing, info: nothing, warn: nothing, error: nothing, with: () => SILENT };

/** Opens the database as the next run does. */
export function openNextRun(url: string): Promise<Platform> {
  const { signal } = new AbortController();
  return openPlatform({ database: url }, { log: SILENT, signal, codeVersion: "the next run" });
}

/** Stores small tenants, each with another job and `ML Training`, which is next. */
export async function storeRing(database: Database, ids: readonly number[], workItems = 60): Promise<void> {
  for (const id of ids) {
    const { tenants, work_items, prs } = generatedTenant({ id, workItems, pullRequests: 40 });
    const numbered = (rows: typeof work_items) => rows.map((row, i) => ({ ...row, id: id * 100_000 + i }));
    await insertRows(database, { tenants, work_items: numbered(work_items), prs: numbered(prs) });
    const own = ownJob({ id: String(2 * id), status: "PENDING", lastRunStartedAt: undefined });
    await insertJobs(
      database,
      [{ ...own, id: String(2 * id - 1), name: "Sync", executionOrder: 1, status: "FINISHED" }, own],
      id,
    );
  }
}

/** Migrates a database, and stores tenants as {@link storeRing}. */
export async function makeRing(url: string, ids: readonly number[], workItems?: number): Promise<void> {
  const database = await openAsOwner(url, { create: true });
  try {
    await migrations(database).up();
    await storeRing(database, ids, workItems);
  } finally {
    await database.close();
  }
}

/** A process with an incident. */
export interface Met extends Finished {
  /** The signal that ended it, if one did. */
  readonly signal: NodeJS.Signals | null;
  /** Milliseconds from the incident to its end. */
  readonly after: number;
}

/** Starts a command for a tenant, and causes an incident at a given moment. */
export async function meet(
  url: string,
  command: readonly string[],
  tenant: number,
  moment: (ended: () => boolean) => Promise<unknown>,
  happen: (kill: (signal: NodeJS.Signals) => void) => unknown,
): Promise<Met> {
  const args = [...command, "--tenant", String(tenant), "--json", "--log-level", "error"];
  const { child, finished } = startProgram(args, { environment: { DATABASE_URL: url } });
  await Promise.race([moment(() => child.exitCode !== null), finished]);
  const start = Date.now();
  if (child.exitCode === null) await happen((signal) => child.kill(signal));
  const ended = await finished;
  return { ...ended, signal: child.signalCode, after: Date.now() - start };
}

/** Waits until the tenant's run has recorded its start, or until `ended` resolves. */
export async function untilBegun({ knex }: Database, tenant: number, ended: () => boolean): Promise<void> {
  while (!ended()) {
    if ((await knex("ml_runs").where({ tenant_id: tenant }).select("run")).length > 0) return;
    await wait(10);
  }
}

/** Returns what must never exist after a run, whatever happened: one line each. */
export async function findBroken(platform: Platform, tenant: number): Promise<string[]> {
  const { registry } = platform.workspace(parseTenantId(String(tenant)));
  const broken: string[] = [];
  for (const model of MODEL_NAMES) {
    const about = `tenant ${String(tenant)}, ${model}`;
    try {
      const versions = await registry.listVersions(model, Infinity);
      for (const { version } of versions) await registry.loadArtefact(model, version); // checks the hash
      const deployments = await registry.listDeployments(model, Infinity);
      const known = new Set(versions.map(({ version }) => version));
      if (deployments.some(({ version }) => !known.has(version))) broken.push(`${about}: deployed without its version`);
      if (versions.some(({ version }) => !deployments.some((each) => each.version === version))) {
        broken.push(`${about}: a version that was never deployed`);
      }
      const attempts = await registry.listAttempts(model, Infinity, Infinity);
      const promoted = attempts.filter(({ outcome }) => outcome === "promoted");
      if (promoted.length !== versions.length) broken.push(`${about}: versions and attempts differ`);
      await registry.findChampion(model, Infinity);
    } catch (error) {
      broken.push(`${about}: ${String(error)}`);
    }
  }
  return broken;
}

/** Waits until the lease of a crashed run has expired. */
export async function letTimePass({ knex }: Database, tenant: number): Promise<void> {
  const past = "1970-01-02T00:00:00.000Z";
  await knex("ml_leases").where({ tenant_id: tenant }).update({ expires_at: past });
  await knex("job_schedules").where({ tenant_id: tenant, status: "RUNNING" }).update({ last_run_started_at: past });
}

/** Runs the tenant's job once more, and returns what is wrong then. */
export async function findStuck(platform: Platform, database: Database, tenant: number): Promise<string[]> {
  const id = parseTenantId(String(tenant));
  const about = `tenant ${String(tenant)}, next run`;
  const { exitCode, tenants } = await runJob(platform, { tenants: { tenant: id }, models: MODEL_NAMES });
  if (exitCode !== 0) return [`${about}: exit code ${String(exitCode)}: ${JSON.stringify(tenants)}`];
  const rows = await jobRows(database, tenant);
  const stuck: string[] = [];
  // No other run is active, so no row can be RUNNING, and one job must be next.
  if (rows.some(({ status }) => status === "RUNNING")) stuck.push(`${about}: a job is still RUNNING`);
  if (!rows.some(({ status }) => status === "PENDING")) stuck.push(`${about}: no job is next`);
  const { registry, leases } = platform.workspace(id);
  await leases.release(await leases.acquire("free again", 60));
  const wasItsTurn = tenants[0]?.job?.job === "ran";
  for (const model of wasItsTurn ? MODEL_NAMES : []) {
    const champion = await registry.findChampion(model, Infinity);
    if (champion === undefined) stuck.push(`${about}: no ${model} serves`);
    else await registry.loadArtefact(model, champion.version.version);
  }
  return stuck;
}

/** Returns how far the last run came. */
export async function phaseOf({ knex }: Database, tenant: number): Promise<string> {
  const where = { tenant_id: tenant };
  const runs = await knex("ml_runs").where(where).select<{ ended_at: unknown }[]>("ended_at");
  if (runs.length === 0) return "before its start was recorded";
  if (runs.every(({ ended_at }) => ended_at !== null)) return "after its end was recorded";
  const versions = (await knex("ml_models").where(where).select("version")).length;
  return `with ${String(versions)} of 3 models trained`;
}
