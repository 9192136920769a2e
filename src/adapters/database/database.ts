import type { Knex } from "knex";
import type { TenantId } from "../../domain/tenant.js";
import type { Dialect } from "./dialect.js";

/** What the statements sent so far have cost; every statement of a scope is counted. */
export interface CostMeter {
  queries: number;
  rows: number;
  seconds: number;
  slowestSeconds: number;
}

/** An open database. Its Knex instance is used inside `adapters/database` and `adapters/migrations` alone. */
export interface Database {
  readonly knex: Knex;
  readonly dialect: Dialect;
  /** Cost of one tenant's statements. */
  costOf(tenant: TenantId): CostMeter;
  close(): Promise<void>;
}
