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
  question,
  reason,
  scores,
  scoreShape,
  setting,
  tenantShape,
  time,
  whole,
} from "./parts.js";

const headline = z.enum([MODELS.story_points.headline, MODELS.rework_risk.headline]);

const assessed = z.strictObject({
  outcome: z.literal("assessed"),
  policy: z.enum(POLICIES),
  decision: z.enum(["retrain", "keep"]),
  hold: z.enum(["pinned", "rolled-back"]).optional().describe("why what serves is kept whatever the questions say"),
  reasons: z.array(reason),
  triggerChecks: z.array(question),
  champion: z
    .strictObject({ version: whole, name: z.string(), learner, trainedAt: time, watermark: time, rows: whole })
    .optional()
    .describe("absent if the model was never trained"),
  newLabels: whole,
  newLabelsSinceAttempt: whole.describe("of them, those that the last attempt did not know"),
  newLabelsToReplaceRollback: whole.describe("of these so many end a hold after a rollback"),
  score: z.strictObject({ metric: headline, rows: whole, ...scoreShape }),
  performance: performance.optional().describe("absent under the classic policy, and without a version"),
  attempts: z.strictObject({
    last: z.strictObject({ attemptedAt: time, outcome: z.enum(ATTEMPT_OUTCOMES) }).optional(),
    withoutPromotion: whole.describe("attempts in a row that changed nothing"),
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
    .describe("when the oldest and the newest label that was scored became known"),
  scores,
  threshold: z.number().optional().describe("headline score that was aimed at then"),
  verdict,
  sequentialTest: sequentialTest.optional().describe("present if it was asked then whether the version has got worse"),
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
      .array(z.strictObject({ month: z.string().describe("as in 2026-05, UTC"), created: whole, labelled: whole }))
      .describe("of the newest months of creation, oldest first"),
    rollback: autoRollback.optional().describe("present under --auto-rollback"),
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
