import type * as z from "zod";
import { MODEL_NAMES, type ModelName } from "../../domain/models.js";
import type { Score, ScoreName, Scores } from "../../domain/scores.js";
import type { Deployment, Evaluation } from "../../domain/versions.js";
import type { Failure, TenantResult } from "../../usecases/results.js";
import { isoTime } from "../times.js";
import type { evaluation } from "./schemas/commands.js";
import type { cost, deployment, failed, finding, reason, scores } from "./schemas/parts.js";
import type { Finding } from "../../domain/dataFindings.js";
import type { Reason } from "../../domain/assessment.js";
import type { DatabaseCost } from "../../usecases/ports.js";

/** JSON has no word for what is not a number. */
export function finite(value: number | undefined): number | undefined {
  return value !== undefined && Number.isFinite(value) ? value : undefined;
}

/** `draw` applied to each model's entry, in the order of MODEL_NAMES. */
export function drawModels<Outcome, Drawn>(
  models: { readonly [model in ModelName]?: Outcome },
  draw: (outcome: Outcome, model: ModelName) => Drawn,
): { [model in ModelName]?: Drawn } {
  const drawn: { [model in ModelName]?: Drawn } = {};
  for (const model of MODEL_NAMES) {
    const outcome = models[model];
    if (outcome !== undefined) drawn[model] = draw(outcome, model);
  }
  return drawn;
}

/** What every tenant's result has. */
export function drawTenant<Outcome, Drawn>(
  { tenant, run, exitCode, error, hint, cost: spent, models }: TenantResult<Outcome>,
  draw: (outcome: Outcome, model: ModelName) => Drawn,
) {
  return {
    tenant,
    run,
    exitCode,
    error,
    hint,
    cost: spent === undefined ? undefined : drawCost(spent),
    models: drawModels(models, draw),
  };
}

export function drawCost({ queries, rows, seconds, slowestSeconds }: DatabaseCost): z.infer<typeof cost> {
  return { queries, rows, seconds, slowestSeconds };
}

export function drawFailure({ outcome, exitCode, error, hint }: Failure): z.infer<typeof failed> {
  return { outcome, exitCode, error, hint };
}

export function drawScores({ rows, positives, values }: Scores): z.infer<typeof scores> {
  const entries = (Object.entries(values) as [ScoreName, Score][]).map(([name, { value, naive }]) => [
    name,
    { value: finite(value), naive: finite(naive) },
  ]);
  return { rows, positives, values: Object.fromEntries(entries) as z.infer<typeof scores>["values"] };
}

export function drawReason(why: Reason): z.infer<typeof reason> {
  if (!("seen" in why)) return { trigger: why.trigger };
  const { trigger, seen, limit } = why;
  return { trigger, seen, limit: { value: limit.value, origin: limit.origin } };
}

export function drawFinding({
  finding: name,
  severity,
  message,
  subject,
  seen,
  limit,
}: Finding): z.infer<typeof finding> {
  return { finding: name, severity, message, subject, seen: finite(seen), limit: finite(limit) };
}

export function drawDeployment({
  seq,
  version,
  cause,
  reason: why,
  actor,
  run,
  deployedAt,
}: Deployment): z.infer<typeof deployment> {
  return { seq, version, cause, reason: why, actor, run, deployedAt: isoTime(deployedAt) };
}

export function drawEvaluation({
  version,
  evaluatedAt,
  run,
  window,
  scores: found,
  verdict,
}: Evaluation): z.infer<typeof evaluation> {
  return {
    version,
    evaluatedAt: isoTime(evaluatedAt),
    run,
    window: window === undefined ? undefined : { from: isoTime(window.from), to: isoTime(window.to) },
    scores: drawScores(found),
    verdict,
  };
}
