import type { Artefact } from "../domain/artefact.js";
import type { Attempt, AttemptOutcome } from "../domain/attempts.js";
import type { ImportRelation, ImportRow } from "../domain/importColumns.js";
import type { HandOver, JobClaim, JobResult } from "../domain/jobRing.js";
import type { ModelName } from "../domain/models.js";
import type { RunRecord } from "../domain/runs.js";
import type { VersionEvidence } from "../domain/scoredRows.js";
import type { Settings, TrainingSettings } from "../domain/settings.js";
import type { Tenant, TenantId } from "../domain/tenant.js";
import type { Champion, Deployment, Evaluation, Quarantine, Version } from "../domain/versions.js";
import type { Examples } from "../learning/examples.js";
import type { DatabaseInspector } from "./doctorPorts.js";
import type { ExampleSource } from "./sourcePorts.js";

/** What the program knows of time. */
export interface Clock {
  /** The wall clock: milliseconds since 1970, UTC. */
  now(): number;
}

/** One line of the log: fields are identifiers and numbers, never a label, a text or a person's name. */
export interface Log {
  debug(fields: Readonly<Record<string, unknown>>, message: string): void;
  info(fields: Readonly<Record<string, unknown>>, message: string): void;
  warn(fields: Readonly<Record<string, unknown>>, message: string): void;
  error(fields: Readonly<Record<string, unknown>>, message: string): void;
  /** A log that puts `fields` on every line. */
  with(fields: Readonly<Record<string, unknown>>): Log;
}

/** Hashes that only this tenant's data can be compared by. */
export interface Fingerprints {
  /** Keyed hash of each example's key, 16 hexadecimal digits: tells whether a version was trained on it. */
  ofKeys(model: ModelName, keys: readonly string[]): string[];
  /** Hash of everything that a training depends on. */
  ofTraining(model: ModelName, examples: Examples, settings: TrainingSettings & { readonly seed: number }): string;
}

/** A version about to be recorded; its number and hash are given by the registry. */
export interface NewVersion extends Omit<Version, "version" | "artefactHash"> {
  readonly artefact: Artefact;
  /** {@link Fingerprints.ofKeys} of the rows it was trained on. */
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
  findAsking(model: ModelName, version: number, asOf: number): Promise<Evaluation | undefined>;
  appendEvaluation(evaluation: Evaluation): Promise<void>;
  /** Newest first, without those of one outcome if that is asked for. */
  listAttempts(model: ModelName, asOf: number, limit: number, without?: AttemptOutcome): Promise<Attempt[]>;
  /** Records an attempt that promoted nothing. @throws TryLaterError if the lease was lost. */
  recordAttempt(attempt: NewAttempt, lease: Lease): Promise<void>;
}

/** The right of one run to work on the tenant's models, until it expires by the database's clock. */
export interface Lease {
  readonly holder: string;
  /** Grows with every acquisition: a stale holder is known by its token. */
  readonly token: number;
}

export interface LeaseStore {
  /** @throws TryLaterError if another run holds it. */
  acquire(holder: string, seconds: number): Promise<Lease>;
  /** @throws TryLaterError if it was lost. */
  renew(lease: Lease, seconds: number): Promise<void>;
  /** Does nothing if it was lost. */
  release(lease: Lease): Promise<void>;
}

/** The tenant's rows of `job_schedules`. */
export interface JobSchedule {
  /** Makes the `ML Training` row unless one exists, whatever its letter case; safe against itself. */
  ensure(): Promise<{ readonly created: boolean; readonly id: string }>;
  /**
   * Claims the row with one update that checks its status, or says why not. Other rows of this program that a dead run
   * left RUNNING are put right.
   */
  claim(lease: Lease, now: number, leaseSeconds: number): Promise<JobClaim>;
  /**
   * Puts rows of this program right that a dead run left RUNNING, for a run that does not come as that job.
   * @returns how many. @throws ConfigurationError where there is no such relation.
   */
  putRight(lease: Lease, now: number, leaseSeconds: number): Promise<number>;
  /** Hands over in one transaction that checks the lease's token. @throws TryLaterError if the lease was lost. */
  handOver(lease: Lease, jobId: string, result: JobResult, now: number): Promise<HandOver>;
}

