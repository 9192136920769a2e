import type { Assessment } from "../../../src/domain/assessment.js";
import type {
  JobOutcome,
  EvaluateOutcome,
  RollbackOutcome,
  TrainingReport,
  TrainOutcome,
} from "../../../src/usecases/results.js";
import {
  AS_OF,
  byDefault,
  DAY,
  deployment,
  evaluation,
  failure,
  findings,
  reasons,
  regressionScores,
  serving,
  undefinedScores,
} from "./parts.js";

/* Every variant of the closed unions: the compiler asks for each. */

export function assessment(others: Partial<Assessment> = {}): Assessment {
  return {
    model: "story_points",
    serving,
    newExamples: 63,
    score: { metric: "r2", rows: 63, value: 0.2134, naive: -0.021 },
    ageDays: 35.24,
    thresholds: {
      minimumScore: { value: 0.7, origin: "tenant" },
      minimumNewExamples: { value: 50, origin: "file" },
      maximumAgeDays: byDefault(30),
    },
    decision: "retrain",
    reasons: [reasons.volume, reasons.performance, reasons.age],
    ...others,
  };
}

export const neverTrained = assessment({
  serving: undefined,
  score: { metric: "r2", rows: 0, value: undefined, naive: undefined },
  ageDays: undefined,
  reasons: [reasons.never_trained, reasons.forced],
});

export const kept = assessment({
  newExamples: 1,
  score: { metric: "r2", rows: 1, value: undefined, naive: undefined },
  ageDays: 2,
  decision: "keep",
  reasons: [],
});

export const report: TrainingReport = {
  learner: "ridge",
  description: "ridge on log label, penalty 4",
  candidates: [
    { learner: "naive", description: "naive", loss: 1.6 },
    { learner: "ridge", description: "ridge on log label, penalty 4", loss: NaN },
  ],
  trainingRows: 400,
  holdout: regressionScores,
  rows: 500,
  watermark: AS_OF - DAY,
  artefactHash: "ab12",
  seconds: 1.234,
};
const naiveReport: TrainingReport = {
  ...report,
  learner: "naive",
  description: "naive",
  naiveBecause: "ridge on log label, penalty 4 was not better than naive on the holdout",
  holdout: undefined,
  refusedHoldout: undefinedScores,
};

const trained = { reasons: [reasons.volume], findings, report };
export const trainOutcomes: { readonly [outcome in TrainOutcome["outcome"]]: TrainOutcome } = {
  kept: { outcome: "kept", reasons: [] },
  promoted: { outcome: "promoted", version: 4, name: "story_points_tenant_7_v4", replaces: 3, ...trained },
  "would-promote": { outcome: "would-promote", ...trained, report: naiveReport },
  refused: { outcome: "refused", because: "quarantined", equals: 2, ...trained },
  "too-little-data": { outcome: "too-little-data", reasons: [reasons.never_trained], findings, rows: 12 },
  "data-refused": { outcome: "data-refused", reasons: [reasons.forced], findings, rows: 120 },
  "not-started": { outcome: "not-started" },
  failed: failure,
};

export const evaluateOutcomes: { readonly [outcome in EvaluateOutcome["outcome"]]: EvaluateOutcome } = {
  evaluated: { outcome: "evaluated", evaluation, threshold: 0.7 },
  "no-version": { outcome: "no-version" },
  failed: failure,
};
export const insufficient: EvaluateOutcome = {
  outcome: "evaluated",
  evaluation: { ...evaluation, window: undefined, scores: undefinedScores, verdict: "insufficient" },
  threshold: 0.7,
};

const switched = { from: 3, to: 2, quarantined: 3 };
export const rollbackOutcomes: { readonly [outcome in RollbackOutcome["outcome"]]: RollbackOutcome } = {
  "rolled-back": { outcome: "rolled-back", ...switched, deployment },
  "would-roll-back": { outcome: "would-roll-back", ...switched },
  failed: failure,
};

const next = { id: "5", name: "Jira\u001b[31m", wasSetPending: true };
export const jobOutcomes: { readonly [job in JobOutcome["job"]]: JobOutcome } = {
  ran: { job: "ran", handOver: { status: "FINISHED", next }, takenOver: true },
  "not-its-turn": { job: "not-its-turn", why: "PAUSED" },
  running: { job: "running" },
  "no-row": { job: "no-row" },
};
