import { expect } from "chai";
import { jobSchedule } from "../../../src/adapters/jobs/jobSchedule.js";
import { leaseStore } from "../../../src/adapters/jobs/leaseStore.js";
import type { Job, JobResult } from "../../../src/domain/jobs/jobRing.js";
import { TryLaterError } from "../../../src/errors.js";
import type { JobSchedule } from "../../../src/usecases/ports/tenant/jobSchedule.js";
import type { Lease, LeaseStore } from "../../../src/usecases/ports/tenant/leaseStore.js";
import { describeDatabases } from "../../helpers/databases/databases.js";
import { insertJobs, insertTenants, jobRows } from "../../helpers/tenants/jobRows.js";
import { job, ownJob } from "../../helpers/tenants/jobs.js";
import { refusal } from "../../helpers/program/refusal.js";
import { scopeOf } from "../../helpers/databases/scopes.js";

const STARTED = Date.UTC(2026, 4, 1, 3);
const ENDED = STARTED + 90_000;

/** The other jobs, and the statuses of all rows (in order of id, the own row 50) after each result. */
interface RingCase {
  readonly title: string;
  readonly others: readonly Job[];
  /** The own row as it is when the run ends. */
  readonly own?: Partial<Job>;
  readonly ended: readonly string[];
  readonly interrupted: readonly string[];
}

const one = (fields: Partial<Job>): Job[] => [job({ id: "1", ...fields })];
const RING: readonly RingCase[] = [
  { title: "no other job", others: [], ended: ["PENDING"], interrupted: ["PENDING"] },
  { title: "one FINISHED", others: one({}), ended: ["PENDING", "FINISHED"], interrupted: ["FINISHED", "PENDING"] },
  {
    title: "one READY",
    others: one({ status: "READY" }),
    ended: ["PENDING", "FINISHED"],
    interrupted: ["READY", "PENDING"],
  },
  {
    title: "one PENDING",
    others: one({ status: "PENDING" }),
    ended: ["PENDING", "FINISHED"],
    interrupted: ["PENDING", "PENDING"],
  },
  {
    title: "one RUNNING",
    others: one({ status: "RUNNING" }),
    ended: ["RUNNING", "FINISHED"],
    interrupted: ["RUNNING", "PENDING"],
  },
  {
    title: "one PAUSED",
    others: one({ status: "PAUSED" }),
    ended: ["PAUSED", "PENDING"],
    interrupted: ["PAUSED", "PENDING"],
  },
  {
    title: "one inactive",
    others: one({ active: false }),
    ended: ["FINISHED", "PENDING"],
    interrupted: ["FINISHED", "PENDING"],
  },
  {
    title: "one before it and one after it",
    others: [...one({}), job({ id: "70", executionOrder: 100 })],
    ended: ["FINISHED", "FINISHED", "PENDING"],
    interrupted: ["FINISHED", "PENDING", "FINISHED"],
  },
  {
    title: "one at its own order with a lower id, one with a higher",
    others: [job({ id: "9", executionOrder: 99 }), job({ id: "100", executionOrder: 99 })],
    ended: ["FINISHED", "FINISHED", "PENDING"],
    interrupted: ["FINISHED", "PENDING", "FINISHED"],
  },
  {
    title: "two before it: round to the first",
    others: [job({ id: "2", executionOrder: 1 }), job({ id: "1", executionOrder: 2 })],
    ended: ["FINISHED", "PENDING", "FINISHED"],
    interrupted: ["FINISHED", "FINISHED", "PENDING"],
  },
  {
    title: "its own row paused meanwhile",
    others: one({}),
    own: { status: "PAUSED" },
    ended: ["PENDING", "PAUSED"],
    interrupted: ["PENDING", "PAUSED"],
  },
  {
    title: "its own row deactivated meanwhile",
    others: one({}),
    own: { active: false },
    ended: ["PENDING", "FINISHED"],
    interrupted: ["PENDING", "FINISHED"],
  },
];

const RESULTS: readonly JobResult[] = [
  { result: "success" },
  { result: "skip" },
  { result: "failure", error: "lead_time: no\u0000 room" },
  { result: "interrupted" },
];

