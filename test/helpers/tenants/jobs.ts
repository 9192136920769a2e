import type { Job } from "../../../src/domain/jobs/jobRing.js";

/** Returns a job of the platform. A test names only what matters to it. */
export const job = (fields: Partial<Job> & Pick<Job, "id">): Job => ({
  name: `Job ${fields.id}`,
  executionOrder: 1,
  status: "FINISHED",
  active: true,
  lastRunStartedAt: undefined,
  ...fields,
});

/** Returns mltrain's own row while it runs. */
export const ownJob = (fields: Partial<Job> = {}): Job =>
  job({ id: "50", name: "ML Training", executionOrder: 99, status: "RUNNING", lastRunStartedAt: 0, ...fields });
