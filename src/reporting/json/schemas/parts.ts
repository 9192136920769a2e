import * as z from "zod";
import { FINDINGS, type FindingName } from "../../../domain/dataChecks/findings.js";
import { MODEL_NAMES, type ModelName } from "../../../domain/models.js";
import { CLASSIFICATION_SCORES, REGRESSION_SCORES, type ScoreName } from "../../../domain/scores.js";
import { TRIGGERS } from "../../../domain/triggers.js";
import { DEPLOYMENT_CAUSES, LEARNERS } from "../../../domain/versions.js";
import { EXIT, type ExitCode } from "../../../errors.js";

/*
 * The documents of --json, for those who read them: their published JSON schemas are made from these definitions, and
 * the functions beside this folder are typed by them. No command loads this. What is not known is left out.
 */

export const time = z.iso.datetime({ precision: 3 }).describe("ISO 8601, UTC");
export const whole = z.int();
export const share = z.number();
export const exitCode = z.literal(Object.values(EXIT) as [ExitCode, ...ExitCode[]]);

/** What every document begins with. */
export function document<const Name extends string, Shape extends z.ZodRawShape>(command: Name, shape: Shape) {
  return z.strictObject({ schema: z.literal(2), command: z.literal(command), ...shape });
}

/** An object with an optional entry per name. */
function entries<Name extends string, Entry extends z.ZodType>(names: readonly Name[], entry: Entry) {
  const shape = Object.fromEntries(names.map((name) => [name, entry.optional()]));
  return z.strictObject(shape as Record<Name, z.ZodOptional<Entry>>);
}

export function perModel<Outcome extends z.ZodType>(outcome: Outcome) {
  return entries<ModelName, Outcome>(MODEL_NAMES, outcome);
}

export const interval = z.strictObject({ low: z.number(), high: z.number() });
export const scoreShape = {
  value: z.number().optional().describe("absent where it is not defined"),
  baseline: z.number().optional().describe("of the predictor that ignores the features"),
  interval: interval.optional().describe("95 % interval of the value"),
};
const score = z.strictObject(scoreShape);
export const scores = z.strictObject({
  rows: whole.describe("rows scored"),
  positives: whole.optional().describe("of them, rows of the positive class; classifiers only"),
  effectiveRows: z.number().optional().describe("so many unweighted rows would tell as much; absent if not weighted"),
  intervals: z
    .enum(["bootstrap", "normal"])
    .optional()
    .describe("how the intervals were found: above 20,000 rows by the normal approximation"),
  values: entries<ScoreName, typeof score>([...REGRESSION_SCORES, ...CLASSIFICATION_SCORES], score),
});

export const setting = z.strictObject({
  value: z.number(),
  origin: z
    .enum(["default", "file", "tenant", "rows"])
    .describe("the default, the config file, its section for the tenant, or 1 % of the rows that the version knows"),
});

const [NEVER_TRAINED, VOLUME, PERFORMANCE, AGE, FORCED] = TRIGGERS;
const factor = whole.optional().describe("times the limit, after attempts in a row that changed nothing; absent: 1");
export const reason = z.discriminatedUnion("trigger", [
  z.strictObject({ trigger: z.enum([NEVER_TRAINED, FORCED]) }),
  z.strictObject({ trigger: z.enum([VOLUME, PERFORMANCE, AGE]), seen: z.number(), limit: setting, factor }),
]);
export const question = z.strictObject({
  trigger: z.enum([NEVER_TRAINED, VOLUME, PERFORMANCE, AGE]),
  fires: z.boolean(),
  seen: z.number().optional(),
  limit: setting.optional(),
  factor,
  missing: z
    .strictObject({ examples: whole.optional(), days: z.number().optional() })
    .optional()
    .describe("what would make it ask: so many more examples and so many more days; absent where it asks already"),
  nextTestIn: whole
    .optional()
    .describe(
      "more examples with which it looks again, at the earliest, whether what serves has got worse: it asks only if that is shown then; 0: new examples only have to mature",
    ),
});

export const comparison = z
  .strictObject({
    rows: whole.describe("rows that neither knew"),
    championLoss: z.number().optional(),
    challengerLoss: z.number().optional(),
    ratio: z.number().optional().describe("the challenger's mean loss over the champion's: below 1 is better"),
    interval: interval.optional().describe("of the ratio"),
    bound: z.number().optional().describe("the upper end of the interval"),
    limit: z.number().describe("what the bound is held against"),
  })
  .describe("mean absolute error, or Brier loss, of two models on the same rows");

export const finding = z.strictObject({
  finding: z.enum(Object.keys(FINDINGS) as [FindingName, ...FindingName[]]),
  severity: z.enum(["refuse", "warn"]),
  message: z.string(),
  subject: z.string().optional().describe("the feature or column that it is about"),
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
  pinned: z.boolean().describe("nothing takes its place until it is unpinned"),
});

export const cost = z.strictObject({
  queries: whole,
  rows: whole,
  seconds: z.number(),
  slowestSeconds: z.number(),
});

/** What every tenant's result has. */
export function tenantShape<Outcome extends z.ZodType>(outcome: Outcome) {
  return {
    tenant: whole,
    run: z.string(),
    exitCode,
    error: z.string().optional().describe("why nothing could be done for the tenant at all"),
    hint: z.string().optional(),
    cost: cost.optional().describe("what the run has cost the database"),
    models: perModel(outcome),
  };
}
