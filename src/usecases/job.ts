import { JOB_NAME, type JobResult } from "../domain/jobs/jobRing.js";
import type { TenantId } from "../domain/tenant.js";
import { EXIT, NotFoundError, TryLaterError, worstExitCode } from "../errors.js";
import type { CommandInput } from "./running/inputs.js";
import type { Platform } from "./ports/platform.js";
import type { JobEnsureResult, JobOutcome, JobRunResult } from "./results/jobResult.js";
import type { TrainOutcome } from "./results/trainResult.js";
import { failureOf, forTenants, requireActiveTenant, type RunContext } from "./running/tenantRuns.js";
import {
  findingsOf,
  trainModels,
  type Interruption,
  type TrainFindings,
  type TrainOutcomes,
} from "./training/trainModels.js";
import { withLease, type HeldLease } from "./running/withLease.js";

interface JobFindings extends TrainFindings {
  /** Absent if the turn could not be passed on. */
  readonly job?: JobOutcome;
}

/** Makes the tenant's `ML Training` row, unless there is one. */
export async function ensureJob(platform: Platform, { tenant }: { tenant: TenantId }): Promise<JobEnsureResult> {
  const id = await requireActiveTenant(platform, tenant);
  return { tenant: id, ...(await platform.workspace(id).jobs.ensure()), exitCode: EXIT.ok };
}

/** Runs training as the tenant's `ML Training` job: claims its turn, trains, and always hands over. */
export async function runJob(platform: Platform, input: CommandInput): Promise<JobRunResult> {
  return forTenants<TrainOutcome, JobFindings>(
    platform,
    input,
    { command: "job run", recorded: true },
    async (context) => withLease(context, (lease) => runAsJob(context, lease)),
  );
}

async function runAsJob(context: RunContext, lease: HeldLease): Promise<JobFindings> {
  const { platform, workspace, tenant, log } = context;
  const claim = await workspace.jobs.claim(lease, platform.clock.now(), platform.settings.leaseSeconds);
  switch (claim.claim) {
    case "no-row":
      throw new NotFoundError(`tenant ${String(tenant)} has no "${JOB_NAME}" row in job_schedules`, {
        hint: `Make it with: mltrain job ensure --tenant ${String(tenant)}`,
      });
    case "running":
      throw new TryLaterError(`the "${JOB_NAME}" job of tenant ${String(tenant)} is running`, {
        hint: "If its run died, a later try takes over.",
      });
    case "not-its-turn":
      log.info({ why: claim.reason }, "it is not this job's turn");
      return { models: {}, exitCode: EXIT.ok, job: { job: "not-its-turn", reason: claim.reason } };
    case "claimed": {
      if (claim.takenOver) log.warn({ job: claim.jobId }, "took over a job that a dead run had left RUNNING");
      const { result, ...findings } = await trainForJob(context, lease);
      try {
        const told = withNote(result, claim.note);
        const finish = await workspace.jobs.finish(lease, claim.jobId, told, platform.clock.now());
        return { ...findings, job: { job: "ran", finished: finish, takenOver: claim.takenOver } };
      } catch (error) {
        // What was trained stays on record, though the turn could not be passed on: the next run will take it over.
        const failure = failureOf(error, log);
        return { ...findings, ...failure, exitCode: worstExitCode([findings.exitCode, failure.exitCode]) };
      }
    }
  }
}

/** Training whose every way to end is a result, so that the hand-over always follows. */
async function trainForJob(context: RunContext, lease: HeldLease): Promise<TrainFindings & { result: JobResult }> {
  try {
    const { models, interrupted } = await trainModels(context, { force: false, lease });
    return { ...findingsOf(models, interrupted), result: jobResultOf(models, interrupted) };
  } catch (error) {
    const failure = failureOf(error, context.log);
    return { models: {}, ...failure, result: { result: "failure", error: failure.error } };
  }
}

/** That a dead run was taken over from stays to be read, unless there is something worse to say. */
function withNote(result: JobResult, note: string | undefined): JobResult {
  return note === undefined || result.result === "failure" ? result : { ...result, note };
}

/** What the schedule is told: a failure if any model failed, a skip if none needed or could be given training. */
function jobResultOf(models: TrainOutcomes, interrupted: Interruption | undefined): JobResult {
  const outcomes = Object.entries(models);
  const untrained: readonly TrainOutcome["outcome"][] = ["not-started", "kept"];
  if (interrupted !== undefined && outcomes.every(([, { outcome }]) => untrained.includes(outcome))) {
    return { result: "interrupted" };
  }
  const problems = outcomes.flatMap(([model, outcome]) => {
    if (outcome.outcome === "failed") return [`${model}: ${outcome.error}`];
    if (outcome.outcome === "data-refused") {
      return [`${model}: ${outcome.findings.find(({ severity }) => severity === "refuse")?.message ?? "data refused"}`];
    }
    return [];
  });
  if (problems.length > 0) return { result: "failure", error: problems.join("; ") };
  return { result: outcomes.some(([, { outcome }]) => outcome === "promoted") ? "success" : "skip" };
}
