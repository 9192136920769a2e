import type { Knex } from "knex";
import type { TenantId } from "../../../domain/tenant.js";
import { IsolationError } from "../../../errors.js";
import { charge, metered, stopwatch } from "../common/costMeter.js";
import type { CostMeter, Database } from "../common/database.js";
import type { Dialect } from "../common/dialect.js";
import { Purpose } from "../guard/statement/purpose.js";
import type { StatementSettings } from "../common/sessionSettings.js";
import { retried } from "../common/retry.js";
import { scopedQuery } from "./scopedQuery.js";
import type { Bindable, NewRow, RawRow } from "../common/rows.js";

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
  /** As {@link TenantScope.rows}, some rows at a time; only within {@link TenantScope.snapshot}. */
  stream(query: Knex.QueryBuilder): AsyncIterable<readonly RawRow[]>;
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
  /** The database's clock plus `plusSeconds`, as mltrain's time columns hold times: to store, or to compare with. */
  now(plusSeconds?: number): Knex.Raw;
  /** An SQL fragment with bound values, for a column's new value or an order. */
  raw(sql: string, bindings?: readonly (Bindable | Knex.Raw)[]): Knex.Raw;
  /** {@link Dialect.comparableTime} of a column, to compare with {@link Dialect.time} or to sort by. */
  comparableTime(column: string): Knex.Raw;
  /** {@link Dialect.byteOrder} of a column, to sort by. */
  byteOrder(column: string): Knex.Raw;
  /**
   * Runs `work` in a transaction: all of it happens, or nothing. Where the database gave it up for a reason that passes,
   * `work` is done again from its beginning.
   */
  transaction<T>(work: (scope: TenantScope) => Promise<T>): Promise<T>;
  /**
   * Runs `work` on a read-only, repeatable snapshot, of the source database where there is one; again as in
   * {@link TenantScope.transaction}.
   */
  snapshot<T>(work: (scope: TenantScope) => Promise<T>): Promise<T>;
  /** Column names of a table or view; `undefined` if there is no such relation. Cached. */
  columnsOf(table: string): Promise<readonly string[] | undefined>;
  /** {@link Dialect.longestText}. */
  longestText(table: string, column: string): Promise<number | undefined>;
}

export interface ScopeOptions {
  readonly statementTimeoutSeconds: number;
  /** A replica to take snapshots of. */
  readonly source?: Database;
}

/** Opens the door to one tenant's rows of a database. */
export function tenantScope(database: Database, tenant: TenantId, options: ScopeOptions): TenantScope {
  return new KnexScope(database.knex, database.dialect, database.costOf(tenant), tenant, options, new Map());
}

type ColumnCache = Map<string, readonly string[]>;

class KnexScope implements TenantScope {
  private readonly settings: StatementSettings;
  private readonly purpose: Purpose;

  constructor(
    private readonly knex: Knex,
    readonly dialect: Dialect,
    private readonly meter: CostMeter,
    readonly tenant: TenantId,
    private readonly options: ScopeOptions,
    private readonly columns: ColumnCache,
  ) {
    this.settings = { tenant, statementTimeoutSeconds: options.statementTimeoutSeconds };
    this.purpose = Purpose.ofTenant(tenant).withSettings(this.settings);
  }

  from(table: string): Knex.QueryBuilder {
    return this.own(scopedQuery(this.knex, table, this.tenant));
  }

  async rows(query: Knex.QueryBuilder): Promise<RawRow[]> {
    const isOneRead = this.knex.isTransaction !== true && query.toSQL().method === "select";
    const rows = await retried(
      async () => (await query) as RawRow[],
      (error) => isOneRead && this.dialect.isTransient(error),
    );
    for (const row of rows) this.assertOwn(row);
    return rows;
  }

  async *stream(query: Knex.QueryBuilder): AsyncGenerator<readonly RawRow[]> {
    if (this.knex.isTransaction !== true) throw new Error("stream() was called outside of snapshot()");
    let count = 0;
    let seconds = 0;
    let elapsed = stopwatch();
    try {
      for await (const rows of this.dialect.stream(this.knex as Knex.Transaction, query)) {
        seconds += elapsed();
        for (const row of rows) this.assertOwn(row);
        count += rows.length;
        yield rows;
        elapsed = stopwatch();
      }
    } finally {
      charge(this.meter, seconds, count);
    }
  }

