import type { Assessment } from "../../../src/domain/retraining/assessment.js";
import type { AutoRollback, EvaluateOutcome } from "../../../src/usecases/results/evaluateResult.js";
import type { JobOutcome } from "../../../src/usecases/results/jobResult.js";
import type { RollbackOutcome } from "../../../src/usecases/results/rollbackResult.js";
import type { TrainingReport, TrainOutcome } from "../../../src/usecases/results/trainResult.js";
import {
  AS_OF,
  belowTarget,
  byDefault,
  comparison,
  DAY,
  degraded,
  deployment,
  evaluation,
  failure,
  findings,
  manyScores,
  notTested,
  nothingCompared,
  reasons,
  regressionScores,
  champion,
  undefinedScores,
} from "./parts.js";

/* Every variant of the closed unions. The compiler checks that none is missing. */

const thresholds = {
  minimumScore: { value: 0.7, origin: "tenant" },
  minimumNewLabels: { value: 50, origin: "file" },
  maximumAgeDays: byDefault(30),
} as const;

export function assessment(others: Partial<Assessment> = {}): Assessment {
  return {
    model: "story_points",
    asOf: AS_OF,
    policy: "guarded",
    champion,
    newLabels: 63,
    newLabelsSinceAttempt: 63,
    newLabelsToReplaceRollback: 50,
    score: { metric: "r2", rows: 63, value: 0.2134, baseline: -0.021, interval: [0.1, 0.309] },
    ageDays: 35.24,
    manuallyDeployed: undefined,
    attempts: {
      last: { attemptedAt: AS_OF - 35.24 * DAY, watermark: AS_OF - 36 * DAY, outcome: "promoted" },
      withoutPromotion: 0,
      fingerprint: "cd34",
    },
    performance: degraded,
    thresholds,
    triggerChecks: [
      { trigger: "volume", fires: true, seen: 63, limit: thresholds.minimumNewLabels },
      { trigger: "performance", fires: true, seen: 0.2134, limit: thresholds.minimumScore },
      { trigger: "age", fires: true, seen: 35.24, limit: thresholds.maximumAgeDays },
    ],
    decision: "retrain",
    reasons: [reasons.volume, reasons.performance, reasons.age],
    hold: undefined,
    ...others,
  };
}

export const neverTrained = assessment({
  champion: undefined,
  score: { metric: "r2", rows: 0, value: undefined, baseline: undefined },
  ageDays: undefined,
  attempts: { last: undefined, withoutPromotion: 0, fingerprint: undefined },
  performance: undefined,
  triggerChecks: [{ trigger: "never_trained", fires: true }],
  reasons: [reasons.never_trained, reasons.forced],
});

export const kept = assessment({
  newLabels: 1,
  newLabelsSinceAttempt: 1,
  score: { metric: "r2", rows: 1, value: undefined, baseline: undefined },
  ageDays: 2,
  performance: notTested,
  triggerChecks: [
    { trigger: "volume", fires: false, seen: 1, limit: thresholds.minimumNewLabels, missing: { examples: 49 } },
    { trigger: "performance", fires: false, limit: thresholds.minimumScore, nextTestIn: 19 },
    { trigger: "age", fires: false, seen: 2, limit: byDefault(30), missing: { days: 28, examples: 19 } },
  ],
  decision: "keep",
  reasons: [],
});

/** After attempts without promotion: the limits are raised. */
export const backedOff = assessment({
  newLabelsSinceAttempt: 12,
  attempts: {
    last: { attemptedAt: AS_OF - 5 * DAY, watermark: AS_OF - 6 * DAY, outcome: "refused" },
    withoutPromotion: 2,
    fingerprint: "cd34",
  },
  performance: belowTarget,
  triggerChecks: [
    {
      trigger: "volume",
      fires: false,
      seen: 12,
      limit: thresholds.minimumNewLabels,
      factor: 4,
      missing: { examples: 188 },
    },
    { trigger: "performance", fires: false, seen: 0.2134, limit: thresholds.minimumScore, nextTestIn: 32 },
    { trigger: "age", fires: false, seen: 5, limit: byDefault(30), factor: 4, missing: { days: 115 } },
  ],
  decision: "keep",
  reasons: [],
});

export const pinned = assessment({ manuallyDeployed: { pinned: true }, decision: "keep", hold: "pinned" });
export const rolledBack = assessment({
  newLabelsSinceAttempt: 12,
  manuallyDeployed: { pinned: false },
  triggerChecks: kept.triggerChecks,
  reasons: [],
  decision: "keep",
  hold: "rolled-back",
});

export const report: TrainingReport = {
  learner: "ridge",
  description: "ridge on log label, penalty 4",
  candidates: [
    { learner: "baseline", description: "baseline", loss: 1.6 },
    { learner: "ridge", description: "ridge on log label, penalty 4", loss: NaN },
  ],
  trainingRows: 400,
  holdout: regressionScores,
  rows: 500,
  watermark: AS_OF - DAY,
  artefactHash: "ab12",
  seconds: 1.234,
};
const baselineReport: TrainingReport = {
  ...report,
  learner: "baseline",
  description: "baseline",
  baselineReason: "ridge on log label, penalty 4 did not beat the baseline on the holdout",
  holdout: undefined,
  refusedHoldout: undefinedScores,
};

