import * as z from "zod";
import { VERDICTS } from "../../../domain/evaluation.js";
import type { Insufficiency } from "../../../domain/retraining/performance.js";
import { time, whole } from "./parts.js";

export const verdict = z.enum(VERDICTS);

const bounded = z
  .strictObject({ value: z.number(), level: z.number(), lower: z.number(), upper: z.number() })
  .describe("the true value lies above lower, and below upper, each with confidence 1 - level");

export const sequentialTest = z.strictObject({
  number: whole.describe("1, 2, 3 … of one version"),
  level: z.number(),
  rows: whole,
  threshold: z.number(),
  score: bounded,
  difference: bounded.optional().describe("less the score of its holdout; absent where that lies above the threshold"),
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

/** Where the question whether what serves has got worse stands. */
export const performance = z.strictObject({
  verdict,
  belowTarget: z.boolean().describe("healthy, but the score lies below the threshold: no reason to retrain"),
  sequentialTest: sequentialTest.optional().describe("the newest; absent before the first"),
  askedAt: time.optional(),
  testedNow: z.boolean(),
  insufficiency: z
    .strictObject({
      reason: z.enum(Object.keys(REASONS) as [Insufficiency["reason"], ...Insufficiency["reason"][]]),
      missing: whole.optional().describe("so many more labelled rows are needed"),
      covered: z.number().optional().describe("share of the training's mix of delays that there are rows for"),
    })
    .optional(),
  nextTestRows: whole.describe("new rows from which on it is asked again"),
  mix: z.strictObject({
    shifted: z.boolean().describe("whether the delays until a label is known have shifted: then rows are weighted"),
    effectiveRows: z.number(),
    covered: z.number(),
  }),
});
