import * as z from "zod";
import { TRIGGERS } from "../../../domain/assessment.js";
import { FINDINGS, type FindingName } from "../../../domain/dataFindings.js";
import { MODEL_NAMES, type ModelName } from "../../../domain/models.js";
import { CLASSIFICATION_SCORES, REGRESSION_SCORES, type ScoreName } from "../../../domain/scores.js";
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
  return z.strictObject({ schema: z.literal(1), command: z.literal(command), ...shape });
}

/** An object with an optional entry per name. */
function entries<Name extends string, Entry extends z.ZodType>(names: readonly Name[], entry: Entry) {
  const shape = Object.fromEntries(names.map((name) => [name, entry.optional()]));
  return z.strictObject(shape as Record<Name, z.ZodOptional<Entry>>);
}

export function perModel<Outcome extends z.ZodType>(outcome: Outcome) {
  return entries<ModelName, Outcome>(MODEL_NAMES, outcome);
}

const score = z.strictObject({
  value: z.number().optional().describe("absent where it is not defined"),
  naive: z.number().optional().describe("of the predictor that ignores the features"),
});
export const scores = z.strictObject({
  rows: whole.describe("rows scored"),
  positives: whole.optional().describe("of them, rows of the positive class; classifiers only"),
  values: entries<ScoreName, typeof score>([...REGRESSION_SCORES, ...CLASSIFICATION_SCORES], score),
});

export const setting = z.strictObject({
  value: z.number(),
  origin: z.enum(["default", "file", "tenant"]).describe("the default, the config file, or its section for the tenant"),
});

const [NEVER_TRAINED, VOLUME, PERFORMANCE, AGE, FORCED] = TRIGGERS;
const withLimit = { seen: z.number(), limit: setting };
export const reason = z.discriminatedUnion("trigger", [
  z.strictObject({ trigger: z.enum([NEVER_TRAINED, FORCED]) }),
  z.strictObject({ trigger: z.enum([VOLUME, PERFORMANCE, AGE]), ...withLimit }),
]);

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
