import type * as z from "zod";
import type { Assessment, Question, ServingVersion } from "../../domain/retraining/assessment.js";
import type { AttemptHistory } from "../../domain/retraining/attempts.js";
import type { AssessOutcome, AssessResult } from "../../usecases/results/assessResult.js";
import { isoTime } from "../format/times.js";
import { drawFailure, drawReason, drawScore, drawTenant, finite } from "./parts/parts.js";
import { drawPerformance } from "./parts/performance.js";
import type { question } from "./schemas/parts.js";
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
  return outcome.outcome === "failed" ? drawFailure(outcome) : drawAssessment(outcome.assessment);
}

function drawAssessment(assessment: Assessment): z.infer<typeof assessOutcome> {
  const { serving, score, thresholds, performance, attempts } = assessment;
  const { minimumScore, minimumNewExamples, maximumAgeDays } = thresholds;
  return {
    outcome: "assessed",
    policy: assessment.policy,
    decision: assessment.decision,
    held: assessment.held,
    reasons: assessment.reasons.map(drawReason),
    questions: assessment.questions.map(drawQuestion),
    serving: serving === undefined ? undefined : drawServing(serving),
    newExamples: assessment.newExamples,
    newSinceAttempt: assessment.newSinceAttempt,
    newDataFrom: assessment.newDataFrom,
    score: { metric: score.metric, rows: score.rows, ...drawScore(score) },
    performance: performance === undefined ? undefined : drawPerformance(performance),
    attempts: drawAttempts(attempts),
    ageDays: finite(assessment.ageDays),
    thresholds: {
      minimumScore: { ...minimumScore },
      minimumNewExamples: { ...minimumNewExamples },
      maximumAgeDays: { ...maximumAgeDays },
    },
  };
}

function drawQuestion({ trigger, asks, seen, limit, factor, missing, looksWith }: Question): z.infer<typeof question> {
  return {
    trigger,
    asks,
    seen: finite(seen),
    limit: limit === undefined ? undefined : { ...limit },
    factor,
    missing: missing === undefined ? undefined : { ...missing },
    looksWith,
  };
}

function drawAttempts({ last, fruitless }: AttemptHistory) {
  const newest = last === undefined ? undefined : { attemptedAt: isoTime(last.attemptedAt), outcome: last.outcome };
  return { last: newest, fruitless };
}

function drawServing({ version, name, learner, trainedAt, watermark, rows }: ServingVersion) {
  return { version, name, learner, trainedAt: isoTime(trainedAt), watermark: isoTime(watermark), rows };
}
