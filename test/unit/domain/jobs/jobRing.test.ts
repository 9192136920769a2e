import { expect } from "chai";
import { compareIds, decideClaim, findOwnJob, type Job, type JobClaim } from "../../../../src/domain/jobs/jobRing.js";
import { job, ownJob } from "../../../helpers/tenants/jobs.js";

describe("findOwnJob", () => {
  it("knows the job by its name, whatever the letter case", () => {
    for (const name of ["ML Training", "ml training", "ML TRAINING"]) {
      expect(findOwnJob([job({ id: "1" }), ownJob({ name })])?.id, name).to.equal("50");
    }
  });

  it("does not take a job for its own that only begins alike", () => {
    expect(findOwnJob([ownJob({ name: "ML Training 2" }), ownJob({ name: "ML-Training" })])).to.equal(undefined);
  });

  const two = (first: Partial<Job>, second: Partial<Job>): Job[] => [
    ownJob({ id: "1", ...first }),
    ownJob({ id: "2", ...second }),
  ];
  const duplicates: [title: string, jobs: Job[], own: string][] = [
    ["PENDING before FINISHED", two({ status: "FINISHED" }, { status: "PENDING" }), "2"],
    ["READY before RUNNING", two({ status: "RUNNING" }, { status: "READY" }), "2"],
    ["RUNNING before FINISHED", two({ status: "FINISHED" }, { status: "RUNNING" }), "2"],
    ["FINISHED before PAUSED", two({ status: "PAUSED" }, { status: "FINISHED" }), "2"],
    ["FINISHED before inactive", two({ status: "PENDING", active: false }, { status: "FINISHED" }), "2"],
    ["the lower order among equals", two({ executionOrder: 9 }, { executionOrder: 8 }), "2"],
    ["the lower id at the same order", two({ status: "PENDING" }, { status: "READY" }), "1"],
  ];
  for (const [title, jobs, own] of duplicates) {
    it(`of two rows with the name takes ${title}`, () => {
      expect(findOwnJob(jobs)?.id).to.equal(own);
      expect(findOwnJob(jobs.toReversed())?.id).to.equal(own);
    });
  }
});

describe("decideClaim", () => {
  const now = 10_000_000;
  const leaseSeconds = 60;
  const claimed = (takenOver: boolean, note?: string): JobClaim => ({
    claim: "claimed",
    jobId: "50",
    takenOver,
    ...(note === undefined ? {} : { note }),
  });
  const died = (since: string): string => `the run${since} died and left this job RUNNING; a later run put it right`;
  const cases: [title: string, own: Job | undefined, claim: JobClaim][] = [
    ["no row", undefined, { claim: "no-row" }],
    ["PENDING", ownJob({ status: "PENDING" }), claimed(false)],
    ["READY", ownJob({ status: "READY" }), claimed(false)],
    ["FINISHED", ownJob({ status: "FINISHED" }), { claim: "not-its-turn", reason: "FINISHED" }],
    ["PAUSED", ownJob({ status: "PAUSED" }), { claim: "not-its-turn", reason: "PAUSED" }],
    [
      "PENDING but inactive",
      ownJob({ status: "PENDING", active: false }),
      { claim: "not-its-turn", reason: "inactive" },
    ],
    ["RUNNING but inactive", ownJob({ active: false }), { claim: "not-its-turn", reason: "inactive" }],
    ["RUNNING since a moment", ownJob({ lastRunStartedAt: now - 1 }), { claim: "running" }],
    ["RUNNING for two lease lengths", ownJob({ lastRunStartedAt: now - 120_000 }), { claim: "running" }],
    [
      "RUNNING for longer than two lease lengths",
      ownJob({ lastRunStartedAt: now - 120_001 }),
      claimed(true, died(" that began at 1970-01-01T02:44:39.999Z")),
    ],
    ["RUNNING since a time to come", ownJob({ lastRunStartedAt: now + 1 }), { claim: "running" }],
    ["RUNNING since nobody knows when", ownJob({ lastRunStartedAt: undefined }), claimed(true, died(""))],
  ];
  for (const [title, own, claim] of cases) {
    it(`answers ${claim.claim} to ${title}`, () => {
      expect(decideClaim(own, now, leaseSeconds)).to.deep.equal(claim);
    });
  }
});

describe("compareIds", () => {
  it("orders whole numbers by value, also beyond 2^53, and before texts", () => {
    const ids = ["b", "10", "9", "a", "9007199254740993", "9007199254740992", "-1"];
    expect(ids.sort(compareIds)).to.deep.equal(["-1", "9", "10", "9007199254740992", "9007199254740993", "a", "b"]);
  });
});
