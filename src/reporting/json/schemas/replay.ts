import * as z from "zod";
import { ATTEMPT_OUTCOMES } from "../../../domain/retraining/attempts.js";
import { TRIGGERS } from "../../../domain/triggers.js";
import { document, exitCode, failed, learner, perModel, time, whole } from "./parts.js";

const loss = z.number().optional();
const runningLoss = z
  .array(z.number().nullable())
  .describe("mean loss so far over the common rows, at each of the times; null before the first of them");

const policy = z.strictObject({
  policy: z.string(),
  trainings: z.array(
    z.strictObject({
      at: time,
      triggers: z.array(z.enum(TRIGGERS)),
      outcome: z.enum([...ATTEMPT_OUTCOMES, "too-little-data"]),
      version: whole.optional(),
      learner: learner.optional(),
    }),
  ),
  promotions: whole,
  rows: whole.describe("labelled rows that a version served when they were to be predicted"),
  loss: loss.describe("mean absolute error, or Brier loss, over them"),
  commonLoss: loss.describe("the same over the rows that every policy served, the daily reference included"),
  regret: loss.describe("commonLoss less that of the daily reference"),
  runningLoss,
  seconds: z.number(),
});

const replayed = z.strictObject({
  outcome: z.literal("replayed"),
  labels: whole,
  steps: whole.describe("dates on which the policies were asked"),
  commonRows: whole,
  times: z.array(time),
  policies: z.array(policy),
  daily: z
    .strictObject({ trainings: whole, loss, commonLoss: loss, runningLoss, seconds: z.number() })
    .describe("retraining on every date with new labels"),
});

export const replayDocument = document("replay", {
  tenant: whole,
  from: time.optional().describe("absent where there is no label to replay"),
  to: time,
  everyDays: whole,
  policies: z.array(z.string()),
  exitCode,
  models: perModel(z.discriminatedUnion("outcome", [replayed, failed])),
});
