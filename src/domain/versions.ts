import type { ModelName } from "./models.js";
import type { Scores } from "./scores.js";

/** Why a version was deployed. */
export const DEPLOYMENT_CAUSES = ["train", "rollback", "pin"] as const;

export type DeploymentCause = (typeof DEPLOYMENT_CAUSES)[number];

/** The learners that a version can consist of. */
export const LEARNERS = ["baseline", "ridge", "lad", "logistic", "boosting", "ensemble"] as const;

export type LearnerName = (typeof LEARNERS)[number];

/** The record of a version without its artefact. Times are milliseconds since 1970, UTC. */
export interface Version {
  readonly model: ModelName;
  readonly version: number;
  readonly learner: LearnerName;
  /** SHA-256 of the artefact, in hexadecimal. */
  readonly artefactHash: string;
  readonly hyperparameters: Readonly<Record<string, string | number | boolean>>;
  /** Names of the features, in the order of the artefact's weights; hashed text is one entry. */
  readonly featureSchema: readonly string[];
  /** Scores on the holdout, before the refit on everything; undefined with too few rows for a holdout. */
  readonly holdout: Scores | undefined;
  /** Newest label time among the rows it was trained on. */
  readonly watermark: number;
  /** Rows it was trained on, the holdout included. */
  readonly rows: number;
  /** Hash of the rows, settings, seed and feature code that it came from. */
  readonly fingerprint: string;
  readonly seed: number;
  readonly codeVersion: string;
  readonly run: string;
  readonly trainedAt: number;
}

/** One entry of the append-only log of deployments. */
export interface Deployment {
  readonly model: ModelName;
  /** 1, 2, 3 … within the tenant's model. */
  readonly seq: number;
  readonly version: number;
  readonly cause: DeploymentCause;
  readonly reason: string | undefined;
  readonly actor: string;
  readonly run: string;
  readonly deployedAt: number;
  /** No version may replace it until it is unpinned. */
  readonly pinned: boolean;
}

/** The deployed version, with its deployment. */
export interface Champion {
  readonly version: Version;
  readonly deployment: Deployment;
}

/** A version that must never be deployed again. */
export interface Quarantine {
  readonly model: ModelName;
  readonly version: number;
  readonly reason: string;
  readonly actor: string;
  readonly run: string;
  readonly quarantinedAt: number;
}
