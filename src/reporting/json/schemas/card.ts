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
  interval: interval.describe("95 % interval of the share that came true"),
});

const data = z
  .strictObject({
    labelsKnown: z.strictObject({ from: time, to: time }).describe("when the first and the last label became known"),
    predictedFrom: time.describe("when the first of the rows was to be predicted"),
    labelQuantiles: z
      .strictObject({ low: z.number(), median: z.number(), high: z.number() })
      .optional()
      .describe("10, 50 and 90 % quantiles of the labels; regressions only"),
    baseRate: share.optional().describe("share of ones among the labels; classifiers only"),
    rowsRead: whole,
    dropped: z.partialRecord(z.enum(DROP_REASONS), whole).describe("rows left out, by reason"),
    missingColumns: z.array(z.string()),
    truncated: z.boolean().describe("older rows were left unread"),
    baselineReason: z.string().optional().describe("why the naive predictor was taken, where it was"),
  })
  .describe("what it was trained on");

const weights = z
  .strictObject({
    rows: whole.describe("the newest rows, that the means are over"),
    scale: z
      .enum(["label", "log", "log-odds"])
      .optional()
      .describe("of the raw score: the label's, that of log(1 + label), or log odds; absent of the naive predictor"),
    features: z.array(
      z.strictObject({
        kind: featureKind,
        name: z.string(),
        weight: z.number().describe("mean absolute contribution to the raw score"),
      }),
    ),
  })
  .describe("what it goes by, weightiest first");

const limitation = z.strictObject({
  limitation: z.enum(LIMITATIONS),
  message: z.string(),
  seen: z.number().optional().describe("the figure that it comes from"),
  threshold: z.number().optional().describe("what the figure is compared with"),
  interval: interval.optional(),
  rows: whole.optional(),
  reason: z.string().optional(),
});

export const cardDocument = document("status", {
  asOf: time,
  tenant: whole,
  model: z.enum(MODEL_NAMES),
  version,
  target: setting.describe("of R² or F1, as it is set now"),
  data: data.optional().describe("absent of a version that an older program recorded"),
  weights: weights.optional().describe("absent of a version that an older program recorded"),
  calibration: z
    .strictObject({
      scaled: z.boolean().describe("probabilities are corrected by what came true"),
      decisionThreshold: share.describe("it says yes from this probability on"),
      expectedError: share.optional().describe("mean distance of what was said from what came true"),
      overall: bin.optional(),
      table: z.array(bin).optional(),
    })
    .optional()
    .describe("of a classifier's probabilities; figures are those of the holdout"),
  intervals: z
    .strictObject({
      target: share.describe("the share of labels that they are meant to hold"),
      coverage: z.strictObject(scoreShape).optional().describe("the share that they held on the holdout"),
      medianWidth: z.number().optional().describe("on the holdout, in points or days"),
    })
    .optional()
    .describe("of a regression"),
  deploymentPeriods: z
    .array(deployment.extend({ until: time.optional().describe("absent while it serves") }))
    .describe("the times in which it served, oldest first"),
  quarantine: quarantine.optional(),
  evaluations: z.array(evaluation).describe("of this version, oldest first"),
  limitations: z.array(limitation),
  exitCode: z.literal(0),
});
