import { worstExitCode, EXIT } from "../errors.js";
import type { CommandInput } from "./running/inputs.js";
import { perModel } from "./running/perModel.js";
import type { Platform } from "./ports/platform.js";
import type { AssessOutcome, AssessResult } from "./results/assessResult.js";
import { forTenants, throwIfStopped, type RunFindings } from "./running/tenantRuns.js";
import { assessModel } from "./assessing/assessModel.js";

/** Which models need retraining, and why. */
export async function assess(platform: Platform, input: CommandInput): Promise<AssessResult> {
  // As of an earlier time it is a question about the past, and leaves no trace in the history.
  const recorded = input.asOf === undefined;
  return forTenants<AssessOutcome, RunFindings<AssessOutcome>>(
    platform,
    input,
    { command: "assess", recorded: true },
    async (context) => {
      const models = await perModel<AssessOutcome>(context, async (model, modelContext) => {
        throwIfStopped(platform, modelContext.limits);
        const options = { force: false, forTraining: false, recorded };
        const { assessment } = await assessModel(modelContext, model, options);
        return { outcome: "assessed", assessment };
      });
      const codes = Object.values(models).map((outcome) => (outcome.outcome === "failed" ? outcome.exitCode : EXIT.ok));
      return { models, exitCode: worstExitCode(codes) };
    },
  );
}
