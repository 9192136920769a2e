import { expect } from "chai";
import { MODEL_NAMES } from "../../../src/domain/models.js";
import { ConfigurationError, TryLaterError } from "../../../src/errors.js";
import type { Platform } from "../../../src/usecases/ports/platform.js";
import { assess } from "../../../src/usecases/assess.js";
import { evaluate } from "../../../src/usecases/evaluate.js";
import { runJob } from "../../../src/usecases/job.js";
import { rollBack } from "../../../src/usecases/rollback.js";
import { train } from "../../../src/usecases/train.js";
import { describeDatabases } from "../../helpers/databases/databases.js";
import { ask, tenant, useWorlds, type World } from "../../helpers/tenants/platform.js";
import { ROLE } from "../../helpers/databases/postgresRole.js";
import { refusal } from "../../helpers/program/refusal.js";
import { insertTenant } from "../../helpers/tenants/tenants.js";

/** The clock of these tests stands at 01:00 UTC. */
const CLOSED = "02:00-03:00 UTC";
const OPEN = "03:00-04:00 Europe/Berlin";
const FLEET = { tenants: { all: true as const, shard: { index: 0, count: 1 }, concurrency: 1 } };
const SIZE = { workItems: 120, pullRequests: 0 };

/** The world's platform, with a clock that goes on by so many seconds whenever an example source is read. */
function slowReads(world: World, seconds: number): Platform {
  return {
    ...world.platform,
    workspace: (id) => {
      const workspace = world.platform.workspace(id);
      const read: typeof workspace.examples.read = (model, window) => {
        world.now += 1000 * seconds;
        return workspace.examples.read(model, window);
      };
      return { ...workspace, examples: { ...workspace.examples, read } };
    },
  };
}

describeDatabases("the limits of a run", (database) => {
  const open = useWorlds(database);
  const rowsOf = async (table: string): Promise<number> => (await database().knex(table).select("tenant_id")).length;
  const statuses = async (): Promise<unknown[]> =>
    (
      await database().knex("job_schedules").where({ job_name: "ML Training" }).select<{ status: string }[]>("status")
    ).map(({ status }) => status);

  beforeEach(async () => {
    for (const id of [1, 2]) await insertTenant(database(), { id, ...SIZE });
  });

  it("outside of the window ends with 75, and nothing is done", async () => {
    const { platform } = await open({ config: { window: CLOSED } });
    for (const command of [train, evaluate, runJob, assess]) {
      const error = await refusal(TryLaterError, command(platform, ask()));
      expect(error.message).to.equal("it is outside of the window 02:00-03:00 UTC");
    }
    expect([await rowsOf("ml_runs"), await rowsOf("ml_leases")]).to.deep.equal([0, 0]);
  });

  it("do not keep anybody from a rollback, and within the window from nothing", async () => {
    const { platform } = await open({ config: { window: OPEN } });
    expect((await train(platform, ask({ models: ["lead_time"], force: true }))).exitCode).to.equal(0);
    const closed = await open({ config: { window: CLOSED, maxSeconds: 1, loadGuard: { maximumActiveSessions: 0 } } });
    const wanted = { tenant: tenant(1), models: ["lead_time"] as const, dryRun: false };
    const [result] = (await rollBack(closed.platform, wanted)).tenants;
    expect(result?.models.lead_time).to.deep.include({ outcome: "failed", exitCode: 66 }); // there is no earlier one
  });

  it("past --max-seconds no further model is begun: 75, with what was done", async () => {
    const world = await open({ config: { maxSeconds: 10 } });
    const result = await train(slowReads(world, 20), ask({ force: true }));
    const [only] = result.tenants;
    expect(result.exitCode).to.equal(75);
    expect(only?.error).to.equal("the 10 seconds that the run may take (--max-seconds) are over");
    expect(MODEL_NAMES.map((model) => only?.models[model]?.outcome)).to.deep.equal([
      "promoted",
      "not-started",
      "not-started",
    ]);
    const [run] = await database().knex("ml_runs").select<{ exit_code: number; error: string }[]>("*");
    expect(run?.exit_code).to.equal(75);
    expect(run?.error).to.match(/^the 10 seconds/);
  });

  it("past --max-seconds no further tenant is begun, and leaves no run", async () => {
    const world = await open({ config: { maxSeconds: 10 } });
    for (const command of [assess, train]) {
      const result = await command(slowReads(world, 20), ask({ ...FLEET, models: ["lead_time"] }));
      expect(result.exitCode).to.equal(75);
      expect(result.tenants.map(({ exitCode }) => exitCode)).to.deep.equal([0, 75]);
      expect(result.tenants[1]?.models).to.deep.equal({});
    }
    const runs = await database().knex("ml_runs").select<{ tenant_id: number | string }[]>("tenant_id");
    expect(runs.map((run) => Number(run.tenant_id))).to.deep.equal([1, 1]);
  });

  it("hand the job over with what was done, or give it back if no model had begun", async () => {
    const { knex } = database();
    const job = { job_name: "ML Training", status: "PENDING", execution_order: 99, active: true };
    await knex("job_schedules").insert({ ...job, id: 900, tenant_id: 1 });
    const world = await open({ config: { maxSeconds: 10 } });
    const ran = await runJob(slowReads(world, 20), ask());
    expect([ran.exitCode, ran.tenants[0]?.job?.job]).to.deep.equal([75, "ran"]);
    expect(await statuses()).to.deep.equal(["FINISHED"]);
    await knex("job_schedules").where({ id: 900 }).update({ status: "PENDING" });
    const late = await open({ config: { maxSeconds: 10 } });
    // The time is over between the claim and the first model.
    const { platform } = late;
    const slowClaim: Platform = {
      ...platform,
      workspace: (id) => {
        const workspace = platform.workspace(id);
        const claim: typeof workspace.jobs.claim = (...args) => {
          late.now += 20_000;
          return workspace.jobs.claim(...args);
        };
        return { ...workspace, jobs: { ...workspace.jobs, claim } };
      },
    };
    expect((await runJob(slowClaim, ask())).exitCode).to.equal(75);
    expect(await statuses()).to.deep.equal(["PENDING"]);
  });
});

