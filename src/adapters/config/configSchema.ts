import * as z from "zod";
import { MODEL_NAMES, MODELS, RELATION_NAMES, type RelationName } from "../../domain/models.js";
import { LEARNER_SETS, POLICIES } from "../../domain/settings.js";
import { RELATION_COLUMNS } from "../../domain/examples/sourceColumns.js";
import { parseWindow, WINDOW_FORM, type WorkWindow } from "../../domain/workWindow.js";

/*
 * The config file. Each leaf says in words what it expects: the words are the error message and, as its description,
 * stand in the published JSON schema.
 */

function text(expected: string): z.ZodString {
  return z.string({ error: expected }).min(1, { error: expected }).describe(expected);
}

function textLike(pattern: RegExp, expected: string): z.ZodString {
  return z.string({ error: expected }).regex(pattern, { error: expected }).describe(expected);
}

function integer(low: number, high: number, what: string): z.ZodNumber {
  const expected = `${what}: a whole number from ${low} to ${high}`;
  const error = { error: expected };
  return z.number(error).int(error).min(low, error).max(high, error).describe(expected);
}

function number(low: number, high: number, what: string): z.ZodNumber {
  const expected = `${what}: a number from ${low} to ${high}`;
  const error = { error: expected };
  return z.number(error).min(low, error).max(high, error).describe(expected);
}

const section = <T extends z.ZodRawShape>(shape: T, what: string): z.ZodObject<T, z.core.$strict> =>
  z
    .strictObject(shape, { error: (issue) => (issue.code === "invalid_type" ? `an object: ${what}` : undefined) })
    .describe(what);

const sections = <K extends string, T extends z.ZodType>(
  names: readonly K[],
  sectionOf: (name: K) => T,
  what: string,
): z.ZodObject<Record<K, z.ZodExactOptional<T>>, z.core.$strict> =>
  section(
    Object.fromEntries(names.map((name) => [name, sectionOf(name).exactOptional()])) as Record<
      K,
      z.ZodExactOptional<T>
    >,
    what,
  );

const thresholds = {
  minimumScore: number(-1, 1, "score below which a model asks for retraining").exactOptional(),
  minimumNewLabels: integer(1, 1_000_000_000, "new examples at which a model asks for retraining").exactOptional(),
  maximumAgeDays: number(
    0,
    36_500,
    "days since the last training at which a model asks for retraining",
  ).exactOptional(),
  maturityDays: number(
    1,
    36_500,
    "evaluate items created at least so many days ago, instead of weighting by delay",
  ).exactOptional(),
};
const intervalCoverage = number(
  0.5,
  0.99,
  "share of intervals that are to hold what becomes of the item",
).exactOptional();
const costRatio = number(
  0.001,
  1000,
  "how many false alarms cost as much as one rework that is missed",
).exactOptional();
const models = sections(
  MODEL_NAMES,
  (model) => {
    const isClassifier = MODELS[model].task === "classification";
    const own = isClassifier ? { ...thresholds, costRatio } : { ...thresholds, intervalCoverage };
    return section(own, "thresholds and options of a model");
  },
  "thresholds by model",
);

const tableName = textLike(
  /^[A-Za-z_][A-Za-z0-9_$]{0,62}(\.[A-Za-z_][A-Za-z0-9_$]{0,62})?$/,
  "a table or view, with its schema if it has one: letters, digits, _ and $, as in issues or analytics.issues",
);
const columnName = textLike(/^[A-Za-z_][A-Za-z0-9_$]{0,62}$/, "a column name: letters, digits, _ and $");

/** Columns that can be called something else. Not `tenant_id`: the tenant scope of every query depends on that name. */
function mappableColumns(relation: RelationName): readonly string[] {
  return RELATION_COLUMNS[relation].filter((column) => column !== "tenant_id");
}

const relations = sections(
  RELATION_NAMES,
  (relation) =>
    section(
      {
        table: tableName.exactOptional(),
        columns: sections(
          mappableColumns(relation),
          () => columnName,
          "other column names, by mltrain's name",
        ).exactOptional(),
      },
      `another name for ${relation}, and for columns of it`,
    ),
  "other names for the platform's relations",
);

/** Read here, so that a time zone that does not exist is told with its line. */
const workWindow = z
  .string({ error: WINDOW_FORM })
  .refine((written) => parseWindow(written) !== undefined, { error: WINDOW_FORM })
  .describe(`when train, evaluate and job run may begin: ${WINDOW_FORM}`)
  .transform((written) => parseWindow(written) as WorkWindow);

const loadGuard = section(
  {
    maximumActiveSessions: integer(0, 100_000, "sessions of others that may be at work").exactOptional(),
    maximumReplicationLagSeconds: number(0, 86_400, "seconds that a replica may lie behind").exactOptional(),
  },
  "how busy the Postgres server may be for train, evaluate and job run to begin",
);

const TENANT_ID = "a tenant id: a whole number from 1 to 2147483647, in digits alone";
const tenantId = z
  .string({ error: TENANT_ID })
  .regex(/^[1-9]\d{0,9}$/, { error: TENANT_ID })
  .refine((id) => Number(id) <= 2_147_483_647, { error: TENANT_ID });

/** What a config file holds. Every key is optional; a key that is not known is refused. */
export const configSchema = section(
  {
    $schema: z.string({ error: "the address of this schema" }).exactOptional().describe("the address of this schema"),
    database: text("URL of the database (postgres://…), or path of the SQLite file").exactOptional(),
    sourceDatabase: text("URL of a replica to read the platform's relations from").exactOptional(),
    relations: relations.exactOptional(),
    models: models.exactOptional(),
    tenants: z
      .record(tenantId, section({ models: models.exactOptional() }, "settings of one tenant"), {
        error: (issue) => (issue.code === "invalid_type" ? "an object: settings of single tenants, by id" : undefined),
      })
      .exactOptional()
      .describe("settings of single tenants, by id"),
    policy: z
      .enum(POLICIES, { error: `one of ${POLICIES.join(", ")}` })
      .exactOptional()
      .describe("how decisions are taken"),
    learners: z
      .enum(LEARNER_SETS, { error: `one of ${LEARNER_SETS.join(", ")}` })
      .exactOptional()
      .describe("what a training chooses between: linear leaves boosted trees out"),
    allowUnprotected: z
      .boolean({ error: "true or false" })
      .exactOptional()
      .describe("work on Postgres even if its row-level security does not keep tenants apart"),
    seed: integer(0, 4_294_967_295, "seed of every random choice").exactOptional(),
    maxTrainingRows: integer(30, 100_000_000, "most examples read per model, newest first").exactOptional(),
    leaseSeconds: integer(30, 86_400, "seconds that a run may work without renewing its lease").exactOptional(),
    statementTimeoutSeconds: integer(1, 86_400, "seconds that a query may take").exactOptional(),
    maxSeconds: integer(1, 604_800, "seconds after which no further model or tenant is begun").exactOptional(),
    window: workWindow.exactOptional(),
    loadGuard: loadGuard.exactOptional(),
    readableNames: z
      .boolean({ error: "true or false" })
      .exactOptional()
      .describe("whether assignees and authors are kept and shown by their names instead of as hashes"),
  },
  "configuration of mltrain",
);

export type Config = z.infer<typeof configSchema>;
