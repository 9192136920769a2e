import type * as z from "zod";
import { MODEL_NAMES, type ModelName } from "../../../domain/models.js";
import type { Comparison } from "../../../domain/promotion/promotion.js";
import type { Interval, Score, ScoreName, Scores } from "../../../domain/scores.js";
import type { Deployment } from "../../../domain/versions.js";
import type { Evaluation } from "../../../domain/evaluation.js";
import type { Failure, TenantResult } from "../../../usecases/results/commandResult.js";
import { isoTime } from "../../format/times.js";
import type { evaluation } from "../schemas/commands.js";
import type { comparison, cost, deployment, failed, finding, interval, reason, scores } from "../schemas/parts.js";
import { drawSequentialTest } from "./performance.js";
import type { Finding } from "../../../domain/dataChecks/findings.js";
import type { Reason } from "../../../domain/retraining/assessment.js";
import type { DatabaseCost } from "../../../usecases/ports/tenant/tenantWorkspace.js";

/** Returns undefined for NaN and infinity, which JSON does not have. */
export function finite(value: number | undefined): number | undefined {
  return value !== undefined && Number.isFinite(value) ? value : undefined;
}

/** Applies `draw` to each model's entry, in the order of MODEL_NAMES. */
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

/** Draws the fields of every tenant's result. */
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

export function drawScores({ rows, positives, effectiveRows, intervals, values }: Scores): z.infer<typeof scores> {
  const entries = (Object.entries(values) as [ScoreName, Score][]).map(([name, score]) => [name, drawScore(score)]);
  const drawn = Object.fromEntries(entries) as z.infer<typeof scores>["values"];
  return { rows, positives, effectiveRows: finite(effectiveRows), intervals, values: drawn };
}

export function drawScore({ value, baseline, interval: range }: Score) {
  return {
    value: finite(value),
    baseline: finite(baseline),
    interval: range === undefined ? undefined : drawInterval(range),
  };
}

export function drawInterval([low, high]: Interval): z.infer<typeof interval> | undefined {
  return Number.isFinite(low) && Number.isFinite(high) ? { low, high } : undefined;
}

export function drawComparison(compared: Comparison): z.infer<typeof comparison> {
  const { rows, championLoss, challengerLoss, ratio, interval: range, bound, limit } = compared;
  return {
    rows,
    championLoss: finite(championLoss),
    challengerLoss: finite(challengerLoss),
    ratio: finite(ratio),
    interval: range === undefined ? undefined : drawInterval(range),
    bound: finite(bound),
    limit,
  };
}

export function drawReason(cause: Reason): z.infer<typeof reason> {
  if (!("seen" in cause)) return { trigger: cause.trigger };
  const { trigger, seen, limit } = cause;
  const factor = "factor" in cause ? cause.factor : undefined;
  return { trigger, seen, limit: { ...limit }, factor };
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
  pinned,
}: Deployment): z.infer<typeof deployment> {
  return { seq, version, cause, reason: why, actor, run, deployedAt: isoTime(deployedAt), pinned };
}

export function drawEvaluation({
  version,
  evaluatedAt,
  run,
  window,
  scores: found,
  threshold,
  verdict,
  sequentialTest,
}: Evaluation): z.infer<typeof evaluation> {
  return {
    version,
    evaluatedAt: isoTime(evaluatedAt),
    run,
    window: window === undefined ? undefined : { from: isoTime(window.from), to: isoTime(window.to) },
    scores: drawScores(found),
    threshold,
    verdict,
    sequentialTest: sequentialTest === undefined ? undefined : drawSequentialTest(sequentialTest),
  };
}
