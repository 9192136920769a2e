import type { UseCases } from "../../../src/cli/dependencies/useCases.js";
import type { AssessOutcome, AssessResult } from "../../../src/usecases/results/assessResult.js";
import type { EvaluateOutcome, EvaluateResult } from "../../../src/usecases/results/evaluateResult.js";
import type { JobRunResult } from "../../../src/usecases/results/jobResult.js";
import type { RollbackOutcome, RollbackResult } from "../../../src/usecases/results/rollbackResult.js";
import type { TrainOutcome, TrainResult } from "../../../src/usecases/results/trainResult.js";
import {
  assessment,
  autoRollbacks,
  backedOff,
  evaluatedClassic,
  evaluatedWith,
  evaluateOutcomes,
  insufficient,
  jobOutcomes,
  kept,
  moreTrainOutcomes,
  neverTrained,
  pinned,
  rollbackOutcomes,
  rolledBack,
  rolledBackAndPinned,
  trainOutcomes,
} from "./outcomes.js";
import { tenantFailure, commandResult, failure, tenantResult } from "./parts.js";
import { cardResult } from "./card.js";
import { predictResult } from "./predict.js";
import { replayResult } from "./replay.js";
import { doctorResult, doctorSqlResult } from "./doctor.js";
import { importResults, migrateResults, statusResult } from "./status.js";

const each = <Outcome>(outcomes: readonly Outcome[]) => [
  ...outcomes.map((outcome, position) => tenantResult<Outcome>({ story_points: outcome }, { tenant: position + 1 })),
  tenantFailure,
];

export const assessResult: AssessResult = commandResult<AssessOutcome>(
  each<AssessOutcome>([
    { outcome: "assessed", assessment: assessment() },
    { outcome: "assessed", assessment: neverTrained },
    { outcome: "assessed", assessment: kept },
    failure,
    { outcome: "assessed", assessment: backedOff },
    { outcome: "assessed", assessment: pinned },
    { outcome: "assessed", assessment: rolledBack },
  ]),
  73,
);
export const trainResult: TrainResult = {
  ...commandResult<TrainOutcome>(each([...Object.values(trainOutcomes), ...moreTrainOutcomes]), 73),
  dryRun: false,
};
export const evaluateResult: EvaluateResult = commandResult<EvaluateOutcome>(
  each([...Object.values(evaluateOutcomes), insufficient, evaluatedClassic, ...autoRollbacks.map(evaluatedWith)]),
  73,
);
export const rollbackResult: RollbackResult = {
  ...commandResult<RollbackOutcome>(each([...Object.values(rollbackOutcomes), rolledBackAndPinned]), 73),
  dryRun: false,
};
export const jobRunResult: JobRunResult = {
  ...commandResult<TrainOutcome>([]),
  tenants: [
    ...Object.values(jobOutcomes).map((job) => ({
      ...tenantResult<TrainOutcome>({ lead_time: trainOutcomes.kept }),
      job,
    })),
    tenantFailure,
  ],
};

/** Use cases that return every kind of outcome. */
export const FULL: UseCases = {
  assess: () => Promise.resolve(assessResult),
  train: () => Promise.resolve(trainResult),
  evaluate: () => Promise.resolve(evaluateResult),
  predict: () => Promise.resolve(predictResult),
  rollBack: () => Promise.resolve(rollbackResult),
  ensureJob: () => Promise.resolve({ tenant: 7, created: true, id: "12", exitCode: 0 }),
  runJob: () => Promise.resolve(jobRunResult),
  status: () => Promise.resolve(statusResult),
  modelCard: () => Promise.resolve(cardResult()),
  replay: () => Promise.resolve(replayResult),
  migrate: () => Promise.resolve(migrateResults.pending),
  doctor: () => Promise.resolve(doctorResult),
  doctorSql: () => Promise.resolve(doctorSqlResult),
  importFiles: () => Promise.resolve(importResults.refused),
};
