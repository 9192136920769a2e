import { MODELS, type ModelName } from "../domain/models.js";
import type { Scores } from "../domain/scores.js";
import { thresholdsFor } from "../domain/settings.js";
import type { EvaluationVerdict } from "../domain/versions.js";
import { EXIT, worstExitCode } from "../errors.js";
import type { CommandInput } from "./inputs.js";
import { perModel } from "./perModel.js";
import type { Platform } from "./ports.js";
import type { EvaluateOutcome, EvaluateResult } from "./results.js";
import { scoreFresh } from "./scoreFresh.js";
import { forTenants, throwIfStopped, type RunContext, type RunFindings } from "./tenantRuns.js";

/** Scores what serves on the labels that became known since it was trained, and appends to the history. */
export async function evaluate(platform: Platform, input: CommandInput): Promise<EvaluateResult> {
  return forTenants<EvaluateOutcome, RunFindings<EvaluateOutcome>>(
    platform,
    input,
    { command: "evaluate", recorded: true },
    async (context) => {
      const models = await perModel<EvaluateOutcome>(context, (model, modelContext) =>
        evaluateModel(modelContext, model),
      );
      const codes = Object.values(models).map((outcome) => (outcome.outcome === "failed" ? outcome.exitCode : EXIT.ok));
      return { models, exitCode: worstExitCode(codes) };
    },
  );
}

async function evaluateModel(context: RunContext, model: ModelName): Promise<EvaluateOutcome> {
  const { platform, workspace, tenant, run, asOf, visibleUntil } = context;
  throwIfStopped(platform);
  const champion = await workspace.registry.findChampion(model, visibleUntil);
  if (champion === undefined) return { outcome: "no-version" };

  const { scores, window } = await scoreFresh(context, champion.version);
  const threshold = thresholdsFor(platform.settings, tenant, model).minimumScore.value;
  const { version } = champion.version;
  const verdict = verdictOn(model, scores, threshold);
  const evaluation = { model, version, evaluatedAt: asOf, run, window, scores, verdict };
  await workspace.registry.appendEvaluation(evaluation);
  return { outcome: "evaluated", evaluation, threshold };
}

/** The classic verdict: the headline score against its threshold, where it is defined. */
function verdictOn(model: ModelName, scores: Scores, threshold: number): EvaluationVerdict {
  const value = scores.values[MODELS[model].headline]?.value;
  if (value === undefined) return "insufficient";
  return value < threshold ? "degraded" : "healthy";
}
