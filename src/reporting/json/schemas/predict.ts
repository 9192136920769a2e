import * as z from "zod";
import { DROP_REASONS } from "../../../domain/examples/exampleRead.js";
import { document, exitCode, failed, learner, tenantShape, time, whole } from "./parts.js";

export const featureKind = z.enum(["number", "category", "history", "recent", "calendar", "term", "feature"]);
export const predictionReason = z.strictObject({
  kind: featureKind,
  name: z.string().describe("column of the row; always text for a term"),
  value: z.union([z.string(), z.number()]).optional().describe("value in this row; absent if unknown"),
  words: z.array(z.string()).optional().describe("words or pairs of words in the text of this row; terms only"),
  direction: z.enum(["raises", "lowers"]),
  effect: z
    .strictObject({ unit: z.enum(["points", "days", "factor", "log odds"]), size: z.number() })
    .describe("compared with a row of average value; a factor applies to 1 + prediction"),
});

export const prediction = z.strictObject({
  key: z.string().describe("key of the work item, or <repository>#<number> of the pull request"),
  predictedAt: time.describe("prediction time: the creation of the row"),
  prediction: z.number().describe("points, days, or the probability of rework"),
  nearestStep: whole.optional().describe("the nearest planning step; story points only"),
  rework: z.boolean().optional().describe("true if the probability reaches the decision threshold"),
  interval: z
    .strictObject({
      low: z.number(),
      high: z.number(),
      coverage: z.number().describe("expected share of true values within the interval, for example 0.8"),
    })
    .optional()
    .describe("prediction interval; absent if the version has none"),
  reasons: z.array(predictionReason).describe("at most three, the most important first; empty for the baseline"),
});

export const predictOutcome = z.discriminatedUnion("outcome", [
  z.strictObject({
    outcome: z.literal("predicted"),
    version: whole,
    name: z.string(),
    learner,
    unit: z.enum(["points", "days", "probability"]),
    decisionThreshold: z.number().optional().describe("predicts rework from this probability on"),
    predictions: z.array(prediction).describe("newest creation first, then by key"),
    dropped: z
      .partialRecord(z.enum(DROP_REASONS), whole)
      .describe("rows that could not be predicted, by reason; an absent reason means 0 rows"),
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
      unknownKeys: z.array(z.string()).optional().describe("requested keys for which no model has a row"),
    }),
  ),
});
