import type * as z from "zod";
import type { Assessment, TriggerCheck, ChampionVersion } from "../../domain/retraining/assessment.js";
import type { AttemptHistory } from "../../domain/retraining/attempts.js";
import type { AssessOutcome, AssessResult } from "../../usecases/results/assessResult.js";
import { isoTime } from "../format/times.js";
import { drawFailure, drawReason, drawScore, drawTenant, finite } from "./parts/parts.js";
import { drawPerformance } from "./parts/performance.js";
import type { triggerCheck } from "./schemas/parts.js";
import type { assessDocument as documentSchema, assessOutcome } from "./schemas/commands.js";

export function assessDocument({ asOf, exitCode, tenants }: AssessResult): z.infer<typeof documentSchema> {
  return {
    schema: 2,
    command: "assess",
    asOf: isoTime(asOf),
    exitCode,
    tenants: tenants.map((tenant) => drawTenant(tenant, drawOutcome)),
  };
}

function drawOutcome(outcome: AssessOutcome): z.infer<typeof assessOutcome> {
  return outcome.outcome === "failed" ? drawFailure(outcome) : drawAssessment(outcome.assessment);
}

function drawAssessment(assessment: Assessment): z.infer<typeof assessOutcome> {
  const { champion, score, thresholds, performance, attempts } = assessment;
  const { minimumScore, minimumNewLabels, maximumAgeDays } = thresholds;
  return {
    outcome: "assessed",
    policy: assessment.policy,
    decision: assessment.decision,
    hold: assessment.hold,
    reasons: assessment.reasons.map(drawReason),
    triggerChecks: assessment.triggerChecks.map(drawTriggerCheck),
    champion: champion === undefined ? undefined : drawChampion(champion),
    newLabels: assessment.newLabels,
    newLabelsSinceAttempt: assessment.newLabelsSinceAttempt,
    newLabelsToReplaceRollback: assessment.newLabelsToReplaceRollback,
    score: { metric: score.metric, rows: score.rows, ...drawScore(score) },
    performance: performance === undefined ? undefined : drawPerformance(performance),
    attempts: drawAttempts(attempts),
    ageDays: finite(assessment.ageDays),
    thresholds: {
      minimumScore: { ...minimumScore },
      minimumNewLabels: { ...minimumNewLabels },
      maximumAgeDays: { ...maximumAgeDays },
    },
  };
}

function drawTriggerCheck({
  trigger,
  fires,
  seen,
  limit,
  factor,
  missing,
  nextTestIn,
}: TriggerCheck): z.infer<typeof triggerCheck> {
  return {
    trigger,
    fires,
    seen: finite(seen),
    limit: limit === undefined ? undefined : { ...limit },
    factor,
    missing: missing === undefined ? undefined : { ...missing },
    nextTestIn,
  };
}

function drawAttempts({ last, withoutPromotion }: AttemptHistory) {
  const newest = last === undefined ? undefined : { attemptedAt: isoTime(last.attemptedAt), outcome: last.outcome };
  return { last: newest, withoutPromotion };
}

function drawChampion({ version, name, learner, trainedAt, watermark, rows }: ChampionVersion) {
  return { version, name, learner, trainedAt: isoTime(trainedAt), watermark: isoTime(watermark), rows };
}
