import * as z from "zod";
import { DROP_REASONS } from "../../../domain/examples/exampleRead.js";
import { LIMITATIONS } from "../../../domain/modelCard/limitations.js";
import { MODEL_NAMES } from "../../../domain/models.js";
import { evaluation } from "./commands.js";
import { deployment, document, interval, scoreShape, setting, share, time, whole } from "./parts.js";
import { featureKind } from "./predict.js";
import { quarantine, version } from "./records.js";

const bin = z.strictObject({
  rows: whole,
  predictedRate: share.describe("mean probability"),
  observedRate: share,
  interval: interval.describe("95 % interval of observedRate"),
});

const data = z
  .strictObject({
    labelsKnown: z.strictObject({ from: time, to: time }).describe("when the first and the last label became known"),
    predictedFrom: time.describe("prediction time of the oldest row"),
    labelQuantiles: z
      .strictObject({ low: z.number(), median: z.number(), high: z.number() })
      .optional()
      .describe("10, 50 and 90 % quantiles of the labels; regressions only"),
    baseRate: share.optional().describe("share of positive labels; classifiers only"),
    rowsRead: whole,
    dropped: z.partialRecord(z.enum(DROP_REASONS), whole).describe("rows left out, by reason"),
    missingColumns: z.array(z.string()),
    truncated: z.boolean().describe("true if older rows were not read"),
    baselineReason: z.string().optional().describe("why the baseline is used; absent for other learners"),
  })
  .describe("the training data");

const weights = z
  .strictObject({
    rows: whole.describe("number of newest rows that the means cover"),
    scale: z
      .enum(["label", "log", "log-odds"])
      .optional()
      .describe("scale of the raw score: the label, log(1 + label), or log odds; absent for the baseline"),
    features: z.array(
      z.strictObject({
        kind: featureKind,
        name: z.string(),
        weight: z.number().describe("mean absolute contribution to the raw score"),
      }),
    ),
  })
  .describe("feature importance, most important first");

const limitation = z.strictObject({
  limitation: z.enum(LIMITATIONS),
  message: z.string(),
  seen: z.number().optional().describe("the measured value"),
  threshold: z.number().optional().describe("the value that seen is compared with"),
  interval: interval.optional(),
  rows: whole.optional(),
  reason: z.string().optional(),
});

export const cardDocument = document("status", {
  asOf: time,
  tenant: whole,
  model: z.enum(MODEL_NAMES),
  version,
  target: setting.describe("current target of R² or F1"),
  data: data.optional().describe("absent for a version that an older mltrain recorded"),
  weights: weights.optional().describe("absent for a version that an older mltrain recorded"),
  calibration: z
    .strictObject({
      scaled: z.boolean().describe("true if probabilities are calibrated by Platt scaling"),
      decisionThreshold: share.describe("predicts positive from this probability on"),
      expectedError: share
        .optional()
        .describe("expected calibration error: mean distance of predicted and observed rate"),
      overall: bin.optional(),
      table: z.array(bin).optional(),
    })
    .optional()
    .describe("calibration of a classifier, measured on the holdout"),
  intervals: z
    .strictObject({
      target: share.describe("the target share of labels within the interval"),
      coverage: z
        .strictObject(scoreShape)
        .optional()
        .describe("the share of labels within the interval on the holdout"),
      medianWidth: z.number().optional().describe("median width on the holdout, in points or days"),
    })
    .optional()
    .describe("prediction intervals; regressions only"),
  deploymentPeriods: z
    .array(deployment.extend({ until: time.optional().describe("absent while it is the champion") }))
    .describe("the periods in which it was deployed, oldest first"),
  quarantine: quarantine.optional(),
  evaluations: z.array(evaluation).describe("evaluations of this version, oldest first"),
  limitations: z.array(limitation),
  exitCode: z.literal(0),
});
