import type { TenantId } from "../../domain/tenant.js";
import type { ImportDependencies } from "../../usecases/importFiles.js";
import type { ImportInput, ImportResult } from "../../usecases/results/importResult.js";
import type {
  CardInput,
  CommandInput,
  EvaluateInput,
  PredictInput,
  ReplayInput,
  RollbackInput,
  StatusInput,
  TrainInput,
} from "../../usecases/running/inputs.js";
import type { DoctorInput, DoctorResult, DoctorSqlResult } from "../../usecases/doctor.js";
import type { MigrateInput, MigrateResult } from "../../usecases/migrate.js";
import type { CardResult } from "../../usecases/modelCard.js";
import type { Platform } from "../../usecases/ports/platform.js";
import type { PredictResult } from "../../usecases/results/predictResult.js";
import type { AssessResult } from "../../usecases/results/assessResult.js";
import type { EvaluateResult } from "../../usecases/results/evaluateResult.js";
import type { JobEnsureResult, JobRunResult } from "../../usecases/results/jobResult.js";
import type { ReplayResult } from "../../usecases/results/replayResult.js";
import type { RollbackResult } from "../../usecases/results/rollbackResult.js";
import type { StatusResult } from "../../usecases/results/statusResult.js";
import type { TrainResult } from "../../usecases/results/trainResult.js";

/** The use cases of the commands. */
export interface UseCases {
  readonly assess: (platform: Platform, input: CommandInput) => Promise<AssessResult>;
  readonly train: (platform: Platform, input: TrainInput) => Promise<TrainResult>;
  readonly evaluate: (platform: Platform, input: EvaluateInput) => Promise<EvaluateResult>;
  readonly predict: (platform: Platform, input: PredictInput) => Promise<PredictResult>;
  readonly rollBack: (platform: Platform, input: RollbackInput) => Promise<RollbackResult>;
  readonly ensureJob: (platform: Platform, input: { readonly tenant: TenantId }) => Promise<JobEnsureResult>;
  readonly runJob: (platform: Platform, input: CommandInput) => Promise<JobRunResult>;
  readonly status: (platform: Platform, input: StatusInput) => Promise<StatusResult>;
  readonly modelCard: (platform: Platform, input: CardInput) => Promise<CardResult>;
  readonly replay: (platform: Platform, input: ReplayInput) => Promise<ReplayResult>;
  readonly migrate: (platform: Platform, input: MigrateInput) => Promise<MigrateResult>;
  readonly doctor: (platform: Platform, input: DoctorInput) => Promise<DoctorResult>;
  readonly doctorSql: (platform: Platform, input: { readonly role: string }) => Promise<DoctorSqlResult>;
  readonly importFiles: (input: ImportInput, dependencies: ImportDependencies) => Promise<ImportResult>;
}

/** Loads each use case when it is called, so that a command loads only what it needs. */
export const USE_CASES: UseCases = {
  assess: async (platform, input) => (await import("../../usecases/assess.js")).assess(platform, input),
  train: async (platform, input) => (await import("../../usecases/train.js")).train(platform, input),
  evaluate: async (platform, input) => (await import("../../usecases/evaluate.js")).evaluate(platform, input),
  predict: async (platform, input) => (await import("../../usecases/predict.js")).predict(platform, input),
  rollBack: async (platform, input) => (await import("../../usecases/rollback.js")).rollBack(platform, input),
  ensureJob: async (platform, input) => (await import("../../usecases/job.js")).ensureJob(platform, input),
  runJob: async (platform, input) => (await import("../../usecases/job.js")).runJob(platform, input),
  status: async (platform, input) => (await import("../../usecases/status.js")).status(platform, input),
  modelCard: async (platform, input) => (await import("../../usecases/modelCard.js")).modelCard(platform, input),
  replay: async (platform, input) => (await import("../../usecases/replay.js")).replay(platform, input),
  migrate: async (platform, input) => (await import("../../usecases/migrate.js")).migrate(platform, input),
  doctor: async (platform, input) => (await import("../../usecases/doctor.js")).doctor(platform, input),
  doctorSql: async (platform, input) => (await import("../../usecases/doctor.js")).doctorSql(platform, input),
  importFiles: async (input, dependencies) =>
    (await import("../../usecases/importFiles.js")).importFiles(input, dependencies),
};
