import { ConfigurationError, TryLaterError } from "../errors.js";
import type { TrainInput } from "./running/inputs.js";
import type { Platform } from "./ports/platform.js";
import type { TrainResult } from "./results/trainResult.js";
import { forTenants, type RunContext } from "./running/tenantRuns.js";
import { findingsOf, trainModels, type TrainFindings } from "./training/trainModels.js";
import { withLease, type HeldLease } from "./running/withLease.js";
import type { TrainOutcome } from "./results/trainResult.js";

/** Trains the models that need it, or all that are asked for under `force`. */
export async function train(platform: Platform, input: TrainInput): Promise<TrainResult> {
  const { force, dryRun } = input;
  const result = await forTenants<TrainOutcome, TrainFindings>(
    platform,
    input,
    { command: "train", recorded: !dryRun },
    async (context) => {
      const { models, interrupted } = dryRun
        ? await trainModels(context, { force })
        : await withLease(context, async (lease) => {
            await putJobRight(context, lease);
            return trainModels(context, { force, lease });
          });
      return findingsOf(models, interrupted);
    },
  );
  return { ...result, dryRun };
}

/** What a dead `job run` left behind; a training does not depend on it, nor on there being such a schedule at all. */
async function putJobRight({ platform, workspace, log }: RunContext, lease: HeldLease): Promise<void> {
  const { clock, settings } = platform;
  try {
    const jobs = await workspace.jobs.repair(lease, clock.now(), settings.leaseSeconds);
    if (jobs > 0) log.warn({ jobs }, "put a job right that a dead run had left RUNNING");
  } catch (error) {
    if (!(error instanceof ConfigurationError || error instanceof TryLaterError)) throw error;
    log.debug({ error: error.message }, "the job schedule was not looked at");
  }
}
