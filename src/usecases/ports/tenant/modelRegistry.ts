import type { Artefact } from "../../../domain/artefact.js";
import type { Attempt, AttemptOutcome } from "../../../domain/retraining/attempts.js";
import type { ModelName } from "../../../domain/models.js";
import type { VersionEvidence } from "../../../domain/scoring/scoredRows.js";
import type { Champion, Deployment, Quarantine, Version } from "../../../domain/versions.js";
import type { Evaluation } from "../../../domain/evaluation.js";
import type { Lease } from "./leaseStore.js";

/** A version about to be recorded; its number and hash are given by the registry. */
export interface NewVersion extends Omit<Version, "version" | "artefactHash"> {
  readonly artefact: Artefact;
  /** `Fingerprints.ofKeys` of the rows it was trained on. */
  readonly trainedKeys: readonly string[];
  readonly evidence: VersionEvidence;
}

/** An attempt about to be recorded; its seq is given by the registry. */
export type NewAttempt = Omit<Attempt, "seq">;

/** A version about to serve. */
export interface Promotion {
  readonly version: NewVersion;
  readonly deployment: Omit<NewDeployment, "version">;
  readonly attempt: NewAttempt;
}

/** What is said of a deployment when it is made; its seq follows from the deployment it replaces. */
export interface NewDeployment extends Omit<Deployment, "seq" | "pinned"> {
  /** Absent: not pinned. */
  readonly pinned?: boolean;
  /** The newest deployment that was seen when this one was decided: compare-and-set. */
  readonly replaces: Deployment | undefined;
  /** Put into quarantine in the same transaction. */
  readonly quarantine?: Omit<Quarantine, "model" | "run" | "quarantinedAt">;
}

/** The tenant's versions, what served when, and what was found of them. `asOf` hides everything later. */
export interface ModelRegistry {
  findChampion(model: ModelName, asOf: number): Promise<Champion | undefined>;
  findVersion(model: ModelName, version: number, asOf: number): Promise<Version | undefined>;
  /** Oldest first. */
  listVersions(model: ModelName, asOf: number): Promise<Version[]>;
  /** Oldest first. */
  listDeployments(model: ModelName, asOf: number): Promise<Deployment[]>;
  listQuarantine(model: ModelName, asOf: number): Promise<Quarantine[]>;
  /** Oldest first; at most the newest `limit`; of one version if that is asked for. */
  listEvaluations(model: ModelName, asOf: number, limit: number, version?: number): Promise<Evaluation[]>;
  /** @throws ArtefactError if it is missing, does not match its hash, or has a format that this program does not know. */
  loadArtefact(model: ModelName, version: number): Promise<Artefact>;
  /** Keyed hashes of the rows that the version was trained on. */
  trainedKeys(model: ModelName, version: number): Promise<ReadonlySet<string>>;
  /** What the version's later scores are held against; empty for a version that kept none. */
  loadEvidence(model: ModelName, version: number): Promise<VersionEvidence>;
  /** The hash that the artefact would be recorded under. */
  hashOf(artefact: Artefact): string;
  /**
   * Records a version with its attempt, and makes it serve, in one transaction that checks the lease's token.
   * @throws TryLaterError if another run deployed meanwhile, or the lease was lost: nothing is recorded.
   */
  promote(promotion: Promotion, lease: Lease): Promise<Champion>;
  /** Makes an existing version serve. @throws TryLaterError as {@link promote}. */
  deploy(deployment: NewDeployment, lease: Lease): Promise<Deployment>;
  /** The newest evaluation of the version at which it was asked whether it has got worse. */
  findSequentialTest(model: ModelName, version: number, asOf: number): Promise<Evaluation | undefined>;
  appendEvaluation(evaluation: Evaluation): Promise<void>;
  /** Newest first, without those of one outcome if that is asked for. */
  listAttempts(model: ModelName, asOf: number, limit: number, without?: AttemptOutcome): Promise<Attempt[]>;
  /** Records an attempt that promoted nothing. @throws TryLaterError if the lease was lost. */
  recordAttempt(attempt: NewAttempt, lease: Lease): Promise<void>;
}
