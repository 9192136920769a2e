import type { TrainInput } from "./inputs.js";
import type { Platform } from "./ports.js";
import type { TrainResult } from "./results.js";
import { forTenants } from "./tenantRuns.js";
import { exitCodeOfTraining, trainModels, type TrainFindings } from "./trainModels.js";
import { withLease } from "./withLease.js";
import type { TrainOutcome } from "./results.js";

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
        : await withLease(context, (lease) => trainModels(context, { force, lease }));
      return { models, exitCode: interrupted?.exitCode ?? exitCodeOfTraining(models) };
    },
  );
  return { ...result, dryRun };
}
