import type { Assessment, Hold, PerformanceStanding, Reason } from "../domain/assessment.js";
import type { MonthCoverage } from "../domain/coverage.js";
import type { Finding } from "../domain/dataFindings.js";
import type { HandOver } from "../domain/jobRing.js";
import type { ModelName } from "../domain/models.js";
import type { Comparison, PromotionDecision } from "../domain/promotion.js";
import type { ModelReplay } from "../domain/replay/record.js";
import type { Scores } from "../domain/scores.js";
import type { Deployment, Evaluation, LearnerName, Quarantine, Version } from "../domain/versions.js";
import type { ExitCode } from "../errors.js";
import type { DatabaseCost } from "./ports.js";
import type { RunRecord } from "../domain/runs.js";

/*
 * What the use cases return. Closed types: the table, the JSON document and the exit code all come from them, and the
 * compiler checks that no outcome is forgotten.
 */

/** A model, or a whole tenant, for which the work broke off; the rest went on. */
export interface Failure {
  readonly outcome: "failed";
  readonly exitCode: ExitCode;
  readonly error: string;
  readonly hint?: string;
}

export interface ModelAssessed {
  readonly outcome: "assessed";
  readonly assessment: Assessment;
}
export type AssessOutcome = ModelAssessed | Failure;

/** A learner that was tried, and its mean loss inside the training part (absolute error, or Brier loss). */
export interface Candidate {
  readonly learner: LearnerName;
  readonly description: string;
  readonly loss: number;
}

/** What a training found out about a model, whether or not it was recorded. */
export interface TrainingReport {
  readonly learner: LearnerName;
  readonly description: string;
  readonly candidates: readonly Candidate[];
  /** Why the naive predictor was taken, where it was. */
  readonly naiveBecause?: string;
  readonly trainingRows: number;
  readonly holdout: Scores | undefined;
  /** Scores of a learner that the holdout did not show better than naive. */
  readonly refusedHoldout?: Scores;
  /** Rows of the refit. */
  readonly rows: number;
  readonly watermark: number;
  readonly artefactHash: string;
  readonly seconds: number;
}

export type TrainOutcome =
  /** No trigger fired, or what serves is held by hand. */
  | { readonly outcome: "kept"; readonly reasons: readonly Reason[]; readonly held?: Hold }
  /** It gave, or could only give, what serves already: no version was made. */
  | {
      readonly outcome: "unchanged";
      readonly reasons: readonly Reason[];
      readonly because: "same-data" | "same-artefact";
    }
  /** Trained and serving; under a dry run, `version` is absent and nothing was recorded. */
  | {
      readonly outcome: "promoted" | "would-promote";
      readonly reasons: readonly Reason[];
      readonly version?: number;
      readonly name?: string;
      readonly replaces?: number;
      readonly findings: readonly Finding[];
      readonly report: TrainingReport;
      /** How the challenger compared with the champion; absent where there was none, or it was not asked. */
      readonly comparison?: Comparison;
    }
  /** Trained, but the evidence does not speak for it. */
  | {
      readonly outcome: "refused";
      readonly reasons: readonly Reason[];
      readonly because: Extract<PromotionDecision, { verdict: "refuse" }>["because"];
      readonly comparison: Comparison;
      readonly findings: readonly Finding[];
      readonly report: TrainingReport;
    }
  /** Trained, but the result equals a version that must not serve again. */
  | {
      readonly outcome: "refused";
      readonly reasons: readonly Reason[];
      readonly because: "quarantined";
      /** The version in quarantine that it equals. */
      readonly equals: number;
      readonly findings: readonly Finding[];
      readonly report: TrainingReport;
    }
  /** The data were refused before training. */
  | {
      readonly outcome: "too-little-data" | "data-refused";
      readonly reasons: readonly Reason[];
      readonly findings: readonly Finding[];
      readonly rows: number;
    }
  /** The process was asked to stop before this model's turn. */
  | { readonly outcome: "not-started" }
  | Failure;

export type EvaluateOutcome =
  | {
      readonly outcome: "evaluated";
      readonly evaluation: Evaluation;
      readonly threshold: number;
      /** Absent under the classic policy. */
      readonly performance: PerformanceStanding | undefined;
      /** Of the newest months of creation, oldest first. */
      readonly coverage: readonly MonthCoverage[];
      /** What became of --auto-rollback; absent where it was not asked for. */
      readonly rollback?: AutoRollback;
    }
  | { readonly outcome: "no-version" }
  | Failure;

