import * as z from "zod";
import { MODELS } from "../../../domain/models.js";
import { POLICIES } from "../../../domain/settings.js";
import { ATTEMPT_OUTCOMES } from "../../../domain/retraining/attempts.js";
import { sequentialTest, performance, verdict } from "./performance.js";
import {
  comparison,
  deployment,
  document,
  exitCode,
  failed,
  learner,
  reason,
  scores,
  scoreShape,
  setting,
  tenantShape,
  time,
  triggerCheck,
  whole,
} from "./parts.js";

const headline = z.enum([MODELS.story_points.headline, MODELS.rework_risk.headline]);

const assessed = z.strictObject({
  outcome: z.literal("assessed"),
  policy: z.enum(POLICIES),
  decision: z.enum(["retrain", "keep"]),
  hold: z.enum(["pinned", "rolled-back"]).optional().describe("why the champion is kept even if a trigger fires"),
  reasons: z.array(reason),
  triggerChecks: z.array(triggerCheck),
  champion: z
    .strictObject({ version: whole, name: z.string(), learner, trainedAt: time, watermark: time, rows: whole })
    .optional()
    .describe("absent if the model was never trained"),
  newLabels: whole,
  newLabelsSinceAttempt: whole.describe("new labels since the last attempt"),
  newLabelsToReplaceRollback: whole.describe("value of newLabelsSinceAttempt that ends a hold after a rollback"),
  score: z.strictObject({ metric: headline, rows: whole, ...scoreShape }),
  performance: performance.optional().describe("absent under the classic policy, and without a champion"),
  attempts: z.strictObject({
    last: z.strictObject({ attemptedAt: time, outcome: z.enum(ATTEMPT_OUTCOMES) }).optional(),
    withoutPromotion: whole.describe("number of last attempts in a row without promotion"),
  }),
  ageDays: z.number().optional(),
  thresholds: z.strictObject({ minimumScore: setting, minimumNewLabels: setting, maximumAgeDays: setting }),
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
    .describe("when the oldest and the newest scored label became known"),
  scores,
  threshold: z.number().optional().describe("target of the headline score at that time"),
  verdict,
  sequentialTest: sequentialTest.optional().describe("present if this evaluation ran a sequential test"),
});
export const autoRollback = z.discriminatedUnion("rolledBack", [
  z.strictObject({ rolledBack: z.literal(true), from: whole, to: whole, deployment, comparison }),
  z.strictObject({
    rolledBack: z.literal(false),
    reason: z.enum(["pinned", "no-new-labels", "not-tested-yet", "no-previous-version", "not-significantly-worse"]),
    comparison: comparison.optional(),
  }),
]);
export const evaluateOutcome = z.discriminatedUnion("outcome", [
  z.strictObject({
    outcome: z.literal("evaluated"),
    evaluation,
    threshold: z.number(),
    performance: performance.optional().describe("absent under the classic policy"),
    coverage: z
      .array(
        z.strictObject({ month: z.string().describe("for example 2026-05, UTC"), created: whole, labelled: whole }),
      )
      .describe("label coverage by month of creation: the newest months, oldest first"),
    rollback: autoRollback.optional().describe("present with --auto-rollback"),
  }),
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
    quarantined: whole.nullable(),
    pinned: z.boolean(),
    deployment: deployment.optional(),
  }),
  z.strictObject({
    outcome: z.enum(["pinned", "unpinned", "would-pin", "would-unpin"]),
    version: whole,
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
  schema: z.literal(2),
  error: z.strictObject({ message: z.string(), hint: z.string().optional(), exitCode }),
});
