import { expect } from "chai";
import { ERROR_MESSAGE_LENGTH, planFinish, type OwnRowChange } from "../../../../src/domain/jobs/nextJob.js";
import type { FinishedJob, Job, JobResult } from "../../../../src/domain/jobs/jobRing.js";
import { job, ownJob } from "../../../helpers/tenants/jobs.js";

const RESULTS = {
  success: { result: "success" },
  skip: { result: "skip" },
  failure: { result: "failure", error: "the disk is full" },
  interrupted: { result: "interrupted" },
} as const satisfies Record<string, JobResult>;

/** What each result writes beside the status. */
const NOTES: Record<JobResult["result"], Omit<OwnRowChange, "status">> = {
  success: { succeeded: true, errorMessage: null },
  skip: { succeeded: true, errorMessage: null },
  failure: { succeeded: false, errorMessage: "the disk is full" },
  interrupted: { succeeded: false, errorMessage: undefined },
};

/** One state of the ring: what becomes of the own row, who is next, and whether that one is woken. */
interface RingCase {
  readonly title: string;
  readonly jobs: readonly Job[];
  readonly status: FinishedJob["status"];
  readonly next?: string;
  readonly woken?: boolean;
  /** What an interrupted run does, where that differs from giving the turn back. */
  readonly interrupted?: "passes-on";
}

const own = ownJob();
const RING: readonly RingCase[] = [
  { title: "no other job", jobs: [own], status: "PENDING" },
  { title: "one FINISHED", jobs: [job({ id: "1" }), own], status: "FINISHED", next: "1", woken: true },
  { title: "one READY", jobs: [job({ id: "1", status: "READY" }), own], status: "FINISHED", next: "1", woken: true },
  { title: "one PENDING", jobs: [job({ id: "1", status: "PENDING" }), own], status: "FINISHED", next: "1" },
  { title: "one RUNNING", jobs: [job({ id: "1", status: "RUNNING" }), own], status: "FINISHED", next: "1" },
  { title: "one PAUSED", jobs: [job({ id: "1", status: "PAUSED" }), own], status: "PENDING" },
  { title: "one inactive", jobs: [job({ id: "1", active: false }), own], status: "PENDING" },
  {
    title: "a PAUSED one in front of a FINISHED one",
    jobs: [job({ id: "1", status: "PAUSED" }), job({ id: "2", executionOrder: 2 }), own],
    status: "FINISHED",
    next: "2",
    woken: true,
  },
  {
    title: "one after it and one before it",
    jobs: [job({ id: "1" }), own, job({ id: "2", executionOrder: 100 })],
    status: "FINISHED",
    next: "2",
    woken: true,
  },
  {
    title: "only inactive ones after it",
    jobs: [job({ id: "2", executionOrder: 100, active: false }), job({ id: "1" }), own],
    status: "FINISHED",
    next: "1",
    woken: true,
  },
  {
    title: "several at its own order: the next higher id, as a number",
    jobs: ["9", "100", "51"].map((id) => job({ id, executionOrder: 99 })).concat(own),
    status: "FINISHED",
    next: "51",
    woken: true,
  },
  {
    title: "only lower ids at its own order: round to the first",
    jobs: ["9", "10"].map((id) => job({ id, executionOrder: 99 })).concat(own),
    status: "FINISHED",
    next: "9",
    woken: true,
  },
  {
    title: "one without an order: it comes last",
    jobs: [job({ id: "7", executionOrder: Infinity }), job({ id: "1" }), own],
    status: "FINISHED",
    next: "7",
    woken: true,
  },
  {
    title: "another row of the same name",
    jobs: [own, ownJob({ id: "60", status: "FINISHED" })],
    status: "FINISHED",
    next: "60",
    woken: true,
  },
  {
    title: "its own row paused meanwhile",
    jobs: [job({ id: "1" }), ownJob({ status: "PAUSED" })],
    status: "PAUSED",
    next: "1",
    woken: true,
    interrupted: "passes-on",
  },
  {
    title: "its own row paused meanwhile, and no other",
    jobs: [ownJob({ status: "PAUSED" })],
    status: "PAUSED",
    interrupted: "passes-on",
  },
  {
    title: "its own row deactivated meanwhile",
    jobs: [job({ id: "1" }), ownJob({ active: false })],
    status: "FINISHED",
    next: "1",
    woken: true,
    interrupted: "passes-on",
  },
  {
    title: "its own row deactivated meanwhile, and no other",
    jobs: [ownJob({ active: false })],
    status: "PENDING",
    interrupted: "passes-on",
  },
  {
    title: "its own row deleted meanwhile",
    jobs: [job({ id: "2", executionOrder: 2 }), job({ id: "1" })],
    status: "gone",
    next: "1",
    woken: true,
    interrupted: "passes-on",
  },
  { title: "its own row deleted meanwhile, and no other", jobs: [], status: "gone", interrupted: "passes-on" },
  {
    title: "its own row set PENDING meanwhile",
    jobs: [job({ id: "1" }), ownJob({ status: "PENDING" })],
    status: "FINISHED",
    next: "1",
    woken: true,
  },
];

describe("planHandOver", () => {
  for (const [name, result] of Object.entries(RESULTS)) {
    for (const { title, jobs, status, next, woken = false, interrupted } of RING) {
      const givesBack = result.result === "interrupted" && interrupted === undefined;
      it(`after ${name}, with ${title}`, () => {
        const plan = planFinish(jobs, own.id, result);
        const expected = givesBack ? "PENDING" : status;
        const nextJob = givesBack || next === undefined ? undefined : { id: next, wasSetPending: woken };
        expect(plan.own).to.deep.equal(expected === "gone" ? undefined : { status: expected, ...NOTES[result.result] });
        expect(plan.wake).to.equal(nextJob?.wasSetPending === true ? next : undefined);
        expect(plan.finished.status).to.equal(expected);
        expect(
          plan.finished.next && { id: plan.finished.next.id, wasSetPending: plan.finished.next.wasSetPending },
        ).to.deep.equal(nextJob);
      });
    }
  }

  const messageOf = (error: string): string =>
    planFinish([own], own.id, { result: "failure", error }).own?.errorMessage ?? "";

  it("bounds the message, and cuts no character in two", () => {
    expect(messageOf("x".repeat(ERROR_MESSAGE_LENGTH))).to.equal("x".repeat(ERROR_MESSAGE_LENGTH));
    const message = messageOf("🚂".repeat(1000));
    expect(Array.from(message)).to.have.length(ERROR_MESSAGE_LENGTH);
    expect(message).not.to.match(/\p{Cs}/u);
    expect(message.endsWith("…")).to.equal(true);
  });

  it("keeps the message on one line, without what a database refuses", () => {
    expect(messageOf("lead_time:\n\tno \u0000 room\ud800.")).to.equal("lead_time: no room .");
    expect(messageOf(" \n ")).to.equal("failed without a message");
  });
});
