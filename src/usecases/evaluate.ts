import { MODELS, type ModelName } from "../domain/models.js";
import type { Scores } from "../domain/scores.js";
import type { Verdict } from "../domain/evaluation.js";
import { thresholdsFor } from "../domain/settings.js";
import { EXIT, worstExitCode } from "../errors.js";
import { rollBackIfWorse } from "./rollingBack/autoRollback.js";
import { evaluationOf, performanceOf } from "./assessing/championPerformance.js";
import { readNewLabelRows } from "./assessing/newLabelRows.js";
import type { EvaluateInput } from "./running/inputs.js";
import { perModel } from "./running/perModel.js";
import type { Lease } from "./ports/tenant/leaseStore.js";
import type { Platform } from "./ports/platform.js";
import type { EvaluateOutcome, EvaluateResult } from "./results/evaluateResult.js";
import { forTenants, throwIfStopped, type RunContext, type RunFindings } from "./running/tenantRuns.js";
import { withLease } from "./running/withLease.js";

/** Scores what serves on the labels that became known since it was trained, and appends to the history. */
export async function evaluate(platform: Platform, input: EvaluateInput): Promise<EvaluateResult> {
  return forTenants<EvaluateOutcome, RunFindings<EvaluateOutcome>>(
    platform,
    input,
    { command: "evaluate", recorded: true },
    async (context) => {
      const evaluateAll = (lease?: Lease) =>
        perModel<EvaluateOutcome>(context, (model, modelContext) => evaluateModel(modelContext, model, lease));
      const models = input.autoRollback ? await withLease(context, evaluateAll) : await evaluateAll();
      const codes = Object.values(models).map((outcome) => (outcome.outcome === "failed" ? outcome.exitCode : EXIT.ok));
      return { models, exitCode: worstExitCode(codes) };
    },
  );
}

/** @param lease - the right to roll back, if that is asked for. */
async function evaluateModel(context: RunContext, model: ModelName, lease?: Lease): Promise<EvaluateOutcome> {
  const { platform, workspace, tenant, asOf, visibleUntil } = context;
  throwIfStopped(platform, context.limits);
  const champion = await workspace.registry.findChampion(model, visibleUntil);
  if (champion === undefined) return { outcome: "no-version" };

  const threshold = thresholdsFor(platform.settings, tenant, model).minimumScore.value;
  const newRows = await readNewLabelRows(context, champion.version);
  const status = await performanceOf(context, champion.version, newRows, threshold);
  const verdict = status.performance?.verdict ?? classicVerdict(model, status.scores, threshold);
  const evaluation = evaluationOf(context, champion.version, status, verdict);
  await workspace.registry.appendEvaluation(evaluation);
  const coverage = await workspace.examples.coverage(model, asOf);
  const rollback =
    lease === undefined ? undefined : await rollBackIfWorse(context, champion, newRows, status.performance, lease);
  return {
    outcome: "evaluated",
    evaluation,
    threshold,
    performance: status.performance,
    coverage,
    ...(rollback === undefined ? {} : { rollback }),
  };
}

/** The headline score against its threshold, where it is defined. */
function classicVerdict(model: ModelName, scores: Scores, threshold: number): Verdict {
  const value = scores.values[MODELS[model].headline]?.value;
  if (value === undefined) return "insufficient";
  return value < threshold ? "degraded" : "healthy";
}
