import { expect } from "chai";
import { DatabaseUnavailableError, exitCodeOf } from "../../../src/errors.js";
import { runJob } from "../../../src/usecases/job.js";
import type { Platform } from "../../../src/usecases/ports/platform.js";
import type { JobTenantResult } from "../../../src/usecases/results/jobResult.js";
import { describeDatabases, type TestDatabase } from "../../helpers/databases/databases.js";
import { insertJobs, jobRows } from "../../helpers/tenants/jobRows.js";
import { job, ownJob } from "../../helpers/tenants/jobs.js";
import { endLease, leaseIsFree } from "../../helpers/tenants/leases.js";
import { ask, useWorlds } from "../../helpers/tenants/platform.js";
import { generatedTenant, insertRows } from "../../helpers/tenants/tenants.js";
import { watched } from "../../helpers/program/watch.js";

const MODELS = ["lead_time", "rework_risk"] as const;
/** Just longer than two leases. */
const TWO_LEASES = 2 * 900_000 + 1;

/** How a step goes wrong. */
interface Mishap {
  readonly title: string;
  readonly error: () => Error;
  /** Whether the step was done all the same, and only the answer was lost. */
  readonly done: boolean;
  /** Whether the other models are still trained. */
  readonly isOneModels: boolean;
}

const MISHAPS: readonly Mishap[] = [
  { title: "throws something unexpected", error: () => new TypeError("unexpected"), done: false, isOneModels: true },
  {
    title: "finds the database lost",
    error: () => new DatabaseUnavailableError("lost"),
    done: false,
    isOneModels: false,
  },
  {
    title: "is done, but its answer is lost",
    error: () => new DatabaseUnavailableError("lost"),
    done: true,
    isOneModels: false,
  },
];

/** Before the row is claimed there is nothing to hand over. */
const BEFORE_CLAIM = ["runs.start", "leases.acquire", "jobs.claim"];
/** What is left undone here does not concern the outcome. */
const AFTERWARDS = ["leases.release", "runs.finish"];

describeDatabases("a job run, each step of which", (database) => {
  const open = useWorlds(database);

  async function refill(): Promise<void> {
    const { knex } = database();
    for (const table of ["ml_leases", "ml_runs", "ml_attempts", "ml_deployments", "ml_models", "job_schedules"])
      await knex(table).delete();
    await insertJobs(database(), [job({ id: "1" }), ownJob({ status: "PENDING", lastRunStartedAt: undefined })]);
  }
  const statuses = async (): Promise<string[]> => (await jobRows(database())).map(({ status }) => status);

  async function run(platform: Platform): Promise<JobTenantResult> {
    const { tenants, exitCode } = await runJob(platform, ask({ models: MODELS }));
    expect(tenants[0]?.exitCode).to.equal(exitCode);
    return tenants[0]!;
  }

  /** The calls of a run that nothing disturbs. */
  async function steps(platform: Platform): Promise<string[]> {
    const calls: string[] = [];
    await run(watched(platform, { before: (call) => calls.push(call) }));
    return calls;
  }

  for (const mishap of MISHAPS) {
    it(`${mishap.title}: hands over, or is taken over from`, async () => {
      const { tenants, work_items, prs } = generatedTenant({ workItems: 40, pullRequests: 40 });
      await insertRows(database(), { tenants, work_items, prs });
      const world = await open();
      await refill();
      const calls = await steps(world.platform);
      expect(calls).to.include.members([
        ...BEFORE_CLAIM,
        ...AFTERWARDS,
        "jobs.finish",
        "leases.renew",
        "examples.read",
      ]);
      expect(calls.filter((call) => call === "registry.promote")).to.have.length(MODELS.length);

      for (const [i, step] of calls.entries()) {
        await refill();
        const goWrong = (_: string, count: number): void => {
          if (count === i + 1) throw mishap.error();
        };
        const result = await run(watched(world.platform, mishap.done ? { after: goWrong } : { before: goWrong }));
        const title = `step ${String(i + 1)}, ${step}`;
        const seen = await statuses();
        expect(seen, title).to.deep.equal(statusesAfter(step, mishap));
        expectResult(result, step, mishap, title);
        await expectRecord(database(), result, step, mishap, title);
        const strandsLease = mishap.done ? "leases.acquire" : "leases.release";
        expect(await leaseIsFree(database()), title).to.equal(step !== strandsLease);
        await expectTurnPassesOn(world, title);
      }
    });
  }

  /** However the run ended: once its lease has run out, the next one brings the turn to the other job. */
  async function expectTurnPassesOn(world: { platform: Platform; now: number }, title: string): Promise<void> {
    const ended = await statuses();
    await endLease(database());
    const start = world.now;
    world.now += TWO_LEASES;
    const { exitCode, job: outcome } = await run(world.platform);
    world.now = start;
    expect(exitCode, title).to.equal(0);
    expect(outcome?.job === "ran" && outcome.takenOver, title).to.equal(ended[1] === "RUNNING");
    expect(await statuses(), title).to.deep.equal(["PENDING", "FINISHED"]);
  }
});

/** Statuses of the other job and its own. */
function statusesAfter(step: string, { done }: Mishap): string[] {
  if (step === "jobs.claim" && done) return ["FINISHED", "RUNNING"];
  if (BEFORE_CLAIM.includes(step)) return ["FINISHED", "PENDING"];
  if (step === "jobs.finish" && !done) return ["FINISHED", "RUNNING"];
  return ["PENDING", "FINISHED"];
}

function expectResult(result: JobTenantResult, step: string, mishap: Mishap, title: string): void {
  const { exitCode, models } = result;
  if (AFTERWARDS.includes(step)) return void expect(exitCode, title).to.equal(0);
  expect(exitCode, title).to.equal(exitCodeOf(mishap.error()));
  const outcomes = MODELS.map((model) => models[model]?.outcome);
  if (BEFORE_CLAIM.includes(step)) expect(outcomes, title).to.deep.equal([undefined, undefined]);
  else if (step === "jobs.finish") expect(outcomes, title).to.deep.equal(["promoted", "promoted"]);
  else if (mishap.isOneModels) expect(outcomes, title).to.have.members(["failed", "promoted"]);
}

/** Whatever went wrong, the run log says so, unless it is the run log that cannot be written. */
async function expectRecord(
  { knex }: TestDatabase,
  { run, exitCode }: JobTenantResult,
  step: string,
  { done }: Mishap,
  title: string,
): Promise<void> {
  const record = (await knex("ml_runs").where({ tenant_id: 1, run }).first()) as Record<string, unknown>;
  const unrecorded = step === "runs.finish" && !done;
  expect(record, title).to.include({ command: "job run", exit_code: unrecorded ? null : exitCode });
}
