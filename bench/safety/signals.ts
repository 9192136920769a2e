import { setTimeout as wait } from "node:timers/promises";
import type { Database } from "../../src/adapters/database/common/database.js";
import { MODEL_NAMES } from "../../src/domain/models.js";
import { insertJobs, jobRows } from "../../test/helpers/tenants/jobRows.js";
import { job, ownJob } from "../../test/helpers/tenants/jobs.js";
import { meet, untilBegun, type Met } from "../../test/helpers/program/survival.js";
import type { Target } from "../support/targets.js";
import { openAsOwner } from "../../test/helpers/databases/unguarded.js";

/** The largest of the real tenants. */
const TENANT = 3;
/** mltrain's tables, referring ones first. */
const KEPT = ["ml_leases", "ml_runs", "ml_attempts", "ml_evaluations", "ml_quarantine", "ml_deployments", "ml_models"];
const MAXIMUM_MS = 10_000;

/** Stops the first training of the largest real tenant at random moments, `times` on each of the databases. */
export async function signals(databases: Readonly<Record<string, string>>, times: number): Promise<Target[]> {
  const wrong: string[] = [];
  const after: number[] = [];
  const statuses = new Map<string, number>();
  for (const [kind, url] of Object.entries(databases)) {
    const database = await openAsOwner(url);
    try {
      const length = await stop(database, url, () => wait(600_000));
      for (let i = 0; i < times; i++) {
        const delay = length.after * Math.random();
        const met = await stop(database, url, () => wait(delay), "SIGTERM");
        const { status, left } = await findLeft(database, met);
        if (met.code !== 0) after.push(met.after); // the signal may come after the end
        statuses.set(status, 1 + (statuses.get(status) ?? 0));
        wrong.push(...left.map((each) => `${kind}, ${String(Math.round(delay))} ms: ${each}`));
      }
    } finally {
      await database.close();
    }
  }
  const worst = Math.max(...after) / 1000;
  console.log(
    JSON.stringify({ table: "signals", statuses: Object.fromEntries(statuses), stopped: after.length, wrong }),
  );
  return [
    {
      name: "seconds from SIGTERM to exit 143 in the largest tenant's training, at most",
      figure: worst,
      target: `≤ ${String(MAXIMUM_MS / 1000)}`,
      met: worst <= MAXIMUM_MS / 1000,
    },
    {
      name: "runs stopped by SIGTERM that left a lease, a job RUNNING, or no next job",
      figure: `${String(wrong.length)} of ${String(after.length)}`,
      target: "0",
      met: wrong.length === 0 && after.length > 0,
    },
  ];
}

/** Runs a first training as a job, and sends the signal some time after its start was recorded. */
async function stop(
  database: Database,
  url: string,
  pause: () => Promise<unknown>,
  signal?: NodeJS.Signals,
): Promise<Met> {
  const { knex } = database;
  for (const table of [...KEPT, "job_schedules"]) await knex(table).where({ tenant_id: TENANT }).delete();
  const own = ownJob({ id: "2", status: "PENDING", lastRunStartedAt: undefined });
  await insertJobs(database, [job({ id: "1", executionOrder: 1 }), own], TENANT);
  const begun = (ended: () => boolean) => untilBegun(database, TENANT, ended);
  if (signal === undefined) return meet(url, ["job", "run"], TENANT, begun, () => undefined);
  const moment = async (ended: () => boolean): Promise<void> => {
    await begun(ended);
    await pause();
  };
  return meet(url, ["job", "run"], TENANT, moment, (kill) => {
    kill(signal);
  });
}

/** Returns how the job's rows ended, and what a stopped run must not leave. */
async function findLeft(
  database: Database,
  { code, signal, stderr }: Met,
): Promise<{ status: string; left: string[] }> {
  const { knex } = database;
  const where = { tenant_id: TENANT };
  const rows = (await jobRows(database, TENANT)).map(({ status }) => status);
  const status = rows.join(" → ");
  const left: string[] = [];
  const [run] = (await knex("ml_runs").where(where)) as { exit_code: number | null }[];
  // A process that has finished its work is ended by the signal itself.
  if (code === 0 || (signal === "SIGTERM" && run?.exit_code === 0)) return { status: `${status}, ended before`, left };
  if (code !== 143) left.push(`exit code ${String(code)}, signal ${String(signal)}: ${stderr}`);
  const leases = (await knex("ml_leases").where(where)) as { expires_at: string }[];
  if (leases.some(({ expires_at }) => Date.parse(expires_at) > Date.now())) left.push("the lease is held");
  const trained = (await knex("ml_models").where(where).select("model")).length;
  const expected = trained === 0 ? "FINISHED → PENDING" : "PENDING → FINISHED";
  if (status !== expected) left.push(`${String(trained)} trained, jobs ${status}`);
  if (run?.exit_code !== 143) left.push("the run log does not say so");
  return { status: `${status}, ${String(trained)} of ${String(MODEL_NAMES.length)} trained`, left };
}
