import type { Hold, Reason } from "../../domain/retraining/assessment.js";
import type { Finding } from "../../domain/dataChecks/findings.js";
import type { Comparison, PromotionDecision } from "../../domain/promotion/promotion.js";
import type { Scores } from "../../domain/scores.js";
import type { LearnerName } from "../../domain/versions.js";
import type { Failure, CommandResult } from "./commandResult.js";

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
  readonly baselineReason?: string;
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
  | { readonly outcome: "kept"; readonly reasons: readonly Reason[]; readonly hold?: Hold }
  /** It gave, or could only give, what serves already: no version was made. */
  | {
      readonly outcome: "unchanged";
      readonly reasons: readonly Reason[];
      readonly reason: "same-data" | "same-artefact";
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
      readonly reason: Extract<PromotionDecision, { verdict: "refuse" }>["reason"];
      readonly comparison: Comparison;
      readonly findings: readonly Finding[];
      readonly report: TrainingReport;
    }
  /** Trained, but the result equals a version that must not serve again. */
  | {
      readonly outcome: "refused";
      readonly reasons: readonly Reason[];
      readonly reason: "quarantined";
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

export type TrainResult = CommandResult<TrainOutcome> & { readonly dryRun: boolean };
