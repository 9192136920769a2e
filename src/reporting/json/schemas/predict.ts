import * as z from "zod";
import { DROP_REASONS } from "../../../domain/examples/exampleRead.js";
import { document, exitCode, failed, learner, tenantShape, time, whole } from "./parts.js";

export const featureKind = z.enum(["number", "category", "history", "recent", "calendar", "term", "feature"]);
export const predictionReason = z.strictObject({
  kind: featureKind,
  name: z.string().describe("the column of the row; of a term always text"),
  value: z.union([z.string(), z.number()]).optional().describe("of this row; absent where it is not known"),
  words: z.array(z.string()).optional().describe("of a term: the words or pairs of words of this row's text"),
  direction: z.enum(["raises", "lowers"]),
  effect: z
    .strictObject({ unit: z.enum(["points", "days", "factor", "log odds"]), size: z.number() })
    .describe("beside a row that is average in it; a factor is one of 1 + prediction"),
});

export const prediction = z.strictObject({
  key: z.string().describe("of a work item its key, of a pull request <repository>#<number>"),
  predictedAt: time.describe("creation of the row, which it is predicted as at"),
  prediction: z.number().describe("points, days, or the probability of rework"),
  nearestStep: whole.optional().describe("the nearest planning step; story points alone"),
  rework: z.boolean().optional().describe("whether the probability reaches the decision threshold"),
  interval: z
    .strictObject({ low: z.number(), high: z.number(), coverage: z.number().describe("share of cases, as in 0.8") })
    .optional()
    .describe("where the true value is expected; absent of a version that knows none"),
  reasons: z.array(predictionReason).describe("at most three, the weightiest first; none of a naive prediction"),
});

export const predictOutcome = z.discriminatedUnion("outcome", [
  z.strictObject({
    outcome: z.literal("predicted"),
    version: whole,
    name: z.string(),
    learner,
    unit: z.enum(["points", "days", "probability"]),
    decisionThreshold: z.number().optional().describe("rework from this probability on"),
    predictions: z.array(prediction).describe("newest creation first, then by key"),
    dropped: z
      .partialRecord(z.enum(DROP_REASONS), whole)
      .describe("rows that could not be predicted, by reason; absent reasons are none"),
    truncated: z.boolean().describe("true if older rows were left out, because there are more than maxTrainingRows"),
  }),
  failed,
]);

export const predictDocument = document("predict", {
  asOf: time,
  exitCode,
  tenants: z.array(
    z.strictObject({
      ...tenantShape(predictOutcome),
      unknownKeys: z.array(z.string()).optional().describe("keys asked for that no model has a row of"),
    }),
  ),
});
