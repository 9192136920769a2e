import type { Knex } from "knex";
import type { TenantId } from "../../../domain/tenant.js";
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

/** Makes an open Knex instance, with what differs between the databases, the database that everything else uses. */
export function databaseOf(knex: Knex, dialect: Dialect): Database {
  const meters = new Map<TenantId, CostMeter>();
  return {
    knex,
    dialect,
    costOf(tenant) {
      const meter = meters.get(tenant) ?? { queries: 0, rows: 0, seconds: 0, slowestSeconds: 0 };
      meters.set(tenant, meter);
      return meter;
    },
    close: () => knex.destroy(),
  };
}
