import { MODELS, type ModelName, type RelationName, type Thresholds } from "./models.js";
import type { TenantId } from "./tenant.js";
import type { WorkWindow } from "./workWindow.js";

/**
 * Where a number came from: the default, the config file's `models`, or its section for the tenant; `rows`: a share of
 * the rows that the champion knows, where that is more than any of them.
 */
export type Origin = "default" | "file" | "tenant" | "rows";

/** A number that decides something, with where it came from, so that every decision can say so. */
export interface Setting {
  readonly value: number;
  readonly origin: Origin;
}

/** The thresholds of one tenant's model, each with its origin. */
export type ThresholdSettings = { readonly [name in keyof Thresholds]: Setting };

/** How decisions are made; see docs/decisions/0030-guarded-policy-uses-one-sided-bounds.md. */
export const POLICIES = ["guarded", "classic"] as const;
export type Policy = (typeof POLICIES)[number];

/** Which learners a training chooses between: all, or those that add up weighted columns (and naive). */
export const LEARNER_SETS = ["all", "linear"] as const;
export type LearnerSet = (typeof LEARNER_SETS)[number];

/** Another name for a relation of the platform, and for columns of it. */
export interface RelationMapping {
  /** The table or view, with its schema if it has one: `analytics.issues`. */
  readonly table?: string | undefined;
  /** Column name that mltrain knows → column of the table. */
  readonly columns?: Readonly<Record<string, string>> | undefined;
}

/** Settings of one model beside its thresholds. */
export interface ModelOptions {
  /** Evaluate cohorts of items created at least so many days ago, instead of weighting by delay; absent: off. */
  readonly maturityDays?: number | undefined;
  /** The share of intervals that are to hold their label; regressions only. */
  readonly intervalCoverage?: number | undefined;
  /** How many false alarms cost as much as one that is missed; the classifier only. */
  readonly costRatio?: number | undefined;
}

/** Settings that what is trained depends on, beside the seed. */
export interface TrainingSettings {
  /** The share of intervals that are to hold their label, from 0.5 to 0.99. */
  readonly intervalCoverage: number;
  /** How many false alarms cost as much as one that is missed; undefined: the threshold is that of best F1. */
  readonly costRatio: number | undefined;
  /** What is chosen between; fewer learners take less time. */
  readonly learners: LearnerSet;
}

export const DEFAULT_TRAINING_SETTINGS: TrainingSettings = {
  intervalCoverage: 0.8,
  costRatio: undefined,
  learners: "all",
};

export type PartialThresholds = { readonly [name in keyof Thresholds]?: Thresholds[name] | undefined };
export type ModelOverrides = { readonly [model in ModelName]?: (PartialThresholds & ModelOptions) | undefined };

/** How busy a Postgres server may be for a run to begin. */
export interface LoadGuard {
  /** Sessions of others that are at work. */
  readonly maximumActiveSessions?: number | undefined;
  /** How far a replica may lie behind. */
  readonly maximumReplicationLagSeconds?: number | undefined;
}

/** What a config file can say, validated; absent means the default. */
export interface Settings {
  /** Database URL or path of the SQLite file; the flag and the environment win over it. */
  readonly database?: string | undefined;
  /** A replica to read the platform's relations from. */
  readonly sourceDatabase?: string | undefined;
  readonly relations: { readonly [name in RelationName]?: RelationMapping | undefined };
  readonly models: ModelOverrides;
  readonly tenants: Readonly<Record<string, { readonly models?: ModelOverrides | undefined }>>;
  readonly policy: Policy;
  /** What a training chooses between; fewer learners take less time. */
  readonly learners: LearnerSet;
  /** Work on a Postgres database that does not keep tenants apart by itself. */
  readonly allowUnprotected: boolean;
  /** Seed of every random choice. */
  readonly seed: number;
  /** At most so many examples are read per model, newest first. */
  readonly maxTrainingRows: number;
  /** How long a run may work on a tenant without renewing its lease. */
  readonly leaseSeconds: number;
  /** No query may take longer; see docs/decisions/0054-stopped-process-ends-within-ten-seconds.md. */
  readonly statementTimeoutSeconds: number;
  /** After so many seconds no further model or tenant is begun; absent: no end. */
  readonly maxSeconds?: number | undefined;
  /** When work may be begun; absent: always. */
  readonly window?: WorkWindow | undefined;
  readonly loadGuard: LoadGuard;
  /** Whether people (assignees, authors) are kept and shown by their names, or as hashes. */
  readonly readableNames: boolean;
}

export const DEFAULT_SETTINGS: Settings = {
  relations: {},
  models: {},
  tenants: {},
  policy: "guarded",
  learners: "all",
  allowUnprotected: false,
  seed: 1,
  maxTrainingRows: 200_000,
  leaseSeconds: 900,
  statementTimeoutSeconds: 300,
  loadGuard: {},
  readableNames: false,
};

/** The thresholds of one tenant's model: the tenant's section wins over the file's, and that over the default. */
export function thresholdsFor(settings: Settings, tenant: TenantId, model: ModelName): ThresholdSettings {
  const ofTenant = settings.tenants[String(tenant)]?.models?.[model];
  const ofFile = settings.models[model];
  const pick = (name: keyof Thresholds): Setting => {
    const tenantValue = ofTenant?.[name];
    if (tenantValue !== undefined) return { value: tenantValue, origin: "tenant" };
    const fileValue = ofFile?.[name];
    if (fileValue !== undefined) return { value: fileValue, origin: "file" };
    return { value: MODELS[model].thresholds[name], origin: "default" };
  };
  return {
    minimumScore: pick("minimumScore"),
    minimumNewLabels: pick("minimumNewLabels"),
    maximumAgeDays: pick("maximumAgeDays"),
  };
}

/** What trainings of one tenant's model depend on: the tenant's section wins over the file's, and that over the default. */
export function trainingSettingsFor(settings: Settings, tenant: TenantId, model: ModelName): TrainingSettings {
  const ofTenant = settings.tenants[String(tenant)]?.models?.[model];
  const ofFile = settings.models[model];
  const { intervalCoverage, costRatio } = DEFAULT_TRAINING_SETTINGS;
  return {
    intervalCoverage: ofTenant?.intervalCoverage ?? ofFile?.intervalCoverage ?? intervalCoverage,
    costRatio: ofTenant?.costRatio ?? ofFile?.costRatio ?? costRatio,
    learners: settings.learners,
  };
}

/** Days after which a cohort of items counts as mature; undefined: cohorts are not looked at. */
export function maturityFor(settings: Settings, tenant: TenantId, model: ModelName): number | undefined {
  return settings.tenants[String(tenant)]?.models?.[model]?.maturityDays ?? settings.models[model]?.maturityDays;
}
