import { expect } from "chai";
import { describeDatabases, type TestDatabase } from "../helpers/databases.js";
import { documentIn } from "../helpers/documents.js";
import { startProgram, type Running } from "../helpers/program.js";
import { UNTIL } from "../helpers/seededFiles.js";
import { insertTenant } from "../helpers/tenants.js";

/** What a stopped program has to be done within. */
const PATIENCE_MS = 10_000;

describeDatabases("the built program, asked to stop in the middle of a training,", (database) => {
  beforeEach(async () => {
    // Enough that its first model takes longer than a signal does to arrive.
    await insertTenant(database(), { until: UNTIL, workItems: 1000 });
  });

  const start = (...command: string[]): Running =>
    startProgram([...command, "--tenant", "1", "--json", "--db", database().url]);

  /** Stops a command once its first model is being trained. */
  async function stopped(signal: "SIGINT" | "SIGTERM", ...command: string[]) {
    const running = start(...command);
    await running.says(/"model":"story_points"/);
    const asked = Date.now();
    running.child.kill(signal);
    const finished = await running.finished;
    expect(Date.now() - asked, "milliseconds").to.be.below(PATIENCE_MS);
    return finished;
  }

  for (const [signal, exitCode] of [
    ["SIGTERM", 143],
    ["SIGINT", 130],
  ] as const) {
    it(`keeps what it has trained, leaves the rest, frees the lease and ends with ${exitCode} (${signal})`, async () => {
      const { code, stdout, stderr } = await stopped(signal, "train");
      expect(code, stderr).to.equal(exitCode);
      const { tenants } = documentIn(stdout, "train") as { tenants: { models: Record<string, { outcome: string }> }[] };
      const outcomes = Object.entries(tenants[0]!.models).map(([model, { outcome }]) => [model, outcome]);
      expect(Object.fromEntries(outcomes)).to.deep.equal({
        ...{ story_points: "promoted", lead_time: "not-started", rework_risk: "not-started" },
      });
      expect(await leftBehind(database())).to.deep.equal({ deployments: 1, liveLeases: 0, exitCodes: [exitCode] });
    });
  }

  it("hands its job over with what was done", async () => {
    const { knex } = database();
    const job = { tenant_id: 1, job_name: "ML Training", execution_order: 99, status: "PENDING", active: true };
    await knex("job_schedules").insert(job);
    const { code, stderr } = await stopped("SIGTERM", "job", "run");
    expect(code, stderr).to.equal(143);
    const rows = await knex("job_schedules").where({ tenant_id: 1 }).orderBy("execution_order");
    const statuses = (rows as { job_name: string; status: string }[]).map((row) => [row.job_name, row.status]);
    expect(Object.fromEntries(statuses)).to.include({ "ML Training": "FINISHED", "Sync Work Items": "PENDING" });
    expect(await leftBehind(database())).to.deep.equal({ deployments: 1, liveLeases: 0, exitCodes: [143] });
  });
});

async function leftBehind({ knex }: TestDatabase) {
  const leases = await knex("ml_leases").select<{ expires_at: string }[]>("expires_at");
  const runs = await knex("ml_runs").select<{ exit_code: number }[]>("exit_code");
  return {
    deployments: (await knex("ml_deployments").select("seq")).length,
    liveLeases: leases.filter((lease) => Date.parse(lease.expires_at) > Date.now()).length,
    exitCodes: runs.map((run) => run.exit_code),
  };
}

describeDatabases(
  "the built program, asked to stop while a table is locked,",
  (database) => {
    it("stops as soon as the lock is gone, before the next model", async () => {
      await insertTenant(database(), { until: UNTIL });
      const { knex } = database();
      const lock = await knex.transaction();
      await lock.raw("lock table work_items in access exclusive mode");
      const running = startProgram(["train", "--tenant", "1", "--db", database().url]);
      await untilWaiting(database());
      running.child.kill("SIGTERM");
      await lock.rollback();
      const { code, stderr } = await running.finished;
      expect(code, stderr).to.equal(143);
      expect(await leftBehind(database())).to.deep.include({ liveLeases: 0, exitCodes: [143] });
    });
  },
  { only: "postgres" },
);

/** Waits until somebody waits for a lock in this database. */
async function untilWaiting({ knex }: TestDatabase): Promise<void> {
  for (;;) {
    const waiting = knex("pg_stat_activity").where({
      wait_event_type: "Lock",
      datname: knex.raw("current_database()"),
    });
    if ((await waiting).length > 0) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
