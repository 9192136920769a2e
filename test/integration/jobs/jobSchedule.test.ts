import { expect } from "chai";
import { jobSchedule } from "../../../src/adapters/jobs/jobSchedule.js";
import { leaseStore } from "../../../src/adapters/jobs/leaseStore.js";
import { JOB_STATUSES, type Job } from "../../../src/domain/jobs/jobRing.js";
import { ConfigurationError, TryLaterError } from "../../../src/errors.js";
import type { JobSchedule } from "../../../src/usecases/ports/tenant/jobSchedule.js";
import type { Lease } from "../../../src/usecases/ports/tenant/leaseStore.js";
import { race } from "../../helpers/tenants/contest.js";
import { describeDatabases } from "../../helpers/databases/databases.js";
import { insertJobs, insertTenants, jobRows } from "../../helpers/tenants/jobRows.js";
import { job, ownJob } from "../../helpers/tenants/jobs.js";
import { refusal } from "../../helpers/program/refusal.js";
import { scopeOf } from "../../helpers/databases/scopes.js";

const NOW = Date.UTC(2026, 4, 1, 3);
const LEASE_SECONDS = 60;

describeDatabases("claiming a job's turn", (database) => {
  const schedule = (tenant = 1): JobSchedule => jobSchedule(scopeOf(database(), tenant), undefined, () => NOW);
  let lease: Lease;
  beforeEach(async () => {
    await insertTenants(database());
    lease = await leaseStore(scopeOf(database())).acquire("run-1", LEASE_SECONDS);
  });
  const claimOf = async (jobs: readonly Job[]) => {
    await insertJobs(database(), jobs);
    return schedule().claim(lease, NOW, LEASE_SECONDS);
  };

  for (const status of ["PENDING", "READY"] as const) {
    it(`succeeds when it is ${status}: the row is RUNNING from now on`, async () => {
      const own = ownJob({ status, lastRunStartedAt: 5_000 });
      expect(await claimOf([own, job({ id: "1" })])).to.deep.equal({ claim: "claimed", jobId: "50", takenOver: false });
      const [other, row] = await jobRows(database());
      expect(row).to.include({ status: "RUNNING", startedAt: NOW });
      expect(other).to.include({ status: "FINISHED", startedAt: undefined });
    });
  }

  for (const status of ["FINISHED", "PAUSED"] as const) {
    it(`is not its turn when it is ${status}`, async () => {
      expect(await claimOf([ownJob({ status })])).to.deep.equal({ claim: "not-its-turn", reason: status });
      expect((await jobRows(database()))[0]).to.include({ status, startedAt: 0 });
    });
  }

  it("is not its turn when it is inactive", async () => {
    const inactive = ownJob({ status: "PENDING", active: false });
    expect(await claimOf([inactive])).to.deep.equal({ claim: "not-its-turn", reason: "inactive" });
  });

  it("takes over a row left RUNNING for more than two lease lengths", async () => {
    const left = ownJob({ lastRunStartedAt: NOW - 2000 * LEASE_SECONDS - 1 });
    expect(await claimOf([left])).to.deep.include({ claim: "claimed", jobId: "50", takenOver: true });
    expect((await jobRows(database()))[0]).to.include({ status: "RUNNING", startedAt: NOW });
  });

  it("leaves a row alone that is RUNNING for less", async () => {
    const startedAt = NOW - 2000 * LEASE_SECONDS;
    expect(await claimOf([ownJob({ lastRunStartedAt: startedAt })])).to.deep.equal({ claim: "running" });
    expect((await jobRows(database()))[0]).to.include({ startedAt });
  });

  it("finds no row of another tenant, and none of another name", async () => {
    await insertJobs(database(), [ownJob({ id: "60", status: "PENDING" })], 2);
    expect(await claimOf([job({ id: "1", status: "PENDING" })])).to.deep.equal({ claim: "no-row" });
    expect((await jobRows(database(), 2))[0]?.status).to.equal("PENDING");
  });

  it("is refused to a holder that lost its lease", async () => {
    const stale = { holder: lease.holder, token: lease.token - 1 };
    await insertJobs(database(), [ownJob({ status: "PENDING" })]);
    await refusal(TryLaterError, schedule().claim(stale, NOW, LEASE_SECONDS));
    expect((await jobRows(database()))[0]?.status).to.equal("PENDING");
  });

  it("succeeds for exactly one of five processes", async () => {
    await insertJobs(database(), [ownJob({ status: "PENDING" })]);
    const outcomes = await race(5, { url: database().url, tenant: "1", action: "claim", lease });
    const claims = outcomes.map((outcome) =>
      "value" in outcome ? (outcome.value as { claim: string }).claim : outcome.error,
    );
    expect(claims.sort()).to.deep.equal(["claimed", "running", "running", "running", "running"]);
  });
});

