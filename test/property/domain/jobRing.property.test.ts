import { expect } from "chai";
import fc from "fast-check";
import { planFinish } from "../../../src/domain/jobs/nextJob.js";
import { canTakeTurn, decideClaim, findOwnJob, JOB_STATUSES, type Job } from "../../../src/domain/jobs/jobRing.js";
import { ownJob } from "../../helpers/tenants/jobs.js";

const others: fc.Arbitrary<Job[]> = fc.uniqueArray(
  fc.record({
    id: fc.oneof(fc.integer({ min: 1, max: 40 }).map(String), fc.constantFrom("a", "b", "c")),
    name: fc.constantFrom("Sync", "Report", "ml training"),
    executionOrder: fc.integer({ min: 0, max: 100 }),
    status: fc.constantFrom(...JOB_STATUSES),
    active: fc.boolean(),
    lastRunStartedAt: fc.constant(undefined),
  }),
  { selector: ({ id }) => id, maxLength: 8 },
);

/** The rows after the hand-over, as a database would hold them. */
function finish(jobs: readonly Job[], ownId: string): Job[] {
  const plan = planFinish(jobs, ownId, { result: "success" });
  return jobs.map((job) => {
    if (job.id === ownId) return { ...job, status: plan.own?.status ?? job.status };
    return job.id === plan.wake ? { ...job, status: "PENDING" } : job;
  });
}

describe("the job ring, for all schedules", () => {
  it("always has somebody whose turn it is", () => {
    fc.assert(
      fc.property(others, (jobs) => {
        const after = finish([...jobs, ownJob()], "50");
        expect(after.some((job) => canTakeTurn(job) && ["PENDING", "RUNNING"].includes(job.status))).to.equal(true);
      }),
    );
  });

  it("changes no row but its own and the next, and that one only from FINISHED or READY to PENDING", () => {
    fc.assert(
      fc.property(others, (jobs) => {
        const after = finish([...jobs, ownJob()], "50");
        const changed = jobs.filter((job, i) => after[i]?.status !== job.status);
        expect(changed.length).to.be.at.most(1);
        for (const { status, active } of changed) {
          expect(status).to.be.oneOf(["FINISHED", "READY"]);
          expect(active).to.equal(true);
        }
      }),
    );
  });

  it("does not depend on the order in which the rows were read", () => {
    fc.assert(
      fc.property(others, (jobs) => {
        const rows = [...jobs, ownJob()];
        expect(planFinish(rows.toReversed(), "50", { result: "skip" })).to.deep.equal(
          planFinish(rows, "50", { result: "skip" }),
        );
      }),
    );
  });

  it("gives every job that can run its turn, once in a round", () => {
    fc.assert(
      fc.property(others, (jobs) => {
        let rows: Job[] = [...jobs, ownJob()].map((job) => ({
          ...job,
          status: job.status === "PAUSED" ? "PAUSED" : "FINISHED",
        }));
        const turns: string[] = [];
        let running = "50";
        do {
          turns.push(running);
          rows = finish(rows, running);
          running = rows.find(({ status }) => status === "PENDING")?.id ?? "";
        } while (running !== "50" && turns.length < 20);
        expect(turns.sort()).to.deep.equal(
          rows
            .filter(canTakeTurn)
            .map(({ id }) => id)
            .sort(),
        );
      }),
    );
  });

  it("finds a row of its own to claim whenever one of that name is PENDING and active", () => {
    fc.assert(
      fc.property(others, (jobs) => {
        const waiting = jobs.some(
          ({ name, status, active }) => name === "ml training" && status === "PENDING" && active,
        );
        const { claim } = decideClaim(findOwnJob(jobs), 0, 60);
        if (waiting) expect(claim).to.equal("claimed");
      }),
    );
  });
});
