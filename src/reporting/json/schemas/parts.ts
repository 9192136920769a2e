import * as z from "zod";
import { FINDINGS, type FindingName } from "../../../domain/dataChecks/findings.js";
import { MODEL_NAMES, type ModelName } from "../../../domain/models.js";
import { CLASSIFICATION_SCORES, REGRESSION_SCORES, type ScoreName } from "../../../domain/scores.js";
import { TRIGGERS } from "../../../domain/triggers.js";
import { DEPLOYMENT_CAUSES, LEARNERS } from "../../../domain/versions.js";
import { EXIT, type ExitCode } from "../../../errors.js";

/*
 * Defines the documents of --json. The published JSON schemas are generated from these definitions, and the functions that
 * draw the documents are typed by them. No command loads this folder. Unknown values are left out.
 */

export const time = z.iso.datetime({ precision: 3 }).describe("ISO 8601, UTC");
export const whole = z.int();
export const share = z.number();
export const exitCode = z.literal(Object.values(EXIT) as [ExitCode, ...ExitCode[]]);

/** Returns a document, which begins with its schema number and command. */
export function document<const Name extends string, Shape extends z.ZodRawShape>(command: Name, shape: Shape) {
  return z.strictObject({ schema: z.literal(2), command: z.literal(command), ...shape });
}

/** Returns an object with an optional entry per name. */
function entries<Name extends string, Entry extends z.ZodType>(names: readonly Name[], entry: Entry) {
  const shape = Object.fromEntries(names.map((name) => [name, entry.optional()]));
  return z.strictObject(shape as Record<Name, z.ZodOptional<Entry>>);
}

export function perModel<Outcome extends z.ZodType>(outcome: Outcome) {
  return entries<ModelName, Outcome>(MODEL_NAMES, outcome);
}

export const interval = z.strictObject({ low: z.number(), high: z.number() });
export const scoreShape = {
  value: z.number().optional().describe("absent if not defined"),
  baseline: z.number().optional().describe("value of the baseline, which ignores the features"),
  interval: interval.optional().describe("95 % interval of the value"),
};
const score = z.strictObject(scoreShape);
export const scores = z.strictObject({
  rows: whole.describe("rows scored"),
  positives: whole.optional().describe("scored rows of the positive class; classifiers only"),
  effectiveRows: z
    .number()
    .optional()
    .describe("effective sample size: number of unweighted rows with the same precision; absent if not weighted"),
  intervals: z
    .enum(["bootstrap", "normal"])
    .optional()
    .describe("method of the intervals: above 20,000 rows the normal approximation"),
  values: entries<ScoreName, typeof score>([...REGRESSION_SCORES, ...CLASSIFICATION_SCORES], score),
});

export const setting = z.strictObject({
  value: z.number(),
  origin: z
    .enum(["default", "file", "tenant", "rows"])
    .describe("the default, the config file, its section for the tenant, or 1 % of the training rows of the version"),
});

const [NEVER_TRAINED, VOLUME, PERFORMANCE, AGE, FORCED] = TRIGGERS;
const factor = whole
  .optional()
  .describe("the limit is multiplied by this after attempts in a row without promotion; absent: 1");
export const reason = z.discriminatedUnion("trigger", [
  z.strictObject({ trigger: z.enum([NEVER_TRAINED, FORCED]) }),
  z.strictObject({ trigger: z.enum([VOLUME, PERFORMANCE, AGE]), seen: z.number(), limit: setting, factor }),
]);
export const triggerCheck = z.strictObject({
  trigger: z.enum([NEVER_TRAINED, VOLUME, PERFORMANCE, AGE]),
  fires: z.boolean(),
  seen: z.number().optional(),
  limit: setting.optional(),
  factor,
  missing: z
    .strictObject({ examples: whole.optional(), days: z.number().optional() })
    .optional()
    .describe(
      "what would make the trigger fire: more new labels and more days, both needed; absent if it fires already",
    ),
  nextTestIn: whole
    .optional()
    .describe(
      "more new labels until the next sequential test; the trigger fires only if that test shows a significant drop; 0: existing new labels only have to mature",
    ),
});

export const comparison = z
  .strictObject({
    rows: whole.describe("new labels: rows that neither model was trained on"),
    championLoss: z.number().optional(),
    challengerLoss: z.number().optional(),
    ratio: z
      .number()
      .optional()
      .describe("mean loss of the challenger divided by that of the champion; the challenger is better below 1"),
    interval: interval.optional().describe("interval of the ratio"),
    bound: z.number().optional().describe("upper bound of the ratio"),
    limit: z.number().describe("maximum of the bound"),
  })
  .describe("mean absolute error or Brier loss of two models on the same rows");

export const finding = z.strictObject({
  finding: z.enum(Object.keys(FINDINGS) as [FindingName, ...FindingName[]]),
  severity: z.enum(["refuse", "warn"]),
  message: z.string(),
  subject: z.string().optional().describe("the feature or column concerned"),
  seen: z.number().optional(),
  limit: z.number().optional(),
});

export const learner = z.enum(LEARNERS);

export const failed = z.strictObject({
  outcome: z.literal("failed"),
  exitCode,
  error: z.string(),
  hint: z.string().optional(),
});

export const deployment = z.strictObject({
  seq: whole,
  version: whole,
  cause: z.enum(DEPLOYMENT_CAUSES),
  reason: z.string().optional(),
  actor: z.string(),
  run: z.string(),
  deployedAt: time,
  pinned: z.boolean().describe("true: no promotion until it is unpinned"),
});

export const cost = z.strictObject({
  queries: whole,
  rows: whole,
  seconds: z.number(),
  slowestSeconds: z.number(),
});

/** Returns the fields of every tenant's result. */
export function tenantShape<Outcome extends z.ZodType>(outcome: Outcome) {
  return {
    tenant: whole,
    run: z.string(),
    exitCode,
    error: z.string().optional().describe("why the whole tenant failed"),
    hint: z.string().optional(),
    cost: cost.optional().describe("database cost of the run"),
    models: perModel(outcome),
  };
}
