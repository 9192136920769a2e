import { byRing, canTakeTurn, type FinishedJob, type Job, type JobResult } from "./jobRing.js";

/** A platform's column may be as short as 255 characters; the run log keeps the whole message. */
export const ERROR_MESSAGE_LENGTH = 250;

/** What to write when the job hands over. */
export interface FinishPlan {
  /** Changes to the job's own row; undefined if it is gone. */
  readonly own: OwnRowChange | undefined;
  /** The job to set PENDING, if it still is FINISHED or READY. */
  readonly wake: string | undefined;
  readonly finished: FinishedJob;
}

export interface OwnRowChange {
  readonly status: "FINISHED" | "PENDING" | "PAUSED";
  /** Whether this is a success, to be noted with its time. */
  readonly succeeded: boolean;
  /** Null clears it; undefined leaves it as it is. */
  readonly errorMessage: string | null | undefined;
}

/**
 * What to write when the job `ownId` has ended: it is FINISHED, and the turn passes to the next active, unpaused job by
 * execution order, then id, from the last to the first again. The next is woken (set PENDING) if it is FINISHED or
 * READY; one that is PENDING or RUNNING has its turn already. Where no other job can be next, the own row is: PENDING.
 *
 * An interrupted run gives the turn back to its own row, and touches no other.
 *
 * Rows change while a job runs. One that was paused meanwhile stays PAUSED. Where the own row can have no turn (paused,
 * deactivated or deleted), an interrupted run passes the turn on, because nobody would take it up again. A deleted
 * row's place in the ring is not known: the turn passes to the first.
 *
 * @param jobs - all of the tenant's jobs as they are now, in any order.
 * @param ownId - the job that was claimed.
 */
export function planFinish(jobs: readonly Job[], ownId: string, result: JobResult): FinishPlan {
  const own = jobs.find(({ id }) => id === ownId);
  if (result.result === "interrupted" && own !== undefined && canTakeTurn(own)) {
    return { own: changeOf(result, "PENDING"), wake: undefined, finished: { status: "PENDING" } };
  }
  const next = findNext(jobs, own, ownId);
  const wasSetPending = next?.status === "FINISHED" || next?.status === "READY";
  const status = statusOf(own, next);
  return {
    own: status === "gone" ? undefined : changeOf(result, status),
    wake: wasSetPending ? next.id : undefined,
    finished: { status, ...(next === undefined ? {} : { next: { id: next.id, name: next.name, wasSetPending } }) },
  };
}

function findNext(jobs: readonly Job[], own: Job | undefined, ownId: string): Job | undefined {
  const others = jobs.filter((job) => job.id !== ownId && canTakeTurn(job)).sort(byRing);
  const after = own === undefined ? undefined : others.find((job) => byRing(own, job) < 0);
  return after ?? others[0];
}

function statusOf(own: Job | undefined, next: Job | undefined): FinishedJob["status"] {
  if (own === undefined) return "gone";
  if (own.status === "PAUSED") return "PAUSED";
  return next === undefined ? "PENDING" : "FINISHED";
}

function changeOf(result: JobResult, status: OwnRowChange["status"]): OwnRowChange {
  switch (result.result) {
    case "success":
    case "skip":
      return { status, succeeded: true, errorMessage: result.note ?? null };
    case "failure":
      return { status, succeeded: false, errorMessage: boundedMessage(result.error) };
    case "interrupted":
      return { status, succeeded: false, errorMessage: result.note };
  }
}

/** The message on one line, without characters that a database may refuse, cut to {@link ERROR_MESSAGE_LENGTH}. */
function boundedMessage(message: string): string {
  const line = message.replace(/[\p{Cc}\p{Cs}\s]+/gu, " ").trim();
  const characters = Array.from(line);
  if (characters.length <= ERROR_MESSAGE_LENGTH) return line === "" ? "failed without a message" : line;
  return `${characters.slice(0, ERROR_MESSAGE_LENGTH - 1).join("")}…`;
}
