import { planFinish } from "../../domain/jobs/nextJob.js";
import {
  decideClaim,
  findLeftRunning,
  findOwnJob,
  JOB_NAME,
  JOB_STATUSES,
  noteOfDeath,
  type FinishedJob,
  type JobResult,
} from "../../domain/jobs/jobRing.js";
import type { RelationMapping } from "../../domain/settings.js";
import { ConfigurationError } from "../../errors.js";
import type { JobSchedule } from "../../usecases/ports/tenant/jobSchedule.js";
import type { TenantScope } from "../database/scope/tenantScope.js";
import { openJobTable, jobTime, refusedRow, type JobRow, type JobTable, type JobValues } from "./jobTable.js";
import { holdLease, lockLeaseRow } from "./leaseCheck.js";

/** Last in the ring: the other jobs bring the data that training reads. */
const EXECUTION_ORDER = 99;

/** The tenant's rows of the platform's `job_schedules`. */
export function jobSchedule(scope: TenantScope, mapping: RelationMapping | undefined, now: () => number): JobSchedule {
  return {
    ensure: () =>
      scope.transaction(async (transaction) => {
        const table = await openJobTable(transaction, mapping);
        // The platform's table need not have a unique constraint: two that ensure at once wait here for each other.
        await lockLeaseRow(transaction);
        const existing = findOwnJob(await table.list());
        if (existing !== undefined) return { created: false, id: existing.id };
        return { created: true, id: await insertOwnRow(table, now()) };
      }),

    claim: (lease, startedAt, leaseSeconds) =>
      scope.transaction(async (transaction) => {
        await holdLease(transaction, lease);
        const table = await openJobTable(transaction, mapping);
        const rows = await table.list();
        const own = findOwnJob(rows);
        requireKnownStatus(rows.find(({ id }) => id === own?.id));
        const claim = decideClaim(own, startedAt, leaseSeconds);
        const claimed = claim.claim === "claimed" ? claim.jobId : undefined;
        await endLeftRunning(table, rows, { now: startedAt, leaseSeconds, except: claimed });
        if (claim.claim !== "claimed" || own === undefined) return claim;
        const note = claim.note === undefined ? {} : { error_message: claim.note };
        const running = { status: "RUNNING", last_run_started_at: jobTime(startedAt), ...note };
        return (await table.update(claim.jobId, running, startedAt, [own.status])) ? claim : { claim: "running" };
      }),

    async repair(lease, now, leaseSeconds) {
      // Looked at before it is locked: hardly ever is there anything to do.
      const seen = await (await openJobTable(scope, mapping)).list({ locked: false });
      if (findLeftRunning(seen, now, leaseSeconds).length === 0) return 0;
      return scope.transaction(async (transaction) => {
        await holdLease(transaction, lease);
        const table = await openJobTable(transaction, mapping);
        return endLeftRunning(table, await table.list(), { now, leaseSeconds });
      });
    },

    finish: (lease, jobId, result, endedAt) =>
      scope.transaction(async (transaction) => {
        // Even if the lease has run out: as long as nobody took it over, the turn is this run's to pass on.
        await holdLease(transaction, lease, { evenIfExpired: true });
        return finish(await openJobTable(transaction, mapping), jobId, result, endedAt);
      }),
  };
}

async function insertOwnRow(table: JobTable, now: number): Promise<string> {
  const row: JobValues = { job_name: JOB_NAME, execution_order: EXECUTION_ORDER, status: "PENDING", active: true };
  await table.insert(row, now);
  const id = findOwnJob(await table.list())?.id ?? "";
  if (id === "") throw refusedRow("it is given no id");
  return id;
}

/** @throws ConfigurationError if the row has a status that is not among the platform's own. */
function requireKnownStatus(row: JobRow | undefined): void {
  if (row === undefined || row.status === row.statusSeen) return;
  throw new ConfigurationError(`the "${JOB_NAME}" row has the status ${JSON.stringify(row.statusSeen)}`, {
    hint: `Statuses that mltrain knows are ${JOB_STATUSES.join(", ")}.`,
  });
}

/** Ends rows that a dead run left RUNNING as that run would have, had it been stopped. @returns how many. */
async function endLeftRunning(
  table: JobTable,
  rows: readonly JobRow[],
  { now, leaseSeconds, except }: { now: number; leaseSeconds: number; except?: string | undefined },
): Promise<number> {
  const dead = findLeftRunning(rows, now, leaseSeconds).filter(({ id }) => id !== except);
  for (const job of dead) await finish(table, job.id, { result: "interrupted", note: noteOfDeath(job) }, now);
  return dead.length;
}

async function finish(table: JobTable, jobId: string, result: JobResult, now: number): Promise<FinishedJob> {
  const plan = planFinish(await table.list(), jobId, result);
  if (plan.own !== undefined) {
    const { status, succeeded, errorMessage } = plan.own;
    await table.update(
      jobId,
      {
        status,
        ...(succeeded ? { last_success_at: jobTime(now) } : {}),
        ...(errorMessage === undefined ? {} : { error_message: errorMessage }),
      },
      now,
    );
  }
  if (plan.wake !== undefined) await table.update(plan.wake, { status: "PENDING" }, now, ["FINISHED", "READY"]);
  return plan.finished;
}
