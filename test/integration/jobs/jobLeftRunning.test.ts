import { expect } from "chai";
import { leaseStore } from "../../../src/adapters/jobs/leaseStore.js";
import type { Job } from "../../../src/domain/jobs/jobRing.js";
import { runJob } from "../../../src/usecases/job.js";
import { train } from "../../../src/usecases/train.js";
import { describeDatabases } from "../../helpers/databases/databases.js";
import { insertJobs, jobRows } from "../../helpers/tenants/jobRows.js";
import { job, ownJob } from "../../helpers/tenants/jobs.js";
import { endLease } from "../../helpers/tenants/leases.js";
import { ask, iso, NOW, useWorlds, type World } from "../../helpers/tenants/platform.js";
import { scopeOf } from "../../helpers/databases/scopes.js";
import { generatedTenant, insertRows } from "../../helpers/tenants/tenants.js";

const TWO_LEASES = 2 * 900_000;
const LONG_AGO = NOW - TWO_LEASES - 1;
const DIED = `the run that began at ${iso(LONG_AGO)} died and left this job RUNNING; a later run put it right`;

describeDatabases("a job that a dead run left RUNNING", (database) => {
  const open = useWorlds(database);
  let world: World;
  beforeEach(async () => {
    const { tenants, work_items, prs } = generatedTenant({ workItems: 40, pullRequests: 40 });
    await insertRows(database(), { tenants, work_items, prs });
    world = await open();
    // It died with the lease, which has run out.
    await leaseStore(scopeOf(database())).acquire("a dead run", 60);
    await endLease(database());
  });

  const dead = (fields: Partial<Job> = {}): Job => ownJob({ lastRunStartedAt: LONG_AGO, ...fields });
  const seen = async () => (await jobRows(database())).map(({ id, status, error }) => ({ id, status, error }));

  it("is run by the next job run, and says what happened until a run follows that took nothing over", async () => {
    await insertJobs(database(), [dead()]);
    const { exitCode, tenants } = await runJob(world.platform, ask());
    expect(exitCode).to.equal(0);
    expect(tenants[0]?.job).to.include({ job: "ran", takenOver: true });
    expect(await seen()).to.deep.equal([{ id: "50", status: "PENDING", error: DIED }]);
    await runJob(world.platform, ask());
    expect(await seen()).to.deep.equal([{ id: "50", status: "PENDING", error: null }]);
  });

  it("and deactivated passes its turn on, though it is not its turn", async () => {
    await insertJobs(database(), [job({ id: "1" }), dead({ active: false })]);
    const { exitCode, tenants } = await runJob(world.platform, ask());
    expect(exitCode).to.equal(0);
    expect(tenants[0]?.job).to.deep.equal({ job: "not-its-turn", reason: "inactive" });
    expect(await seen()).to.deep.equal([
      { id: "1", status: "PENDING", error: null },
      { id: "50", status: "FINISHED", error: DIED },
    ]);
  });

  it("beside a second row of that name is given its turn back by a run of the other", async () => {
    await insertJobs(database(), [dead({ id: "40", executionOrder: 98 }), ownJob({ status: "PENDING" })]);
    expect((await runJob(world.platform, ask())).exitCode).to.equal(0);
    expect(await seen()).to.deep.equal([
      { id: "40", status: "PENDING", error: DIED },
      { id: "50", status: "FINISHED", error: null },
    ]);
  });

  it("is given its turn back by a training", async () => {
    await insertJobs(database(), [job({ id: "1" }), dead()]);
    expect((await train(world.platform, ask())).exitCode).to.equal(0);
    expect(await seen()).to.deep.equal([
      { id: "1", status: "FINISHED", error: null },
      { id: "50", status: "PENDING", error: DIED },
    ]);
  });

  it("is left alone for two lease lengths: something that takes no lease may run it", async () => {
    await insertJobs(database(), [ownJob({ lastRunStartedAt: NOW - TWO_LEASES })]);
    expect((await train(world.platform, ask())).exitCode).to.equal(0);
    expect(await seen()).to.deep.equal([{ id: "50", status: "RUNNING", error: null }]);
  });

  it("does not keep a training from tenants without a schedule", async () => {
    await database().knex.schema.renameTable("job_schedules", "job_schedules_elsewhere");
    try {
      expect((await train(world.platform, ask())).exitCode).to.equal(0);
    } finally {
      await database().knex.schema.renameTable("job_schedules_elsewhere", "job_schedules");
    }
  });
});
