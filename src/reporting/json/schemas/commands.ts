import * as z from "zod";
import { MODELS } from "../../../domain/models.js";
import { EVALUATION_VERDICTS } from "../../../domain/versions.js";
import {
  deployment,
  document,
  exitCode,
  failed,
  learner,
  reason,
  scores,
  setting,
  tenantShape,
  time,
  whole,
} from "./parts.js";

const [HEALTHY, DEGRADED, INSUFFICIENT] = EVALUATION_VERDICTS;
const headline = z.enum([MODELS.story_points.headline, MODELS.rework_risk.headline]);

const assessed = z.strictObject({
  outcome: z.literal("assessed"),
  decision: z.enum(["retrain", "keep"]),
  reasons: z.array(reason),
  serving: z
    .strictObject({ version: whole, name: z.string(), learner, trainedAt: time, watermark: time })
    .optional()
    .describe("absent if the model was never trained"),
  newExamples: whole,
  score: z.strictObject({
    metric: headline,
    rows: whole,
    value: z.number().optional(),
    naive: z.number().optional(),
  }),
  ageDays: z.number().optional(),
  thresholds: z.strictObject({ minimumScore: setting, minimumNewExamples: setting, maximumAgeDays: setting }),
});
export const assessOutcome = z.discriminatedUnion("outcome", [assessed, failed]);
export const assessDocument = document("assess", {
  asOf: time,
  exitCode,
  tenants: z.array(z.strictObject(tenantShape(assessOutcome))),
});

export const evaluation = z.strictObject({
  version: whole,
  evaluatedAt: time,
  run: z.string(),
  window: z
    .strictObject({ from: time, to: time })
    .optional()
    .describe("when the oldest and the newest label that was scored became known"),
  scores,
  verdict: z.enum([HEALTHY, DEGRADED, INSUFFICIENT]),
});
export const evaluateOutcome = z.discriminatedUnion("outcome", [
  z.strictObject({ outcome: z.literal("evaluated"), evaluation, threshold: z.number() }),
  z.strictObject({ outcome: z.literal("no-version") }),
  failed,
]);
export const evaluateDocument = document("evaluate", {
  asOf: time,
  exitCode,
  tenants: z.array(z.strictObject(tenantShape(evaluateOutcome))),
});

export const rollbackOutcome = z.discriminatedUnion("outcome", [
  z.strictObject({
    outcome: z.enum(["rolled-back", "would-roll-back"]),
    from: whole,
    to: whole,
    quarantined: whole,
    deployment: deployment.optional(),
  }),
  failed,
]);
export const rollbackDocument = document("rollback", {
  asOf: time,
  dryRun: z.boolean(),
  exitCode,
  tenants: z.array(z.strictObject(tenantShape(rollbackOutcome))),
});

export const errorDocument = z.strictObject({
  schema: z.literal(1),
  error: z.strictObject({ message: z.string(), hint: z.string().optional(), exitCode }),
});
