import type { Knex } from "knex";
import type { TenantId } from "../../domain/tenant.js";
import type { Database } from "./database.js";
import type { Dialect } from "./dialect.js";

/** A value that both databases can bind. */
export type Bindable = string | number | boolean | null;
export type NewRow = Readonly<Record<string, Bindable | Knex.Raw>>;
export type RawRow = Readonly<Record<string, unknown>>;

/**
 * The only door to tenant data: every query that comes out of it is already limited to one tenant, so that no read,
 * update or delete can forget its `where`; every inserted row is given the tenant's id; and every row that comes back
 * through {@link TenantScope.rows} has been compared with the tenant.
 *
 * Never add an `or` to a query of it: SQL's `or` would let other tenants' rows back in. Lint forbids it, and raw Knex
 * outside this folder.
 */
export interface TenantScope {
  readonly tenant: TenantId;
  readonly dialect: Dialect;
  /** A query of `table`, limited to the tenant: to select from, update or delete. */
  from(table: string): Knex.QueryBuilder;
  /** Runs a select of {@link TenantScope.from} whose columns include `tenant_id`. @throws IsolationError on a foreign row. */
  rows(query: Knex.QueryBuilder): Promise<RawRow[]>;
  /** As {@link TenantScope.rows}, one row at a time; only within {@link TenantScope.snapshot}. */
  stream(query: Knex.QueryBuilder): AsyncIterable<RawRow>;
  /** Inserts rows, each given the tenant's id. */
  insert(table: string, rows: readonly NewRow[]): Promise<void>;
  /**
   * Inserts one row, or, where the key columns meet an existing row of the tenant, changes that row as `merge` says.
   * `merge` may be empty: then the existing row is only locked. `onlyIf` limits which existing row is changed.
   * @returns true if a row was inserted or changed.
   */
  upsert(
    table: string,
    row: NewRow,
    key: readonly string[],
    merge: Readonly<Record<string, Bindable | Knex.Raw>>,
    onlyIf?: (query: Knex.QueryBuilder) => void,
  ): Promise<boolean>;
  /** An SQL fragment with bound values, for a column's new value or an order. */
  raw(sql: string, bindings?: readonly (Bindable | Knex.Raw)[]): Knex.Raw;
  /** Runs `work` in a transaction: all of it happens, or nothing. */
  transaction<T>(work: (scope: TenantScope) => Promise<T>): Promise<T>;
  /** Runs `work` on a read-only, repeatable snapshot, of the source database where there is one. */
  snapshot<T>(work: (scope: TenantScope) => Promise<T>): Promise<T>;
  /** Column names of a table or view; `undefined` if there is no such relation. Cached. */
  columnsOf(table: string): Promise<readonly string[] | undefined>;
}

export interface ScopeOptions {
  readonly statementTimeoutSeconds: number;
  /** A replica to take snapshots of. */
  readonly source?: Database;
}

export declare function tenantScope(database: Database, tenant: TenantId, options: ScopeOptions): TenantScope;
