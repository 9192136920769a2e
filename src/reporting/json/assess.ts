import type * as z from "zod";
import type { AssessOutcome, AssessResult } from "../../usecases/results.js";
import { isoTime } from "../times.js";
import { drawFailure, drawReason, drawTenant, finite } from "./parts.js";
import type { assessDocument as documentSchema, assessOutcome } from "./schemas/commands.js";

export function assessDocument({ asOf, exitCode, tenants }: AssessResult): z.infer<typeof documentSchema> {
  return {
    schema: 1,
    command: "assess",
    asOf: isoTime(asOf),
    exitCode,
    tenants: tenants.map((tenant) => drawTenant(tenant, drawOutcome)),
  };
}

function drawOutcome(outcome: AssessOutcome): z.infer<typeof assessOutcome> {
  if (outcome.outcome === "failed") return drawFailure(outcome);
  const { decision, reasons, serving, newExamples, score, ageDays, thresholds } = outcome.assessment;
  const { minimumScore, minimumNewExamples, maximumAgeDays } = thresholds;
  return {
    outcome: "assessed",
    decision,
    reasons: reasons.map(drawReason),
    serving: serving === undefined ? undefined : drawServing(serving),
    newExamples,
    score: { metric: score.metric, rows: score.rows, value: finite(score.value), naive: finite(score.naive) },
    ageDays: finite(ageDays),
    thresholds: {
      minimumScore: { ...minimumScore },
      minimumNewExamples: { ...minimumNewExamples },
      maximumAgeDays: { ...maximumAgeDays },
    },
  };
}

function drawServing({
  version,
  name,
  learner,
  trainedAt,
  watermark,
}: NonNullable<Extract<AssessOutcome, { outcome: "assessed" }>["assessment"]["serving"]>) {
  return { version, name, learner, trainedAt: isoTime(trainedAt), watermark: isoTime(watermark) };
}