const trained = { reasons: [reasons.volume], findings, report };
export const trainOutcomes: { readonly [outcome in TrainOutcome["outcome"]]: TrainOutcome } = {
  kept: { outcome: "kept", reasons: [] },
  unchanged: { outcome: "unchanged", reason: "same-data", reasons: [reasons.age] },
  promoted: {
    outcome: "promoted",
    version: 4,
    name: "story_points_tenant_7_v4",
    replaces: 3,
    ...trained,
    comparison,
  },
  "would-promote": { outcome: "would-promote", ...trained, report: baselineReport },
  refused: { outcome: "refused", reason: "quarantined", equals: 2, ...trained },
  "too-little-data": { outcome: "too-little-data", reasons: [reasons.never_trained], findings, rows: 12 },
  "data-refused": { outcome: "data-refused", reasons: [reasons.forced], findings, rows: 120 },
  "not-started": { outcome: "not-started" },
  failed: failure,
};

const REFUSALS = ["worse", "not-better", "too-few-rows", "not-finite"] as const;
export const refusals: readonly Extract<TrainOutcome, { outcome: "refused"; comparison: object }>[] = REFUSALS.map(
  (reason) => ({
    outcome: "refused",
    reason,
    comparison: reason === "too-few-rows" ? nothingCompared : { ...comparison, bound: 1.17, interval: [0.95, 1.17] },
    ...trained,
  }),
);
/** Variants of the outcomes above. */
export const moreTrainOutcomes: readonly TrainOutcome[] = [
  ...refusals,
  { outcome: "unchanged", reason: "same-artefact", reasons: [reasons.age] },
  { outcome: "kept", reasons: [reasons.volume], hold: "pinned" },
  { outcome: "kept", reasons: [reasons.volume], hold: "rolled-back" },
];

const coverage = [
  { month: Date.UTC(2026, 3, 1), created: 40, labelled: 39 },
  { month: Date.UTC(2026, 4, 1), created: 0, labelled: 0 },
  { month: Date.UTC(2026, 5, 1), created: 1200, labelled: 6 },
];
export const evaluateOutcomes: { readonly [outcome in EvaluateOutcome["outcome"]]: EvaluateOutcome } = {
  evaluated: { outcome: "evaluated", evaluation, threshold: 0.7, performance: degraded, coverage },
  "no-version": { outcome: "no-version" },
  failed: failure,
};
export const insufficient: EvaluateOutcome = {
  outcome: "evaluated",
  evaluation: { ...evaluation, window: undefined, scores: undefinedScores, verdict: "insufficient" },
  threshold: 0.7,
  performance: notTested,
  coverage: [],
};
/** An evaluation under the classic policy. */
export const evaluatedClassic: EvaluateOutcome = {
  outcome: "evaluated",
  evaluation: { ...evaluation, scores: manyScores },
  threshold: 0.7,
  performance: undefined,
  coverage,
};

export const autoRollbacks: readonly AutoRollback[] = [
  { rolledBack: true, from: 3, to: 2, deployment, comparison },
  { rolledBack: false, reason: "not-significantly-worse", comparison },
  ...(["pinned", "no-new-labels", "not-tested-yet", "no-previous-version"] as const).map((reason) => ({
    rolledBack: false as const,
    reason,
  })),
];
export const evaluatedWith = (rollback: AutoRollback): EvaluateOutcome => ({
  outcome: "evaluated",
  evaluation: { ...evaluation, verdict: "healthy" },
  threshold: 0.7,
  performance: belowTarget,
  coverage: [],
  rollback,
});

const switched = { from: 3, to: 2, quarantined: 3, pinned: false };
export const rollbackOutcomes: { readonly [outcome in RollbackOutcome["outcome"]]: RollbackOutcome } = {
  "rolled-back": { outcome: "rolled-back", ...switched, deployment },
  "would-roll-back": { outcome: "would-roll-back", ...switched },
  pinned: { outcome: "pinned", version: 2, deployment: { ...deployment, cause: "pin", pinned: true } },
  unpinned: { outcome: "unpinned", version: 2, deployment: { ...deployment, cause: "pin" } },
  "would-pin": { outcome: "would-pin", version: 2 },
  "would-unpin": { outcome: "would-unpin", version: 2 },
  failed: failure,
};
export const rolledBackAndPinned: RollbackOutcome = { outcome: "rolled-back", ...switched, pinned: true, deployment };

const next = { id: "5", name: "Jira\u001b[31m", wasSetPending: true };
export const jobOutcomes: { readonly [job in JobOutcome["job"]]: JobOutcome } = {
  ran: { job: "ran", finished: { status: "FINISHED", next }, takenOver: true },
  "not-its-turn": { job: "not-its-turn", reason: "PAUSED" },
  running: { job: "running" },
  "no-row": { job: "no-row" },
};
