import type { PerformanceStatus, Reason, ChampionVersion } from "../../../src/domain/retraining/assessment.js";
import type { Finding } from "../../../src/domain/dataChecks/findings.js";
import type { SequentialTest } from "../../../src/domain/sequentialTest.js";
import type { Comparison } from "../../../src/domain/promotion/promotion.js";
import type { Scores } from "../../../src/domain/scores.js";
import type { Setting } from "../../../src/domain/settings.js";
import type { Trigger } from "../../../src/domain/triggers.js";
import type { Deployment } from "../../../src/domain/versions.js";
import type { Evaluation } from "../../../src/domain/evaluation.js";
import type { ExitCode } from "../../../src/errors.js";
import type { CommandResult, Failure, TenantResult } from "../../../src/usecases/results/commandResult.js";

/* Builders with defaults, so that a test names only what matters to it. */

export const AS_OF = Date.parse("2026-06-01T12:00:00Z");
export const DAY = 86_400_000;

export const byDefault = (value: number): Setting => ({ value, origin: "default" });

export const failure: Failure = {
  outcome: "failed",
  exitCode: 73,
  error: "version 3 does not match its hash",
  hint: "Put another version back.",
};

export const regressionScores: Scores = {
  rows: 63,
  intervals: "bootstrap",
  values: {
    r2: { value: 0.2134, baseline: -0.021, interval: [0.1, 0.309] },
    mae: { value: 1.42, baseline: 1.6, interval: [1.3, 1.55] },
    withinOneStep: { value: 0.61, baseline: undefined },
  },
};
export const classificationScores: Scores = {
  rows: 40,
  positives: 12,
  values: { f1: { value: 0.5, baseline: 0.46 }, brierLoss: { value: 0.19, baseline: 0.21 } },
};
/** Weighted scores of too many rows for a bootstrap. */
export const manyScores: Scores = {
  rows: 30_000,
  effectiveRows: 21_234.5,
  intervals: "normal",
  values: { r2: { value: 0.412, baseline: -0.01, interval: [0.4, 0.424] } },
};
/** R² of a single row, which is not defined. */
export const undefinedScores: Scores = { rows: 1, values: { r2: { value: undefined, baseline: NaN } } };

export const reasons = {
  never_trained: { trigger: "never_trained" },
  forced: { trigger: "forced" },
  volume: { trigger: "volume", seen: 63, limit: { value: 50, origin: "file" } },
  performance: { trigger: "performance", seen: 0.2134, limit: { value: 0.7, origin: "tenant" } },
  age: { trigger: "age", seen: 35.24, limit: byDefault(30) },
} as const satisfies { readonly [trigger in Trigger]: Reason };

export const champion: ChampionVersion = {
  version: 3,
  name: "story_points_tenant_7_v3",
  learner: "ridge",
  trainedAt: AS_OF - 35 * DAY,
  watermark: AS_OF - 36 * DAY,
  rows: 2100,
};

export const findings: readonly Finding[] = [
  { finding: "too-few-rows", severity: "refuse", message: "12 rows, fewer than 30", seen: 12, limit: 30 },
  {
    finding: "missing-values",
    severity: "warn",
    message: "mostly empty: labels (83 % of rows)",
    subject: "labels",
    seen: 0.83,
  },
];

export const deployment: Deployment = {
  model: "story_points",
  seq: 4,
  version: 2,
  cause: "rollback",
  reason: "guesses low",
  actor: "ada",
  run: "run-4",
  deployedAt: AS_OF - DAY,
  pinned: false,
};

export const sequentialTest: SequentialTest = {
  number: 2,
  level: 0.025,
  rows: 63,
  threshold: 0.7,
  score: { value: 0.2134, level: 0.15, lower: 0.08, upper: 0.33 },
  difference: { value: -0.21, level: 0.05, lower: -0.35, upper: -0.05 },
  verdict: "degraded",
};
export const degraded: PerformanceStatus = {
  verdict: "degraded",
  belowTarget: false,
  sequentialTest,
  askedAt: AS_OF,
  testedNow: true,
  insufficiency: undefined,
  nextTestRows: 95,
  mix: { shifted: false, weights: undefined, effectiveRows: 63, covered: 1 },
};
export const belowTarget: PerformanceStatus = {
  ...degraded,
  verdict: "healthy",
  belowTarget: true,
  sequentialTest: {
    ...sequentialTest,
    difference: { value: -0.02, level: 0.05, lower: -0.15, upper: 0.11 },
    verdict: "healthy",
  },
  askedAt: AS_OF - 3 * DAY,
  testedNow: false,
};
export const notTested: PerformanceStatus = {
  ...degraded,
  verdict: "insufficient",
  sequentialTest: undefined,
  askedAt: undefined,
  testedNow: false,
  insufficiency: { reason: "rows", missing: 19 },
  nextTestRows: 20,
  mix: { shifted: false, weights: undefined, effectiveRows: 1, covered: 1 },
};

export const comparison: Comparison = {
  rows: 48,
  championLoss: 1.5,
  challengerLoss: 1.42,
  ratio: 0.9467,
  interval: [0.88, 1.02],
  bound: 1.02,
  limit: 1.1,
};
/** A comparison of too few rows, without losses. */
export const nothingCompared: Comparison = {
  rows: 8,
  championLoss: undefined,
  challengerLoss: undefined,
  ratio: undefined,
  interval: undefined,
  bound: undefined,
  limit: 1.1,
};

export const evaluation: Evaluation = {
  model: "story_points",
  version: 3,
  evaluatedAt: AS_OF,
  run: "run-5",
  window: { from: AS_OF - 20 * DAY, to: AS_OF - DAY },
  scores: regressionScores,
  threshold: 0.7,
  verdict: "degraded",
  sequentialTest,
};

export function tenantResult<Outcome>(
  models: TenantResult<Outcome>["models"],
  others: Partial<TenantResult<Outcome>> = {},
): TenantResult<Outcome> {
  return { tenant: 7, run: "run-7", models, exitCode: 0, ...others };
}

/** A tenant that failed as a whole. */
export const tenantFailure: TenantResult<never> = {
  tenant: 8,
  run: "run-8",
  models: {},
  exitCode: 75,
  error: "another run works on tenant 8",
  hint: "Try again later.",
  cost: { queries: 3, rows: 1, seconds: 0.01, slowestSeconds: 0.005 },
};

export function commandResult<Outcome>(
  tenants: readonly TenantResult<Outcome>[],
  exitCode: ExitCode = 0,
): CommandResult<Outcome> {
  return { asOf: AS_OF, tenants, exitCode };
}
