import type { ModelName } from "../domain/models.js";
import type { TenantId } from "../domain/tenant.js";

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

export interface RollbackInput {
  readonly tenant: TenantId;
  readonly models: readonly ModelName[];
  readonly asOf?: number;
  /** The version to go back to; absent: the previous good one. */
  readonly to?: number;
  readonly reason?: string;
  readonly dryRun: boolean;
}

export interface StatusInput {
  readonly tenant: TenantId;
  readonly models: readonly ModelName[];
  readonly asOf?: number;
  /** How many runs and evaluations to show. */
  readonly limit: number;
}
