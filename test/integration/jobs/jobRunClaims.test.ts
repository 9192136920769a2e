import { expect } from "chai";
import { leaseStore } from "../../../src/adapters/jobs/leaseStore.js";
import { MODEL_NAMES } from "../../../src/domain/models.js";
import type { Job } from "../../../src/domain/jobs/jobRing.js";
import { NotFoundError } from "../../../src/errors.js";
import { ensureJob, runJob } from "../../../src/usecases/job.js";
import type { JobTenantResult } from "../../../src/usecases/results/jobResult.js";
import { describeDatabases } from "../../helpers/databases/databases.js";
import { insertJobs, jobRows } from "../../helpers/tenants/jobRows.js";
import { job, ownJob } from "../../helpers/tenants/jobs.js";
import { endLease, leaseIsFree, takeLeaseOver } from "../../helpers/tenants/leases.js";
import { ask, NOW, tenant, useWorlds, type World } from "../../helpers/tenants/platform.js";
import { refusal } from "../../helpers/program/refusal.js";
import { scopeOf } from "../../helpers/databases/scopes.js";
import { generatedTenant, insertRows } from "../../helpers/tenants/tenants.js";
import { watched } from "../../helpers/program/watch.js";

const LEASE = 900_000;

describeDatabases("a job run", (database) => {
  const open = useWorlds(database);
  let world: World;
  beforeEach(async () => {
    const { tenants, work_items, prs } = generatedTenant({ workItems: 40, pullRequests: 40 });
    await insertRows(database(), { tenants, work_items, prs });
    world = await open();
  });

  const jobs = (own: Partial<Job> = {}): Promise<void> =>
    insertJobs(database(), [job({ id: "1" }), ownJob({ status: "PENDING", lastRunStartedAt: undefined, ...own })]);
  const statuses = async (): Promise<string[]> => (await jobRows(database())).map(({ status }) => status);
  const versions = async (): Promise<number> => (await database().knex("ml_models")).length;
  async function run(platform = world.platform): Promise<JobTenantResult> {
    const { tenants } = await runJob(platform, ask());
    return tenants[0]!;
  }

  const NOT_ITS_TURN: readonly [title: string, own: Partial<Job>, why: string][] = [
    ["is FINISHED", { status: "FINISHED" }, "FINISHED"],
    ["is PAUSED", { status: "PAUSED" }, "PAUSED"],
    ["is inactive", { active: false }, "inactive"],
  ];
  for (const [title, own, why] of NOT_ITS_TURN) {
    it(`whose row ${title} does nothing, with exit code 0`, async () => {
      await jobs(own);
      const before = await jobRows(database());
      expect(await run()).to.deep.include({ exitCode: 0, models: {}, job: { job: "not-its-turn", reason: why } });
      expect(await jobRows(database())).to.deep.equal(before);
      expect(await versions()).to.equal(0);
      expect(await leaseIsFree(database())).to.equal(true);
    });
  }

  it("without a row exits with 66 and says how to make it; then it runs", async () => {
    const { exitCode, hint } = await run();
    expect(exitCode).to.equal(66);
    expect(hint).to.contain("mltrain job ensure --tenant 1");
    expect(await ensureJob(world.platform, { tenant: tenant(1) })).to.include({ created: true, exitCode: 0 });
    expect(await run()).to.deep.include({
      exitCode: 0,
      job: { job: "ran", finished: { status: "PENDING" }, takenOver: false },
    });
  });

  it("of an unknown or inactive tenant is refused", async () => {
    await insertRows(database(), { tenants: [{ id: 3, name: "Inactive", active: false }] });
    for (const id of [2, 3]) {
      const refused = await refusal(NotFoundError, runJob(world.platform, ask({ tenants: { tenant: tenant(id) } })));
      expect(refused.exitCode).to.equal(66);
    }
  });

  it("whose row is RUNNING takes over after two leases, not before", async () => {
    await jobs({ status: "RUNNING", lastRunStartedAt: NOW });
    world.now = NOW + 2 * LEASE;
    expect((await run()).exitCode).to.equal(75);
    expect(await statuses()).to.deep.equal(["FINISHED", "RUNNING"]);
    world.now += 1;
    const { exitCode, job: outcome, models } = await run();
    expect(exitCode).to.equal(0);
    expect(outcome).to.include({ job: "ran", takenOver: true });
    expect(models.lead_time?.outcome).to.equal("promoted");
    expect(await statuses()).to.deep.equal(["PENDING", "FINISHED"]);
  });

  it("leaves everything alone while another run holds the lease", async () => {
    await jobs();
    await leaseStore(scopeOf(database())).acquire("another run", 60);
    expect((await run()).exitCode).to.equal(75);
    expect(await statuses()).to.deep.equal(["FINISHED", "PENDING"]);
    expect(await versions()).to.equal(0);
    expect(await leaseIsFree(database())).to.equal(false);
  });

  it("that loses its lease records nothing more, and the next takes over", async () => {
    await jobs();
    let promotions = 0;
    const loseLease = async (call: string): Promise<void> => {
      if (call === "registry.promote" && ++promotions === 2) await takeLeaseOver(database());
    };
    const { exitCode, models, run: lost } = await run(watched(world.platform, { before: loseLease }));
    expect(exitCode).to.equal(75);
    expect(MODEL_NAMES.map((model) => models[model]?.outcome)).to.deep.equal(["promoted", "failed", "failed"]);
    expect(await versions()).to.equal(1);
    expect(await statuses()).to.deep.equal(["FINISHED", "RUNNING"]);
    expect(await leaseIsFree(database())).to.equal(false);
    const record = (await database().knex("ml_runs").where({ run: lost }).first()) as Record<string, unknown>;
    expect(record).to.include({ exit_code: 75 });
    expect(record["outcomes"]).to.contain("story_points_tenant_1_v1");

    await endLease(database());
    world.now += 2 * LEASE + 1;
    const next = await run();
    expect(next.exitCode).to.equal(0);
    expect(MODEL_NAMES.map((model) => next.models[model]?.outcome)).to.deep.equal(["kept", "promoted", "promoted"]);
    expect(await statuses()).to.deep.equal(["PENDING", "FINISHED"]);
  });

  it("of all tenants gives each its own outcome, and the worst exit code", async () => {
    const second = generatedTenant({ id: 2, workItems: 40, pullRequests: 40 });
    await insertRows(database(), { ...second, job_schedules: [] });
    await insertRows(database(), { tenants: [{ id: 3, name: "Inactive", active: false }] });
    await jobs();
    const { tenants, exitCode } = await runJob(
      world.platform,
      ask({ tenants: { all: true, shard: { index: 0, count: 1 }, concurrency: 2 } }),
    );
    expect(tenants.map((result) => [result.tenant, result.exitCode])).to.deep.equal([
      [1, 0],
      [2, 66],
    ]);
    expect(exitCode).to.equal(66);
    expect(await statuses()).to.deep.equal(["PENDING", "FINISHED"]);
  });
});
