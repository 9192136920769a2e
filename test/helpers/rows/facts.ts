import type { ModelFacts, PerformanceStanding } from "../../../src/domain/retraining/assessment.js";
import type { Asking } from "../../../src/domain/sequentialTest.js";
import { DEFAULT_SETTINGS, thresholdsFor } from "../../../src/domain/settings.js";
import { parseTenantId } from "../../../src/domain/tenant.js";

const DAY = 86_400_000;

/** R² 0.60, 30 new examples, 30 days. */
export const THRESHOLDS = thresholdsFor(DEFAULT_SETTINGS, parseTenantId("7"), "lead_time");

/** When {@link facts} are asked. */
export const AS_OF = 1000 * DAY;

const serving = {
  version: 1,
  name: "lead_time_tenant_7_v1",
  learner: "ridge",
  trainedAt: AS_OF,
  watermark: 0,
  rows: 1000,
} as const;

/** A model that needs nothing, trained just now; a test names only what it is about. */
export const facts = (fields: Partial<ModelFacts> = {}): ModelFacts => ({
  model: "lead_time",
  asOf: AS_OF,
  serving,
  newExamples: 0,
  score: { metric: "r2", rows: 0, value: undefined, naive: undefined },
  ageDays: 0,
  placed: undefined,
  newSinceAttempt: 0,
  attempts: { last: undefined, fruitless: 0, fingerprint: undefined },
  performance: undefined,
  ...fields,
});

/** So many examples that neither the version nor an attempt knows. */
export const newExamples = (count: number): Partial<ModelFacts> => ({ newExamples: count, newSinceAttempt: count });

/** An attempt that many days ago, the last of so many in a row that changed nothing. */
export const attempted = (daysAgo: number, fruitless = 0): Partial<ModelFacts> => ({
  attempts: {
    last: { attemptedAt: AS_OF - daysAgo * DAY, watermark: 0, outcome: fruitless === 0 ? "promoted" : "refused" },
    fruitless,
    fingerprint: "f",
  },
});

export const asking = (fields: Partial<Asking> = {}): Asking => ({
  asking: 1,
  level: 0.05,
  rows: 20,
  threshold: 0.6,
  score: { value: 0.2, level: 0.05, lower: 0.1, upper: 0.3 },
  verdict: "degraded",
  ...fields,
});

/** Where the performance question stands: answered `degraded` just now, unless a test says otherwise. */
export const standing = (fields: Partial<PerformanceStanding> = {}): PerformanceStanding => ({
  verdict: "degraded",
  belowTarget: false,
  asking: asking(),
  askedAt: AS_OF,
  askedNow: true,
  insufficiency: undefined,
  askedAgainAt: 30,
  mix: { shifted: false, weights: undefined, effectiveRows: 20, covered: 1 },
  ...fields,
});
