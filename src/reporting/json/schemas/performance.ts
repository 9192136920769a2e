import * as z from "zod";
import { VERDICTS } from "../../../domain/evaluation.js";
import type { Insufficiency } from "../../../domain/retraining/performance.js";
import { time, whole } from "./parts.js";

export const verdict = z.enum(VERDICTS);

const bounded = z
  .strictObject({ value: z.number(), level: z.number(), lower: z.number(), upper: z.number() })
  .describe("one-sided bounds: the true value is above lower, and below upper, each with confidence 1 - level");

export const sequentialTest = z.strictObject({
  number: whole.describe("1, 2, 3 … per version"),
  level: z.number(),
  rows: whole,
  threshold: z.number(),
  score: bounded,
  difference: bounded
    .optional()
    .describe("score minus the score of its holdout; absent if the holdout score is above the threshold"),
  verdict: z.enum(["healthy", "degraded"]),
});

const REASONS = {
  rows: true,
  positives: true,
  negatives: true,
  mix: true,
  "effective-rows": true,
  "no-holdout": true,
  undefined: true,
} satisfies Record<Insufficiency["reason"], true>;

/** The state of the performance test of the champion. */
export const performance = z.strictObject({
  verdict,
  belowTarget: z.boolean().describe("true: healthy, but the score is below the target; no reason to retrain"),
  sequentialTest: sequentialTest.optional().describe("the newest test; absent before the first"),
  askedAt: time.optional(),
  testedNow: z.boolean(),
  insufficiency: z
    .strictObject({
      reason: z.enum(Object.keys(REASONS) as [Insufficiency["reason"], ...Insufficiency["reason"][]]),
      missing: whole.optional().describe("number of labelled rows still needed"),
      covered: z.number().optional().describe("share of the training mix of label delays that the new rows cover"),
    })
    .optional(),
  nextTestRows: whole.describe("number of new labels at which the next test runs"),
  mix: z.strictObject({
    shifted: z.boolean().describe("true if label delays have shifted; then rows are weighted"),
    effectiveRows: z.number(),
    covered: z.number(),
  }),
});
