import { JOB_NAME, type FinishedJob } from "../../domain/jobs/jobRing.js";
import type { TenantSelection } from "../../usecases/running/inputs.js";
import type { JobEnsureResult, JobOutcome, JobRunResult, JobTenantResult } from "../../usecases/results/jobResult.js";
import type { TrainOutcome } from "../../usecases/results/trainResult.js";
import type { Page } from "../format/page.js";
import { printable } from "../format/words.js";
import { tenantsText, type Wording } from "./parts/tenants.js";
import { TRAIN_WORDING } from "./train.js";

export function jobEnsureText({ tenant, created, id }: JobEnsureResult): string {
  const row = `the "${JOB_NAME}" job, row ${printable(id)} of job_schedules`;
  return created ? `Tenant ${tenant} now has ${row}.\n` : `Tenant ${tenant} already has ${row}; nothing was changed.\n`;
}

export function jobRunText(result: JobRunResult, selection: TenantSelection, page: Page): string {
  return tenantsText(result, "all" in selection, WORDING, page);
}

const WORDING: Wording<TrainOutcome, JobTenantResult> = {
  ...TRAIN_WORDING,
  remark: ({ job }) => (job === undefined ? undefined : `job: ${jobText(job)}`),
};

function jobText(job: JobOutcome): string {
  switch (job.job) {
    case "ran":
      return `${job.takenOver ? "taken over from a crashed run; " : ""}${finishText(job.finished)}`;
    case "not-its-turn":
      return `${printable(job.reason)}; nothing was done`;
    case "running":
      return "already running; nothing was done";
    case "no-row":
      return "no row in job_schedules; nothing was done";
  }
}

const OWN_ROW: Readonly<Record<FinishedJob["status"], string>> = {
  FINISHED: "marked FINISHED",
  PENDING: "PENDING again",
  PAUSED: "still PAUSED",
  gone: "its row was deleted during the run",
};

function finishText({ status, next }: FinishedJob): string {
  const own = OWN_ROW[status];
  if (next === undefined) return own;
  const state = next.wasSetPending ? "set PENDING" : "not changed";
  return `${own}; next job "${printable(next.name)}" (row ${printable(next.id)}) ${state}`;
}
