import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import type { ModelName } from "../../../src/domain/models.js";
import { describeDatabases, type TestDatabase } from "../../helpers/databases/databases.js";
import { documentIn } from "../../helpers/program/documents.js";
import { startProgram, type Running } from "../../helpers/program/program.js";
import { newFolder, UNTIL } from "../../helpers/program/seededFiles.js";
import { insertTenant } from "../../helpers/tenants/tenants.js";

/** Maximum time until a stopped program ends. */
const STOP_LIMIT_MS = 10_000;

describeDatabases("the built program, stopped during a training,", (database) => {
  beforeEach(async () => {
    // Enough rows that a training takes longer than the delivery of a signal.
    await insertTenant(database(), { until: UNTIL, workItems: 3000 });
  });

  const start = (...command: string[]): Running =>
    startProgram([...command, "--tenant", "1", "--json", "--db", database().url]);

  /** Stops a command during the training of the model. */
  async function stopped(signal: "SIGINT" | "SIGTERM", model: ModelName, ...command: string[]) {
    const running = start(...command);
    await running.says(new RegExp(`"model":"${model}"`));
    const signalled = Date.now();
    running.child.kill(signal);
    const finished = await running.finished;
    expect(Date.now() - signalled, "milliseconds").to.be.below(STOP_LIMIT_MS);
    return finished;
  }

  for (const [signal, exitCode] of [
    ["SIGTERM", 143],
    ["SIGINT", 130],
  ] as const) {
    it(`keeps the trained models, skips the rest, releases the lease and exits with ${exitCode} (${signal})`, async () => {
      const { code, stdout, stderr } = await stopped(signal, "lead_time", "train");
      expect(code, stderr).to.equal(exitCode);
      const { tenants } = documentIn(stdout, "train") as { tenants: { models: Record<string, { outcome: string }> }[] };
      const { models } = tenants[0]!;
      // The signal may arrive during the last fit of the model.
      const outcome = models["lead_time"]?.outcome;
      expect(outcome).to.be.oneOf(["not-started", "promoted"]);
      expect([models["story_points"]?.outcome, models["rework_risk"]?.outcome]).to.deep.equal([
        "promoted",
        "not-started",
      ]);
      const deployments = outcome === "promoted" ? 2 : 1;
      expect(await leftBehind(database())).to.deep.equal({ deployments, liveLeases: 0, exitCodes: [exitCode] });
    });
  }

  it("ends at once on a second signal, without releasing the lease", async () => {
    const running = start("train");
    await running.says(/"model":"story_points"/);
    running.child.kill("SIGTERM");
    running.child.kill("SIGINT");
    const { code, stdout } = await running.finished;
    expect(code).to.be.oneOf([130, 143]); // two signals at once arrive in any order
    expect(stdout).to.equal("");
    expect(await leftBehind(database())).to.deep.equal({ deployments: 0, liveLeases: 1, exitCodes: [null] });
  });

  const JOB_ENDS: readonly [model: ModelName, title: string, statuses: object, deployments: number[]][] = [
    ["story_points", "sets its job PENDING again if no model was trained", { "ML Training": "PENDING" }, [0]],
    [
      "lead_time",
      "marks its job FINISHED if a model was trained",
      { "ML Training": "FINISHED", "Sync Work Items": "PENDING" },
      [1, 2],
    ],
  ];
  for (const [model, title, expected, deployments] of JOB_ENDS) {
    it(title, async () => {
      const { knex } = database();
      const job = { tenant_id: 1, job_name: "ML Training", execution_order: 99, status: "PENDING", active: true };
      await knex("job_schedules").insert(job);
      const { code, stderr } = await stopped("SIGTERM", model, "job", "run");
      expect(code, stderr).to.equal(143);
      const rows = await knex("job_schedules").where({ tenant_id: 1 }).orderBy("execution_order");
      const statuses = (rows as { job_name: string; status: string }[]).map((row) => [row.job_name, row.status]);
      expect(Object.fromEntries(statuses)).to.include(expected);
      const left = await leftBehind(database());
      expect(left.deployments).to.be.oneOf(deployments);
      expect(left)
        .to.include({ liveLeases: 0 })
        .and.to.deep.include({ exitCodes: [143] });
    });
  }
});

async function leftBehind({ knex }: TestDatabase) {
  const leases = await knex("ml_leases").select<{ expires_at: string }[]>("expires_at");
  const runs = await knex("ml_runs").select<{ exit_code: number | null }[]>("exit_code");
  return {
    deployments: (await knex("ml_deployments").select("seq")).length,
    liveLeases: leases.filter((lease) => Date.parse(lease.expires_at) > Date.now()).length,
    exitCodes: runs.map((run) => run.exit_code),
  };
}

describeDatabases(
  "the built program, stopped while a table is locked,",
  (database) => {
    it("cancels its statement and stops", async () => {
      await insertTenant(database(), { until: UNTIL });
      const { knex } = database();
      const lock = await knex.transaction();
      await lock.raw("lock table work_items in access exclusive mode");
      const running = startProgram(["train", "--tenant", "1", "--db", database().url]);
      await untilWaiting(database());
      running.child.kill("SIGTERM");
      const { code, stderr } = await running.finished;
      await lock.rollback();
      expect(code, stderr).to.equal(143);
      expect(await leftBehind(database())).to.deep.include({ liveLeases: 0, exitCodes: [143] });
    });

    for (const table of ["mltrain_migrations", "tenants", "ml_models", "ml_runs", "ml_leases"]) {
      it(`stops before the run starts, or exits after the statement timeout: ${table}`, async () => {
        const config = join(newFolder(), "config.json");
        writeFileSync(config, JSON.stringify({ statementTimeoutSeconds: 5 }));
        const { knex } = database();
        const lock = await knex.transaction();
        await lock.raw("lock table ?? in access exclusive mode", [table]);
        try {
          const command = ["train", "--tenant", "1", "--config", config, "--db", database().url];
          const [signalled, waiting] = [startProgram(command), startProgram(command)];
          await untilWaiting(database(), 2);
          signalled.child.kill("SIGTERM");
          const { code, stderr } = await signalled.finished;
          expect(code, stderr).to.equal(143);
          expect((await waiting.finished).code).to.equal(69);
        } finally {
          await lock.rollback();
        }
      });
    }
  },
  { only: "postgres" },
);

/** Waits until this many sessions wait for a lock in this database. */
async function untilWaiting({ knex }: TestDatabase, sessions = 1): Promise<void> {
  for (;;) {
    const waiting = knex("pg_stat_activity").where({
      wait_event_type: "Lock",
      datname: knex.raw("current_database()"),
    });
    if ((await waiting).length >= sessions) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
