import type { FinishedJob } from "../../domain/jobs/jobRing.js";
import type { ExitCode } from "../../errors.js";
import type { TrainOutcome } from "./trainResult.js";
import type { TenantResult, CommandResult } from "./commandResult.js";

/** What came of the tenant's job. */
export type JobOutcome =
  | { readonly job: "ran"; readonly finished: FinishedJob; readonly takenOver: boolean }
  | { readonly job: "not-its-turn"; readonly reason: string }
  | { readonly job: "running" }
  | { readonly job: "no-row" };

export interface JobTenantResult extends TenantResult<TrainOutcome> {
  readonly job?: JobOutcome;
}

export interface JobRunResult extends CommandResult<TrainOutcome> {
  readonly tenants: readonly JobTenantResult[];
}

export interface JobEnsureResult {
  readonly tenant: number;
  readonly created: boolean;
  readonly id: string;
  readonly exitCode: ExitCode;
}
