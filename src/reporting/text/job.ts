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
  also: ({ job }) => (job === undefined ? undefined : `job: ${jobText(job)}`),
};

function jobText(job: JobOutcome): string {
  switch (job.job) {
    case "ran":
      return `${job.takenOver ? "taken over from a run that had died; " : ""}${finishText(job.finished)}`;
    case "not-its-turn":
      return `it is not its turn (${printable(job.reason)}); nothing was done`;
    case "running":
      return "it is running; nothing was done";
    case "no-row":
      return "it has no row in job_schedules; nothing was done";
  }
}

const OWN_ROW: Readonly<Record<FinishedJob["status"], string>> = {
  FINISHED: "it is FINISHED",
  PENDING: "it is PENDING again",
  PAUSED: "it stays PAUSED",
  gone: "its row was deleted meanwhile",
};

function finishText({ status, next }: FinishedJob): string {
  const own = OWN_ROW[status];
  if (next === undefined) return own;
  const state = next.wasSetPending ? "was set PENDING" : "was left as it is";
  return `${own}, and the next one, "${printable(next.name)}" (row ${printable(next.id)}), ${state}`;
}