/** Whether the version that the champion replaced was put back, and why not. */
export type AutoRollback =
  | {
      readonly rolledBack: true;
      readonly from: number;
      readonly to: number;
      readonly deployment: Deployment;
      readonly comparison: Comparison;
    }
  | {
      readonly rolledBack: false;
      readonly because: "pinned" | "nothing-new" | "not-asked-yet" | "nothing-to-go-back-to" | "not-shown-worse";
      readonly comparison?: Comparison;
    };

/** Results of one command for one tenant, per model. */
export interface TenantResult<Outcome> {
  readonly tenant: number;
  readonly run: string;
  readonly models: { readonly [model in ModelName]?: Outcome };
  readonly exitCode: ExitCode;
  /** Why nothing could be done for the tenant at all. */
  readonly error?: string;
  readonly hint?: string;
  readonly cost?: DatabaseCost;
}

export interface CommandResult<Outcome> {
  /** The time the command worked as of: milliseconds since 1970, UTC. */
  readonly asOf: number;
  readonly tenants: readonly TenantResult<Outcome>[];
  readonly exitCode: ExitCode;
}

export type AssessResult = CommandResult<AssessOutcome>;
export type TrainResult = CommandResult<TrainOutcome> & { readonly dryRun: boolean };
export type EvaluateResult = CommandResult<EvaluateOutcome>;

export type RollbackOutcome =
  | {
      readonly outcome: "pinned" | "unpinned" | "would-pin" | "would-unpin";
      readonly version: number;
      readonly deployment?: Deployment;
    }
  | {
      readonly outcome: "rolled-back" | "would-roll-back";
      readonly from: number;
      readonly to: number;
      /** `from`; null where its row is gone (somebody's hand, a backup), which quarantine would refer to. */
      readonly quarantined: number | null;
      /** Nothing may take its place until it is unpinned. */
      readonly pinned: boolean;
      readonly deployment?: Deployment;
    }
  | Failure;
export type RollbackResult = CommandResult<RollbackOutcome> & { readonly dryRun: boolean };

/** What came of the tenant's job. */
export type JobOutcome =
  | { readonly job: "ran"; readonly handOver: HandOver; readonly takenOver: boolean }
  | { readonly job: "not-its-turn"; readonly why: string }
  | { readonly job: "running" }
  | { readonly job: "no-row" };
export interface JobTenantResult extends TenantResult<TrainOutcome> {
  readonly job?: JobOutcome;
}
export interface JobRunResult extends CommandResult<TrainOutcome> {
  readonly tenants: readonly JobTenantResult[];
}
export interface JobEnsureResult {
  readonly tenant: number;
  readonly created: boolean;
  readonly id: string;
  readonly exitCode: ExitCode;
}

/** Everything that `status` shows of one model. */
export interface ModelStatus {
  readonly serving: Deployment | undefined;
  /** What served at the time asked for; absent if that was not asked. */
  readonly at?: { readonly time: number; readonly served: Deployment | undefined };
  readonly versions: readonly Version[];
  readonly deployments: readonly Deployment[];
  readonly quarantine: readonly Quarantine[];
  /** Oldest first. */
  readonly evaluations: readonly Evaluation[];
}
export interface StatusResult {
  readonly asOf: number;
  readonly tenant: number;
  readonly models: { readonly [model in ModelName]?: ModelStatus };
  /** Models whose rows could not be read; the others are shown all the same. */
  readonly failures: { readonly [model in ModelName]?: Failure };
  /** Newest first. */
  readonly runs: readonly RunRecord[];
  readonly exitCode: ExitCode;
}

export type ReplayOutcome = ({ readonly outcome: "replayed" } & ModelReplay) | Failure;
export interface ReplayResult {
  readonly tenant: number;
  /** First and last replayed date, in milliseconds since 1970, UTC; absent where there is no label to replay. */
  readonly from: number | undefined;
  readonly to: number;
  readonly everyDays: number;
  /** Names of the policies, in the order asked for. */
  readonly policies: readonly string[];
  readonly models: { readonly [model in ModelName]?: ReplayOutcome };
  readonly exitCode: ExitCode;
}