/** The tenant's rows of `ml_runs`. */
export interface RunLog {
  start(run: RunRecord): Promise<void>;
  finish(run: RunRecord): Promise<void>;
  /** Newest first. */
  list(asOf: number, limit: number): Promise<RunRecord[]>;
}

/** What the run has cost the database so far. */
export interface DatabaseCost {
  readonly queries: number;
  readonly rows: number;
  readonly seconds: number;
  readonly slowestSeconds: number;
}

/** Everything that a run may touch of one tenant. */
export interface TenantWorkspace {
  readonly tenant: TenantId;
  readonly examples: ExampleSource;
  readonly fingerprints: Fingerprints;
  readonly registry: ModelRegistry;
  readonly leases: LeaseStore;
  readonly jobs: JobSchedule;
  readonly runs: RunLog;
  cost(): DatabaseCost;
}

/** The one exception to isolation: which tenants there are, and whether they are active. */
export interface TenantDirectory {
  find(tenant: TenantId): Promise<Tenant | undefined>;
  /** Ids of the active tenants, ascending. */
  listActive(): Promise<TenantId[]>;
}

/** One record of a file, on the line where it begins. */
export interface FileRow {
  readonly line: number;
  readonly cells: readonly string[];
}

export interface RowReader {
  /**
   * The records of a CSV file, the header first; lines without anything are left out.
   * @throws UsageError if it cannot be read; BadDataError, naming the line, if it is not UTF-8, CSV or gzip.
   */
  read(file: string): AsyncIterable<FileRow>;
}

/** Writes within the transaction of {@link ImportTarget.write}. */
export interface ImportWriter {
  /**
   * Columns of the relation, by the platform's names.
   * @throws ConfigurationError if there is no such relation, or it lacks a column of its key.
   */
  columnsOf(relation: ImportRelation): Promise<ReadonlySet<string>>;
  /**
   * Makes sure that the tenant exists: the embedded database is given a row for it. @returns true if one was added.
   * @throws NotFoundError if it is unknown to a database whose tenants are the platform's own business.
   */
  ensureTenant(tenant: TenantId): Promise<boolean>;
  /** Adds the tenant's rows, and changes those whose key is there already; the keys must be distinct. */
  upsert(
    tenant: TenantId,
    relation: ImportRelation,
    rows: readonly ImportRow[],
  ): Promise<{ readonly added: number; readonly changed: number }>;
}

/** Where `mltrain import` writes to. */
export interface ImportTarget {
  /** Runs `work` in one transaction: if it throws, nothing was written. */
  write<T>(work: (writer: ImportWriter) => Promise<T>): Promise<T>;
}

export interface Migrations {
  status(): Promise<{ readonly applied: readonly string[]; readonly pending: readonly string[] }>;
  /** @returns the names of the migrations that were applied now. */
  up(): Promise<readonly string[]>;
}

/**
 * Whether the database keeps tenants apart by itself: it does; it would not, and whoever runs the program accepts that;
 * it is the embedded one, which has no roles; or nobody asked, since the command touches no tenant's rows.
 */
export type Protection = "enforced" | "accepted" | "embedded" | "unchecked";

/** What a command works with: opened once per process, closed by whoever opened it. */
export interface Platform {
  readonly settings: Settings;
  readonly clock: Clock;
  readonly log: Log;
  readonly tenants: TenantDirectory;
  readonly migrations: Migrations;
  readonly protection: Protection;
  readonly inspector: DatabaseInspector;
  workspace(tenant: TenantId): TenantWorkspace;
  /** @throws TryLaterError if a database is busier than the settings allow. */
  assertNotLoaded(): Promise<void>;
  newRunId(): string;
  /** The settings of another config file. @throws ConfigurationError if it cannot be read. */
  loadSettings(file: string): Promise<Settings>;
  /** Who asked: the operating system's user. */
  readonly actor: string;
  readonly host: string;
  readonly codeVersion: string;
  /** Set once the process was asked to stop. */
  readonly signal: AbortSignal;
  /** Gives back what is not used any more; without effect on results. */
  freeMemory(): void;
  close(): Promise<void>;
}
