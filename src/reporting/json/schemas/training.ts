import * as z from "zod";
import {
  comparison,
  document,
  exitCode,
  failed,
  finding,
  learner,
  reason,
  scores,
  tenantShape,
  time,
  whole,
} from "./parts.js";

const reasons = z.array(reason);
const findings = z.array(finding);

export const report = z.strictObject({
  learner,
  description: z.string(),
  candidates: z.array(
    z.strictObject({
      learner,
      description: z.string(),
      loss: z.number().optional().describe("cross-validated mean absolute error or Brier loss in the training part"),
    }),
  ),
  baselineReason: z.string().optional(),
  trainingRows: whole,
  holdout: scores.optional(),
  refusedHoldout: scores.optional().describe("scores of a learner that did not beat the baseline"),
  rows: whole.describe("rows of the refit on all data"),
  watermark: time,
  artefactHash: z.string(),
  seconds: z.number(),
});

const refused = z.discriminatedUnion("reason", [
  z.strictObject({
    outcome: z.literal("refused"),
    reasons,
    reason: z.enum(["not-better", "worse", "too-few-rows", "not-finite"]),
    comparison,
    findings,
    report,
  }),
  z.strictObject({
    outcome: z.literal("refused"),
    reasons,
    reason: z.literal("quarantined"),
    equals: whole.describe("the quarantined version that it equals"),
    findings,
    report,
  }),
]);
export const trainOutcome = z.discriminatedUnion("outcome", [
  z.strictObject({
    outcome: z.literal("kept"),
    reasons,
    hold: z.enum(["pinned", "rolled-back"]).optional(),
  }),
  z.strictObject({ outcome: z.literal("unchanged"), reasons, reason: z.enum(["same-data", "same-artefact"]) }),
  z.strictObject({
    outcome: z.enum(["promoted", "would-promote"]),
    reasons,
    version: whole.optional(),
    name: z.string().optional(),
    replaces: whole.optional(),
    findings,
    report,
    comparison: comparison.optional(),
  }),
  refused,
  z.strictObject({ outcome: z.enum(["too-little-data", "data-refused"]), reasons, findings, rows: whole }),
  z.strictObject({ outcome: z.literal("not-started") }),
  failed,
]);

export const trainDocument = document("train", {
  asOf: time,
  dryRun: z.boolean(),
  exitCode,
  tenants: z.array(z.strictObject(tenantShape(trainOutcome))),
});

const finished = z.strictObject({
  status: z.enum(["FINISHED", "PENDING", "PAUSED", "gone"]),
  next: z.strictObject({ id: z.string(), name: z.string(), wasSetPending: z.boolean() }).optional(),
});
export const jobOutcome = z.discriminatedUnion("job", [
  z.strictObject({ job: z.literal("ran"), finished, takenOver: z.boolean() }),
  z.strictObject({ job: z.literal("not-its-turn"), reason: z.string() }),
  z.strictObject({ job: z.enum(["running", "no-row"]) }),
]);
export const jobRunDocument = document("job run", {
  asOf: time,
  exitCode,
  tenants: z.array(z.strictObject({ ...tenantShape(trainOutcome), job: jobOutcome.optional() })),
});
export const jobEnsureDocument = document("job ensure", {
  tenant: whole,
  created: z.boolean(),
  id: z.string(),
  exitCode,
});
