import type { ModelName } from "../../domain/models.js";
import type { Settings } from "../../domain/settings.js";
import type { TenantId } from "../../domain/tenant.js";

/** Which tenants a command is for: one, or this process's share of all active ones. */
export type TenantSelection =
  | { readonly tenant: TenantId }
  | {
      readonly all: true;
      /** Tenants are dealt out by position in the ascending list: every `count`-th, beginning with `index` (0-based). */
      readonly shard: { readonly index: number; readonly count: number };
      /** Tenants worked on at the same time. */
      readonly concurrency: number;
    };

/** What every command is asked for. */
export interface CommandInput {
  readonly tenants: TenantSelection;
  /** In the order of MODEL_NAMES. */
  readonly models: readonly ModelName[];
  /** Work as if it were then, in milliseconds since 1970, UTC; absent: now. */
  readonly asOf?: number;
}

export interface TrainInput extends CommandInput {
  /** Train every model asked for, whether or not it needs it. */
  readonly force: boolean;
  /** Decide, train and score, but record nothing. */
  readonly dryRun: boolean;
}

export interface EvaluateInput extends CommandInput {
  /** Put the replaced version back where the champion is shown to be worse. */
  readonly autoRollback: boolean;
}

export interface PredictInput {
  readonly tenant: TenantId;
  readonly models: readonly ModelName[];
  readonly asOf?: number;
  /** Predict these rows, open or not; absent: all that are open. */
  readonly keys?: readonly string[];
}

/** A policy to replay: one of ours under the settings, or as a config file has it. */
export interface ReplayPolicy {
  readonly name: string;
  readonly settings: Settings;
}

export interface ReplayInput {
  readonly tenant: TenantId;
  readonly models: readonly ModelName[];
  readonly policies: readonly ReplayPolicy[];
  /** First replayed date; absent: when the first label became known. Milliseconds since 1970, UTC. */
  readonly from?: number;
  /** Last replayed date; absent: now. No later label is seen. */
  readonly to?: number;
  readonly everyDays: number;
}

export interface RollbackInput {
  readonly tenant: TenantId;
  readonly models: readonly ModelName[];
  readonly asOf?: number;
  /** The version to go back to; absent: the previous good one. */
  readonly to?: number;
  readonly reason?: string;
  /** `pin`: nothing may take the version's place until `unpin`. */
  readonly pin?: "pin" | "unpin";
  readonly dryRun: boolean;
}

export interface StatusInput {
  readonly tenant: TenantId;
  readonly models: readonly ModelName[];
  readonly asOf?: number;
  /** Asks what served then: milliseconds since 1970, UTC. */
  readonly at?: number;
  /** How many runs and evaluations to show. */
  readonly limit: number;
}

export interface CardInput {
  readonly tenant: TenantId;
  readonly model: ModelName;
  readonly version: number;
  readonly asOf?: number;
  /** How many evaluations to show. */
  readonly limit: number;
}