describeDatabases("handing over", (database) => {
  const schedule = (): JobSchedule => jobSchedule(scopeOf(database()), undefined, () => ENDED);
  const store = (): LeaseStore => leaseStore(scopeOf(database()));
  let lease: Lease;
  beforeEach(async () => {
    await insertTenants(database());
    lease = await store().acquire("run-1", 60);
  });

  for (const { title, others, own, ended, interrupted } of RING) {
    for (const result of RESULTS) {
      it(`after ${result.result}, with ${title}`, async () => {
        const jobs = [...others, ownJob({ lastRunStartedAt: STARTED, ...own })];
        await insertJobs(database(), jobs);
        await database().knex("job_schedules").where({ id: 50 }).update({ error_message: "of last night" });
        await insertJobs(database(), [job({ id: "200" })], 2);

        await schedule().finish(lease, "50", result, ENDED);

        const rows = await jobRows(database());
        expect(rows.map(({ status }) => status)).to.deep.equal(result.result === "interrupted" ? interrupted : ended);
        const succeeded = result.result === "success" || result.result === "skip";
        const error = { success: null, skip: null, failure: "lead_time: no room", interrupted: "of last night" }[
          result.result
        ];
        expect(rows.find(({ id }) => id === "50")).to.deep.include({
          error,
          startedAt: STARTED,
          succeededAt: succeeded ? ENDED : undefined,
        });
        for (const row of rows) if (row.id !== "50") expect(row).to.include({ error: null, succeededAt: undefined });
        expect((await jobRows(database(), 2))[0]?.status).to.equal("FINISHED");
      });
    }
  }

  it("passes the turn on when its own row was deleted meanwhile", async () => {
    await insertJobs(database(), [job({ id: "1" })]);
    const finish = await schedule().finish(lease, "50", { result: "success" }, ENDED);
    expect(finish).to.deep.equal({ status: "gone", next: { id: "1", name: "Job 1", wasSetPending: true } });
    expect((await jobRows(database())).map(({ status }) => status)).to.deep.equal(["PENDING"]);
  });

  it("is refused to a holder whose lease was taken over, and nothing changes", async () => {
    await insertJobs(database(), [job({ id: "1" }), ownJob({ lastRunStartedAt: STARTED })]);
    await store().release(lease);
    await store().acquire("run-2", 60);
    await refusal(TryLaterError, schedule().finish(lease, "50", { result: "success" }, ENDED));
    expect((await jobRows(database())).map(({ status }) => status)).to.deep.equal(["FINISHED", "RUNNING"]);
  });

  it("succeeds though the lease has run out, as long as nobody took it over", async () => {
    await insertJobs(database(), [ownJob({ lastRunStartedAt: STARTED })]);
    await store().release(lease);
    const late = await store().acquire("run-1", -1);
    await schedule().finish(late, "50", { result: "success" }, ENDED);
    expect((await jobRows(database()))[0]?.status).to.equal("PENDING");
  });

  it("changes neither row if one of them cannot be changed", async () => {
    const { knex, dialect } = database();
    await insertJobs(database(), [job({ id: "1" }), ownJob({ lastRunStartedAt: STARTED })]);
    const refuse = REFUSE_PENDING[dialect.kind];
    for (const sql of refuse.create) await knex.raw(sql);
    try {
      const outcome = schedule().finish(lease, "50", { result: "success" }, ENDED);
      expect(await outcome.then(() => "handed over", String)).to.contain("not this one");
      expect((await jobRows(database())).map(({ status }) => status)).to.deep.equal(["FINISHED", "RUNNING"]);
    } finally {
      for (const sql of refuse.drop) await knex.raw(sql);
    }
  });
});

describeDatabases(
  "handing over while the platform changes a row",
  (database) => {
    it("waits for it, and does not set PENDING what is RUNNING by then", async () => {
      await insertTenants(database());
      await insertJobs(database(), [job({ id: "1" }), ownJob({ lastRunStartedAt: STARTED })]);
      const lease = await leaseStore(scopeOf(database())).acquire("run-1", 60);
      const platform = await (await database().another()).knex.transaction();
      await platform("job_schedules").where({ id: 1 }).update({ status: "RUNNING" });

      const schedule = jobSchedule(scopeOf(database()), undefined, () => ENDED);
      const finish = schedule.finish(lease, "50", { result: "success" }, ENDED);
      const first = await Promise.race([finish, new Promise((resolve) => setTimeout(resolve, 200, "it waits"))]);
      await platform.commit();

      expect(first).to.equal("it waits");
      expect((await finish).next).to.deep.equal({ id: "1", name: "Job 1", wasSetPending: false });
      expect((await jobRows(database())).map(({ status }) => status)).to.deep.equal(["RUNNING", "FINISHED"]);
    });
  },
  // On SQLite the whole file is locked, so there is no row to wait for.
  { only: "postgres" },
);

/** A trigger that refuses to set job 1 PENDING. */
const REFUSE_PENDING = {
  sqlite: {
    create: [
      `create trigger refuse before update on job_schedules when new.id = 1 begin select raise(abort, 'not this one'); end`,
    ],
    drop: ["drop trigger refuse"],
  },
  postgres: {
    create: [
      `create function refuse() returns trigger language plpgsql as $$ begin raise 'not this one'; end $$`,
      `create trigger refuse before update on job_schedules for each row when (new.id = 1) execute function refuse()`,
    ],
    drop: ["drop trigger refuse on job_schedules", "drop function refuse"],
  },
};