describeDatabases("making the job's row", (database) => {
  const schedule = (tenant = 1): JobSchedule => jobSchedule(scopeOf(database(), tenant), undefined, () => NOW);
  beforeEach(() => insertTenants(database()));

  it("writes it as the platform expects it, once", async () => {
    const { created, id } = await schedule().ensure();
    expect(created).to.equal(true);
    expect(await schedule().ensure()).to.deep.equal({ created: false, id });
    const rows = await database().knex("job_schedules").select<Record<string, unknown>[]>("*");
    expect(rows).to.have.length(1);
    const { active, created_at, last_updated_at, ...row } = rows[0] ?? {};
    expect(Boolean(active)).to.equal(true);
    expect([created_at, last_updated_at].map((time) => Date.parse(String(time)))).to.deep.equal([NOW, NOW]);
    expect({ ...row, id: String(row["id"]) }).to.deep.equal({
      id,
      tenant_id: 1,
      integration_id: null,
      job_name: "ML Training",
      execution_order: 99,
      status: "PENDING",
      last_run_started_at: null,
      last_success_at: null,
      error_message: null,
      retry_count: 0,
    });
  });

  it("leaves a row alone that has the name in other letter case, whatever its state", async () => {
    await insertJobs(database(), [ownJob({ name: "ml TRAINING", status: "PAUSED", active: false })]);
    expect(await schedule().ensure()).to.deep.equal({ created: false, id: "50" });
    expect(await jobRows(database())).to.have.length(1);
  });

  it("is each tenant's own", async () => {
    await schedule(1).ensure();
    expect((await schedule(2).ensure()).created).to.equal(true);
  });

  it("does not need the lease, and takes it from nobody", async () => {
    const store = leaseStore(scopeOf(database()));
    const lease = await store.acquire("run-1", 60);
    await schedule().ensure();
    await store.renew(lease, 60);
    await refusal(TryLaterError, store.acquire("run-2", 60));
  });

  it("leaves a lease behind that the first run can have", async () => {
    await schedule().ensure();
    expect((await leaseStore(scopeOf(database())).acquire("run-1", 60)).token).to.equal(1);
  });

  it("makes one row for ten that ask at once on one pool", async () => {
    const asked = await Promise.all(Array.from({ length: 10 }, () => schedule().ensure()));
    expect(asked.filter(({ created }) => created)).to.have.length(1);
    expect(await jobRows(database())).to.have.length(1);
  });

  it("makes one row for ten processes that ask at once", async () => {
    const outcomes = await race(10, { url: database().url, tenant: "1", action: "ensure" });
    const values = outcomes.map((outcome) =>
      "value" in outcome ? (outcome.value as { created: boolean; id: string }) : undefined,
    );
    expect(values.filter((value) => value?.created)).to.have.length(1);
    expect(new Set(values.map((value) => value?.id)).size).to.equal(1);
    expect(await jobRows(database())).to.have.length(1);
  });
});

