import type { Version } from "../../../src/domain/versions.js";
import type { ImportResult } from "../../../src/usecases/results/importResult.js";
import type { MigrateResult } from "../../../src/usecases/migrate.js";
import type { StatusResult } from "../../../src/usecases/results/statusResult.js";
import { AS_OF, DAY, deployment, evaluation, manyScores, regressionScores } from "./parts.js";

export function version(number: number, others: Partial<Version> = {}): Version {
  return {
    model: "story_points",
    version: number,
    learner: "ridge",
    artefactHash: "ab12",
    hyperparameters: { learner: "ridge", penalty: 4, logTarget: true },
    featureSchema: ["summaryLength", "hashed text"],
    holdout: regressionScores,
    watermark: AS_OF - 40 * DAY,
    rows: 500,
    fingerprint: "cd34",
    seed: 1,
    codeVersion: "0.1.0",
    run: "run-1",
    trainedAt: AS_OF - 30 * DAY,
    ...others,
  };
}

const run = { run: "run-9", startedAt: AS_OF - 1234, host: "host", codeVersion: "0.1.0" };
export const statusResult: StatusResult = {
  asOf: AS_OF,
  tenant: 7,
  models: {
    story_points: {
      champion: { ...deployment, pinned: true },
      at: { time: AS_OF - DAY / 2, deployed: deployment },
      versions: [version(1, { holdout: undefined }), version(2), version(3)],
      deployments: [{ ...deployment, seq: 1, cause: "train", reason: undefined }, deployment],
      quarantine: [
        {
          model: "story_points",
          version: 3,
          reason: "guesses low",
          actor: "ada",
          run: "run-4",
          quarantinedAt: AS_OF - DAY,
        },
      ],
      evaluations: [evaluation, { ...evaluation, scores: manyScores, verdict: "healthy" }],
    },
    lead_time: {
      champion: undefined,
      at: { time: AS_OF - 9 * DAY, deployed: undefined },
      versions: [],
      deployments: [],
      quarantine: [],
      evaluations: [],
    },
  },
  failures: {
    rework_risk: { outcome: "failed", exitCode: 73, error: "ml_models.holdout is broken", hint: "Restore it." },
  },
  runs: [
    {
      ...run,
      command: "train",
      endedAt: AS_OF,
      outcomes: { story_points: { outcome: "promoted", version: 3 } },
      exitCode: 0,
    },
    { ...run, command: "job run", outcomes: {} },
    {
      ...run,
      command: "assess",
      endedAt: AS_OF,
      outcomes: {},
      exitCode: 69,
      error: "the database was lost while it was asked for work items",
      cost: { queries: 1, rows: 0, seconds: 0.1, slowestSeconds: 0.1 },
    },
  ],
  exitCode: 0,
};

const file = { relation: "work_items", file: "items.csv", rows: 3, added: 0, changed: 0 } as const;
export const importResults: { readonly [outcome in ImportResult["outcome"]]: ImportResult } = {
  imported: {
    outcome: "imported",
    files: [
      {
        ...file,
        added: 2,
        changed: 1,
        refused: 0,
        refusedBy: {},
        refusedRows: [],
        repeatedKeys: 1,
        ignoredColumns: ["sprint"],
      },
    ],
    tenantsAdded: [7] as unknown as ImportResult["tenantsAdded"],
    seconds: 0.25,
    exitCode: 0,
  },
  refused: {
    outcome: "refused",
    files: [
      {
        ...file,
        refused: 4,
        refusedBy: { "not-a-time": 3, "cell-count": 1 },
        refusedRows: [
          { line: 2, problem: "not-a-time", column: "created", seen: "yesterday\u001b[2J" },
          { line: 3, problem: "cell-count" },
        ],
        repeatedKeys: 0,
        ignoredColumns: [],
      },
    ],
    tenantsAdded: [],
    seconds: 0.1,
    exitCode: 65,
  },
};

export const migrateResults: { readonly [outcome in MigrateResult["outcome"]]: MigrateResult } = {
  migrated: { outcome: "migrated", appliedNow: ["0001_a"], appliedBefore: [], pending: [], exitCode: 0 },
  "up-to-date": { outcome: "up-to-date", appliedNow: [], appliedBefore: ["0001_a"], pending: [], exitCode: 0 },
  pending: { outcome: "pending", appliedNow: [], appliedBefore: ["0001_a"], pending: ["0002_b"], exitCode: 78 },
};
