import type * as z from "zod";
import type { AutoRollback, EvaluateOutcome, EvaluateResult } from "../../usecases/results/evaluateResult.js";
import { isoTime, monthOf } from "../format/times.js";
import { drawComparison, drawDeployment, drawEvaluation, drawFailure, drawTenant } from "./parts/parts.js";
import { drawPerformance } from "./parts/performance.js";
import type { autoRollback, evaluateDocument as documentSchema, evaluateOutcome } from "./schemas/commands.js";

export function evaluateDocument({ asOf, exitCode, tenants }: EvaluateResult): z.infer<typeof documentSchema> {
  return {
    schema: 2,
    command: "evaluate",
    asOf: isoTime(asOf),
    exitCode,
    tenants: tenants.map((tenant) => drawTenant(tenant, drawOutcome)),
  };
}

function drawOutcome(outcome: EvaluateOutcome): z.infer<typeof evaluateOutcome> {
  switch (outcome.outcome) {
    case "evaluated":
      return drawEvaluated(outcome);
    case "no-version":
      return { outcome: "no-version" };
    case "failed":
      return drawFailure(outcome);
  }
}

function drawEvaluated({
  evaluation,
  threshold,
  performance,
  coverage,
  rollback,
}: Extract<EvaluateOutcome, { outcome: "evaluated" }>): z.infer<typeof evaluateOutcome> {
  return {
    outcome: "evaluated",
    evaluation: drawEvaluation(evaluation),
    threshold,
    performance: performance === undefined ? undefined : drawPerformance(performance),
    coverage: coverage.map(({ month, created, labelled }) => ({ month: monthOf(month), created, labelled })),
    rollback: rollback === undefined ? undefined : drawRollback(rollback),
  };
}

function drawRollback(rollback: AutoRollback): z.infer<typeof autoRollback> {
  if (!rollback.rolledBack) {
    const { reason, comparison } = rollback;
    return {
      rolledBack: false,
      reason,
      comparison: comparison === undefined ? undefined : drawComparison(comparison),
    };
  }
  const { from, to, deployment, comparison } = rollback;
  return {
    rolledBack: true,
    from,
    to,
    deployment: drawDeployment(deployment),
    comparison: drawComparison(comparison),
  };
}
