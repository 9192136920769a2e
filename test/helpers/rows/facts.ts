import type { ModelFacts, PerformanceStatus } from "../../../src/domain/retraining/assessment.js";
import type { SequentialTest } from "../../../src/domain/sequentialTest.js";
import { DEFAULT_SETTINGS, thresholdsFor } from "../../../src/domain/settings.js";
import { parseTenantId } from "../../../src/domain/tenant.js";

const DAY = 86_400_000;

/** R² 0.60, 30 new labels, 30 days. */
export const THRESHOLDS = thresholdsFor(DEFAULT_SETTINGS, parseTenantId("7"), "lead_time");

/** The time of {@link facts}. */
export const AS_OF = 1000 * DAY;

const champion = {
  version: 1,
  name: "lead_time_tenant_7_v1",
  learner: "ridge",
  trainedAt: AS_OF,
  watermark: 0,
  rows: 1000,
} as const;

/** Returns a model that was just trained and needs nothing. A test names only what matters to it. */
export const facts = (fields: Partial<ModelFacts> = {}): ModelFacts => ({
  model: "lead_time",
  asOf: AS_OF,
  champion,
  newLabels: 0,
  score: { metric: "r2", rows: 0, value: undefined, baseline: undefined },
  ageDays: 0,
  manuallyDeployed: undefined,
  newLabelsSinceAttempt: 0,
  attempts: { last: undefined, withoutPromotion: 0, fingerprint: undefined },
  performance: undefined,
  ...fields,
});

/** Returns facts with n new labels since the champion and the last attempt. */
export const newLabels = (count: number): Partial<ModelFacts> => ({ newLabels: count, newLabelsSinceAttempt: count });

/** Returns an attempt some days ago, the last of n in a row without a promotion. */
export const attempted = (daysAgo: number, withoutPromotion = 0): Partial<ModelFacts> => ({
  attempts: {
    last: {
      attemptedAt: AS_OF - daysAgo * DAY,
      watermark: 0,
      outcome: withoutPromotion === 0 ? "promoted" : "refused",
    },
    withoutPromotion,
    fingerprint: "f",
  },
});

export const sequentialTest = (fields: Partial<SequentialTest> = {}): SequentialTest => ({
  number: 1,
  level: 0.05,
  rows: 20,
  threshold: 0.6,
  score: { value: 0.2, level: 0.05, lower: 0.1, upper: 0.3 },
  verdict: "degraded",
  ...fields,
});

/** Returns a performance status (default: just found `degraded`). */
export const status = (fields: Partial<PerformanceStatus> = {}): PerformanceStatus => ({
  verdict: "degraded",
  belowTarget: false,
  sequentialTest: sequentialTest(),
  askedAt: AS_OF,
  testedNow: true,
  insufficiency: undefined,
  nextTestRows: 30,
  mix: { shifted: false, weights: undefined, effectiveRows: 20, covered: 1 },
  ...fields,
});
