import type { Job } from "../../../src/domain/jobs/jobRing.js";

/** A job of the platform; a test names only what it is about. */
export const job = (fields: Partial<Job> & Pick<Job, "id">): Job => ({
  name: `Job ${fields.id}`,
  executionOrder: 1,
  status: "FINISHED",
  active: true,
  lastRunStartedAt: undefined,
  ...fields,
});

/** The row of mltrain itself while it runs. */
export const ownJob = (fields: Partial<Job> = {}): Job =>
  job({ id: "50", name: "ML Training", executionOrder: 99, status: "RUNNING", lastRunStartedAt: 0, ...fields });
