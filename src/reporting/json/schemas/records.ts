import * as z from "zod";
import { IMPORT_RELATIONS } from "../../../domain/importing/columns.js";
import type { RowProblem } from "../../../domain/importing/rows.js";
import { COMMANDS } from "../../../domain/runs.js";
import { evaluation } from "./commands.js";
import { cost, deployment, document, exitCode, failed, learner, perModel, scores, time, whole } from "./parts.js";

export const version = z.strictObject({
  version: whole,
  name: z.string(),
  learner,
  trainedAt: time,
  watermark: time,
  rows: whole,
  holdout: scores.optional(),
  hyperparameters: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  features: z.array(z.string()),
  artefactHash: z.string(),
  fingerprint: z.string(),
  seed: z.number(),
  codeVersion: z.string(),
  run: z.string(),
});
export const quarantine = z.strictObject({
  version: whole,
  reason: z.string(),
  actor: z.string(),
  run: z.string(),
  quarantinedAt: time,
});
const run = z.strictObject({
  run: z.string(),
  command: z.enum(COMMANDS),
  startedAt: time,
  endedAt: time.optional(),
  exitCode: whole.optional(),
  error: z.string().optional(),
  outcomes: perModel(z.looseObject({})).describe(
    "as recorded by the version of mltrain that ran; times are milliseconds since 1970",
  ),
  cost: cost.optional(),
  host: z.string(),
  codeVersion: z.string(),
});
export const statusDocument = document("status", {
  asOf: time,
  tenant: whole,
  exitCode,
  models: perModel(
    z.strictObject({
      champion: deployment.optional(),
      at: z
        .strictObject({ time, deployed: deployment.optional() })
        .optional()
        .describe("the version that was deployed at the time of --at"),
      versions: z.array(version),
      deployments: z.array(deployment),
      quarantine: z.array(quarantine),
      evaluations: z.array(evaluation),
    }),
  ),
  failures: perModel(failed).describe("models whose rows could not be read"),
  runs: z.array(run),
});

export const migrateDocument = document("migrate", {
  outcome: z.enum(["migrated", "up-to-date", "pending"]),
  appliedNow: z.array(z.string()),
  appliedBefore: z.array(z.string()),
  pending: z.array(z.string()),
  exitCode,
});

const PROBLEMS = {
  "too-long": true,
  "holds-nul": true,
  "empty-key": true,
  "not-a-number": true,
  "not-a-whole-number": true,
  "not-a-time": true,
  "not-a-boolean": true,
  "cell-count": true,
  "not-a-tenant": true,
  "other-tenant": true,
} satisfies Record<RowProblem, true>;
const problem = z.enum(Object.keys(PROBLEMS) as [RowProblem, ...RowProblem[]]);
export const importDocument = document("import", {
  outcome: z.enum(["imported", "refused"]),
  files: z.array(
    z.strictObject({
      relation: z.enum(IMPORT_RELATIONS),
      file: z.string(),
      rows: whole,
      added: whole,
      changed: whole,
      refused: whole,
      refusedBy: z.partialRecord(problem, whole),
      refusedRows: z
        .array(
          z.strictObject({
            line: whole,
            problem,
            column: z.string().optional(),
            seen: z.string().optional(),
          }),
        )
        .describe("the first refused rows"),
      repeatedKeys: whole,
      ignoredColumns: z.array(z.string()),
    }),
  ),
  tenantsAdded: z.array(whole),
  seconds: z.number(),
  exitCode,
});
