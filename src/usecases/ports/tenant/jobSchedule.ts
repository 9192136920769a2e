import type { FinishedJob, JobClaim, JobResult } from "../../../domain/jobs/jobRing.js";
import type { Lease } from "./leaseStore.js";

/** The tenant's rows of `job_schedules`. */
export interface JobSchedule {
  /** Makes the `ML Training` row unless one exists, whatever its letter case; safe against itself. */
  ensure(): Promise<{ readonly created: boolean; readonly id: string }>;
  /**
   * Claims the row with one update that checks its status, or says why not. Other rows of this program that a dead run
   * left RUNNING are put right.
   */
  claim(lease: Lease, now: number, leaseSeconds: number): Promise<JobClaim>;
  /**
   * Puts rows of this program right that a dead run left RUNNING, for a run that does not come as that job.
   * @returns how many. @throws ConfigurationError where there is no such relation.
   */
  repair(lease: Lease, now: number, leaseSeconds: number): Promise<number>;
  /** Hands over in one transaction that checks the lease's token. @throws TryLaterError if the lease was lost. */
  finish(lease: Lease, jobId: string, result: JobResult, now: number): Promise<FinishedJob>;
}
