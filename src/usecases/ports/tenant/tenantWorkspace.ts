import type { TenantId } from "../../../domain/tenant.js";
import type { ExampleSource } from "./exampleSource.js";
import type { Fingerprints } from "./fingerprints.js";
import type { ModelRegistry } from "./modelRegistry.js";
import type { LeaseStore } from "./leaseStore.js";
import type { JobSchedule } from "./jobSchedule.js";
import type { RunLog } from "./runLog.js";

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
