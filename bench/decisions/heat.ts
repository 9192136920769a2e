import type { ModelName } from "../../src/domain/models.js";
import type { Lease } from "../../src/usecases/ports/tenant/leaseStore.js";

/** One race: what both processes train, and the lease that both hold. */
export interface Heat {
  readonly tenant: number;
  readonly lease: Lease;
}

/** The outcome for one of the two. */
export interface Finish {
  readonly run: string;
  readonly outcome: string;
  readonly exitCode: number;
  readonly version?: number;
}

export const RACED_MODEL: ModelName = "lead_time";