describeDatabases("a platform's table that is not as expected", (database) => {
  const mapping = {
    table: "jobs",
    columns: { id: "uuid", job_name: "title", execution_order: "position", status: "state", active: "enabled" },
  };
  const schedule = (): JobSchedule => jobSchedule(scopeOf(database()), mapping, () => NOW);
  const createTable = (more: (columns: string[]) => string[] = (columns) => columns): Promise<unknown> => {
    const columns = [
      "uuid varchar(36) primary key",
      "tenant_id integer",
      "title text",
      "position integer",
      "state text",
    ];
    columns.push(
      "enabled boolean",
      "last_run_started_at timestamp",
      "last_success_at timestamp",
      "error_message varchar(255)",
    );
    return Promise.resolve(database().knex.raw(`create table jobs (${more(columns).join(", ")})`));
  };
  afterEach(() => database().knex.schema.dropTableIfExists("jobs"));

  it("works under other names, with text ids, times without a zone and a short message column", async () => {
    await createTable();
    const rows = [
      { uuid: "a-1", title: "Sync", position: 1, state: "FINISHED", enabled: true },
      { uuid: "b-2", title: "ML Training", position: 99, state: "PENDING", enabled: null },
    ];
    await database()
      .knex("jobs")
      .insert(rows.map((row) => ({ ...row, tenant_id: 1 })));
    const lease = await leaseStore(scopeOf(database())).acquire("run-1", LEASE_SECONDS);
    const claim = await schedule().claim(lease, NOW, LEASE_SECONDS);
    expect(claim).to.deep.equal({ claim: "claimed", jobId: "b-2", takenOver: false });
    expect(await schedule().claim(lease, NOW + 1000, LEASE_SECONDS)).to.deep.equal({ claim: "running" });
    const failure = { result: "failure", error: "ü".repeat(999) } as const;
    const finish = await schedule().finish(lease, "b-2", failure, NOW);
    expect(finish).to.deep.equal({ status: "FINISHED", next: { id: "a-1", name: "Sync", wasSetPending: true } });
    expect(await database().knex("jobs").orderBy("uuid").pluck("state")).to.deep.equal(["PENDING", "FINISHED"]);
  });

  it("is a configuration error (78) when it is not there, or lacks columns, naming them", async () => {
    const absent = await refusal(ConfigurationError, schedule().ensure());
    expect(absent.message).to.equal("jobs cannot serve as job_schedules: there is no such relation");
    await createTable((columns) => columns.filter((column) => !/^(position|error_message)/.test(column)));
    const lacking = await refusal(ConfigurationError, jobSchedule(scopeOf(database()), mapping, () => NOW).ensure());
    expect(lacking.message).to.contain("it has no column position, error_message");
  });

  it("is a configuration error (78) when it refuses the row, in the database's words", async () => {
    await createTable((columns) => [...columns.with(0, "uuid varchar(36) default 'x'"), "cost_centre text not null"]);
    const refused = await refusal(ConfigurationError, schedule().ensure());
    expect(refused.message).to.match(/^job_schedules does not take the "ML Training" row: .*cost_centre/);
    expect(refused.message).not.to.contain("insert into");
    expect(refused.hint).to.contain("as the platform does");
  });

  it("is a configuration error (78) when it gives the row no id, and no row is left behind", async () => {
    await createTable();
    const refused = await refusal(ConfigurationError, schedule().ensure());
    expect(refused.message).to.match(/^job_schedules does not take the "ML Training" row: .*id/);
    expect(await database().knex("jobs")).to.deep.equal([]);
  });

  it("is a configuration error (78) when the job's own status is none that is known; another's is passed over", async () => {
    await createTable();
    const row = (uuid: string, title: string, state: string) => ({
      tenant_id: 1,
      uuid,
      title,
      position: 1,
      state,
      enabled: true,
    });
    await database()
      .knex("jobs")
      .insert([row("a", "Sync", "BROKEN"), row("b", "ML Training", "pending")]);
    const lease = await leaseStore(scopeOf(database())).acquire("run-1", LEASE_SECONDS);
    const unknown = await refusal(ConfigurationError, schedule().claim(lease, NOW, LEASE_SECONDS));
    expect(unknown.message).to.equal('the "ML Training" row has the status "pending"');
    for (const status of JOB_STATUSES) expect(unknown.hint).to.contain(status);
    expect(await schedule().finish(lease, "b", { result: "skip" }, NOW)).to.deep.equal({ status: "PAUSED" });
  });
});