  async insert(table: string, rows: readonly NewRow[]): Promise<void> {
    const own = rows.map((row) => this.withTenant(row));
    const columns = new Set(own.flatMap((row) => Object.keys(row))).size;
    const batch = this.dialect.insertableRows(columns);
    const insertAll = async (knex: Knex): Promise<void> => {
      for (let start = 0; start < own.length; start += batch) {
        const part = own.slice(start, start + batch);
        await this.own(knex(table).insert(part), part.length);
      }
    };
    await (own.length > batch ? this.knex.transaction(insertAll) : insertAll(this.knex));
  }

  async upsert(
    table: string,
    row: NewRow,
    key: readonly string[],
    merge: Readonly<Record<string, Bindable | Knex.Raw>>,
    onlyIf: (query: Knex.QueryBuilder) => void = () => undefined,
  ): Promise<boolean> {
    const query = this.knex(table)
      .insert(this.withTenant(row))
      .onConflict([...new Set(["tenant_id", ...key])])
      // Writing the tenant's id back changes nothing, and locks the row.
      .merge({ ...merge, tenant_id: this.tenant })
      .returning("tenant_id");
    onlyIf(query);
    return (await this.rows(this.own(query))).length > 0;
  }

  now(plusSeconds?: number): Knex.Raw {
    return this.dialect.now(this.knex, plusSeconds);
  }

  raw(sql: string, bindings: readonly (Bindable | Knex.Raw)[] = []): Knex.Raw {
    return this.knex.raw(sql, bindings as Knex.RawBinding[]);
  }

  comparableTime(column: string): Knex.Raw {
    return this.dialect.comparableTime(this.knex, column);
  }

  byteOrder(column: string): Knex.Raw {
    return this.dialect.byteOrder(this.knex, column);
  }

  transaction<T>(work: (scope: TenantScope) => Promise<T>): Promise<T> {
    // Once the work is done its commit is sent, and what was cut then may have been done.
    let done = false;
    const once = (): Promise<T> =>
      this.knex.transaction(async (trx) => {
        await this.dialect.beginTransaction(trx, this.settings);
        const result = await work(
          new KnexScope(trx, this.dialect, this.meter, this.tenant, this.options, this.columns),
        );
        done = true;
        return result;
      });
    return retried(once, (error) => !done && this.knex.isTransaction !== true && this.dialect.isTransient(error));
  }

  snapshot<T>(work: (scope: TenantScope) => Promise<T>): Promise<T> {
    const { source } = this.options;
    const knex = source?.knex ?? this.knex;
    const dialect = source?.dialect ?? this.dialect;
    const columns = source === undefined ? this.columns : new Map<string, readonly string[]>();
    const once = (): Promise<T> =>
      knex.transaction(async (trx) => {
        await dialect.beginSnapshot(trx, this.settings);
        return work(new KnexScope(trx, dialect, this.meter, this.tenant, this.options, columns));
      }, dialect.snapshotMode);
    return retried(once, (error) => this.knex.isTransaction !== true && dialect.isTransient(error));
  }

  async columnsOf(table: string): Promise<readonly string[] | undefined> {
    const known = this.columns.get(table);
    if (known !== undefined) return known;
    const elapsed = stopwatch();
    const found = await this.dialect.columnsOf(this.knex, table);
    charge(this.meter, elapsed(), found?.length ?? 0);
    if (found !== undefined) this.columns.set(table, found);
    return found;
  }

  async longestText(table: string, column: string): Promise<number | undefined> {
    const elapsed = stopwatch();
    const longest = await this.dialect.longestText(this.knex, table, column);
    charge(this.meter, elapsed(), 1);
    return longest;
  }

  /** Every statement of the scope goes through here: it is counted, and names its tenant to the database. */
  private own(query: Knex.QueryBuilder, rows?: number): Knex.QueryBuilder {
    return metered(query.queryContext(this.purpose), this.meter, rows);
  }

  private withTenant(row: NewRow): NewRow {
    if ("tenant_id" in row) this.assertOwn(row);
    return { ...row, tenant_id: this.tenant };
  }

  private assertOwn(row: RawRow): void {
    const seen = row["tenant_id"] as Bindable | undefined;
    if (seen !== undefined && seen !== null && Number(seen) === this.tenant) return;
    throw new IsolationError(
      seen === undefined
        ? `a row came without its tenant_id while tenant ${this.tenant} was worked on`
        : `a row of tenant ${String(seen)} was seen while tenant ${this.tenant} was worked on`,
      { hint: "Nothing of it was used. Check the view or table that the config file maps the relation to." },
    );
  }
}
