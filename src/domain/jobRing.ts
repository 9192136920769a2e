/** Statuses of the platform's `job_schedules`. */
export const JOB_STATUSES = ["PENDING", "READY", "RUNNING", "FINISHED", "PAUSED"] as const;
export type JobStatus = (typeof JOB_STATUSES)[number];

/** The job that this program is, compared without regard to letter case. */
export const JOB_NAME = "ML Training";

/** One row of `job_schedules`. */
export interface Job {
  readonly id: string;
  readonly name: string;
  readonly executionOrder: number;
  readonly status: JobStatus;
  readonly active: boolean;
  /** Milliseconds since 1970, UTC. */
  readonly lastRunStartedAt: number | undefined;
}

/** What came of asking for the job's turn. */
export type JobClaim =
  | {
      readonly claim: "claimed";
      readonly jobId: string;
      /** The row had been left RUNNING by a dead run. */ readonly takenOver: boolean;
    }
  | { readonly claim: "not-its-turn"; readonly why: "FINISHED" | "PAUSED" | "inactive" }
  | { readonly claim: "running" }
  | { readonly claim: "no-row" };

/** How training ended, as far as the schedule is concerned. */
export type JobResult =
  | { readonly result: "success" | "skip" }
  | { readonly result: "failure"; readonly error: string }
  /** Stopped by a signal before any model was trained: the row goes back to PENDING. */
  | { readonly result: "interrupted" };

/** What the hand-over did. */
export interface HandOver {
  readonly status: "FINISHED" | "PENDING";
  /** The job whose turn is next; absent if it is this one again, or if the turn was given back. */
  readonly next?: { readonly id: string; readonly name: string; readonly wasSetPending: boolean };
}