describeDatabases(
  "the load guard",
  (database) => {
    const open = useWorlds(database);
    beforeEach(() => database().knex.raw(`grant pg_read_all_stats to ${ROLE}`));
    afterEach(() => database().knex.raw(`revoke pg_read_all_stats from ${ROLE}`));

    it("ends with 75 while more sessions are at work than it allows, and counts those alone", async () => {
      await insertTenant(database(), SIZE);
      const guarded = { config: { loadGuard: { maximumActiveSessions: 0, maximumReplicationLagSeconds: 60 } } };
      const { platform } = await open(guarded);
      expect((await train(platform, ask())).exitCode).to.equal(0);
      const other = await database().another();
      const busy = other.knex.transaction(async (trx) => {
        await trx.raw("set local application_name = 'somebody else'");
        await trx.raw("select pg_sleep(2)");
      });
      let active = 0;
      while (active === 0) {
        const sessions = database()
          .knex("pg_stat_activity")
          .where({ application_name: "somebody else", state: "active" });
        active = (await sessions.select("pid")).length;
      }
      const error = await refusal(TryLaterError, train((await open(guarded)).platform, ask()));
      expect(error.message).to.equal("the database is under load: 1 sessions are at work, and loadGuard allows 0");
      await busy;
    });

    it("says what to grant where the role may not know", async () => {
      const { knex } = database();
      await knex.raw("create role mltrain_test_load login password 'x'");
      try {
        const url = Object.assign(new URL(database().url), { username: "mltrain_test_load", password: "x" }).href;
        await knex.raw("grant usage on schema public to mltrain_test_load");
        await knex.raw("grant select on all tables in schema public to mltrain_test_load");
        const { platform } = await open({ url, config: { loadGuard: { maximumActiveSessions: 5 } } });
        const error = await refusal(ConfigurationError, train(platform, ask()));
        expect(error.hint).to.match(/^Run: grant pg_read_all_stats to "mltrain_test_load";/);
      } finally {
        // Roles belong to the server, not to the database.
        await knex.raw("drop owned by mltrain_test_load");
        await knex.raw("drop role mltrain_test_load");
      }
    });
  },
  { only: "postgres" },
);
