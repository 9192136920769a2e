import type * as z from "zod";
import type { EvaluateOutcome, EvaluateResult } from "../../usecases/results.js";
import { isoTime } from "../times.js";
import { drawEvaluation, drawFailure, drawTenant } from "./parts.js";
import type { evaluateDocument as documentSchema, evaluateOutcome } from "./schemas/commands.js";

export function evaluateDocument({ asOf, exitCode, tenants }: EvaluateResult): z.infer<typeof documentSchema> {
  return {
    schema: 1,
    command: "evaluate",
    asOf: isoTime(asOf),
    exitCode,
    tenants: tenants.map((tenant) => drawTenant(tenant, drawOutcome)),
  };
}

function drawOutcome(outcome: EvaluateOutcome): z.infer<typeof evaluateOutcome> {
  switch (outcome.outcome) {
    case "evaluated":
      return { outcome: "evaluated", evaluation: drawEvaluation(outcome.evaluation), threshold: outcome.threshold };
    case "no-version":
      return { outcome: "no-version" };
    case "failed":
      return drawFailure(outcome);
  }
}
