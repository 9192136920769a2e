import type * as z from "zod";
import type { JobEnsureResult, JobOutcome, JobRunResult } from "../../usecases/results/jobResult.js";
import { isoTime } from "../format/times.js";
import { drawTenant } from "./parts/parts.js";
import type { jobEnsureDocument as ensureSchema, jobOutcome, jobRunDocument as runSchema } from "./schemas/training.js";
import { drawTrainOutcome } from "./train.js";

export function jobEnsureDocument({ tenant, created, id, exitCode }: JobEnsureResult): z.infer<typeof ensureSchema> {
  return { schema: 2, command: "job ensure", tenant, created, id, exitCode };
}

export function jobRunDocument({ asOf, exitCode, tenants }: JobRunResult): z.infer<typeof runSchema> {
  return {
    schema: 2,
    command: "job run",
    asOf: isoTime(asOf),
    exitCode,
    tenants: tenants.map((tenant) => ({
      ...drawTenant(tenant, drawTrainOutcome),
      job: tenant.job === undefined ? undefined : drawJob(tenant.job),
    })),
  };
}

function drawJob(job: JobOutcome): z.infer<typeof jobOutcome> {
  switch (job.job) {
    case "ran": {
      const { status, next } = job.finished;
      return {
        job: "ran",
        finished: { status, next: next === undefined ? undefined : { ...next } },
        takenOver: job.takenOver,
      };
    }
    case "not-its-turn":
      return { job: "not-its-turn", reason: job.reason };
    case "running":
    case "no-row":
      return { job: job.job };
  }
}
