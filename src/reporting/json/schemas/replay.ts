import * as z from "zod";
import { ATTEMPT_OUTCOMES } from "../../../domain/retraining/attempts.js";
import { TRIGGERS } from "../../../domain/triggers.js";
import { document, exitCode, failed, learner, perModel, time, whole } from "./parts.js";

const loss = z.number().optional();
const runningLoss = z
  .array(z.number().nullable())
  .describe("running mean loss over the common rows, at each of the times; null before the first row");

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
  rows: whole.describe("labelled rows with a deployed version at their prediction time"),
  loss: loss.describe("mean absolute error or Brier loss over these rows"),
  commonLoss: loss.describe(
    "the same over the rows for which every policy, and the daily reference, had a deployed version",
  ),
  regret: loss.describe("commonLoss minus that of the daily reference"),
  runningLoss,
  seconds: z.number(),
});

const replayed = z.strictObject({
  outcome: z.literal("replayed"),
  labels: whole,
  steps: whole.describe("dates on which the policies were checked"),
  commonRows: whole,
  times: z.array(time),
  policies: z.array(policy),
  daily: z
    .strictObject({ trainings: whole, loss, commonLoss: loss, runningLoss, seconds: z.number() })
    .describe("the reference: retraining on every date with new labels"),
});

export const replayDocument = document("replay", {
  tenant: whole,
  from: time.optional().describe("absent if there is no label to replay"),
  to: time,
  everyDays: whole,
  policies: z.array(z.string()),
  exitCode,
  models: perModel(z.discriminatedUnion("outcome", [replayed, failed])),
});
