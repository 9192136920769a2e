import type { Contribution, ScoreScale } from "../../domain/explaining/explanation.js";
import type { ExampleRead } from "../../domain/examples/exampleRead.js";
import type { LearnerName } from "../../domain/versions.js";
import type { CommandResult, Failure, TenantResult } from "./commandResult.js";

/** Where the true value is expected to lie in a share of cases, the coverage. */
export interface PredictionInterval {
  readonly low: number;
  readonly high: number;
  readonly coverage: number;
}

/** What a version says of one row. */
export interface Prediction {
  /** Of a work item its key, of a pull request `<repository_id>#<number>`. */
  readonly key: string;
  /** Creation of the row, which it is predicted as at: milliseconds since 1970, UTC. */
  readonly predictedAt: number;
  /** Points, days, or the probability of rework. */
  readonly prediction: number;
  readonly interval?: PredictionInterval;
  /** The weightiest first; none of a naive prediction. */
  readonly reasons: readonly Contribution[];
}

/** The predictions of one model. */
export interface ModelPredicted {
  readonly outcome: "predicted";
  readonly version: number;
  readonly name: string;
  readonly learner: LearnerName;
  /** The scale that the weights of reasons are on. */
  readonly scale: ScoreScale;
  /** Classifiers say yes from this probability on; null for regressions. */
  readonly decisionThreshold: number | null;
  /** Newest creation first, then by key. */
  readonly predictions: readonly Prediction[];
  /** Rows left out, by reason. */
  readonly dropped: ExampleRead["dropped"];
  /** True if older rows were left out, because there are more than `maxTrainingRows`. */
  readonly truncated: boolean;
}

export type PredictOutcome = ModelPredicted | Failure;

export interface PredictTenantResult extends TenantResult<PredictOutcome> {
  /** Keys that were asked for and that no model found a row for. */
  readonly unknownKeys?: readonly string[];
}

export interface PredictResult extends CommandResult<PredictOutcome> {
  readonly tenants: readonly PredictTenantResult[];
}
