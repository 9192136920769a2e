/** Knex ships its dialects as classes without types; a subclass is how a driver of one's own is given to it. */
declare module "knex/lib/dialects/better-sqlite3/index.js" {
  import type { Knex } from "knex";

  export interface SqliteStatement {
    readonly sql: string;
    readonly bindings?: readonly unknown[];
    readonly queryContext?: unknown;
    readonly response?: unknown;
  }

  class ClientBetterSQLite3 extends Knex.Client {
    config: object;
    _query(connection: unknown, statement: SqliteStatement): Promise<SqliteStatement>;
    _stream(connection: unknown, statement: SqliteStatement, stream: unknown, options: unknown): Promise<unknown>;
    _formatBindings(bindings: readonly unknown[] | undefined): unknown[];
  }
  export default ClientBetterSQLite3;
}

declare module "knex/lib/dialects/sqlite3/execution/sqlite-transaction.js" {
  import type { Knex } from "knex";

  /** What is used of Knex's transaction on SQLite. */
  class TransactionSqlite {
    constructor(client: Knex.Client, container: unknown, config: unknown, outer: unknown);
    protected readonly readOnly?: boolean;
    protected readonly outerTx: unknown;
    protected query(connection: unknown, sql: string): Promise<unknown>;
    begin(connection: unknown): Promise<unknown>;
    _onAcquire(work: unknown, connection: unknown): Promise<unknown>;
  }
  export default TransactionSqlite;
}

declare module "knex/lib/dialects/postgres/index.js" {
  import type { Knex } from "knex";

  export interface PostgresStatement {
    readonly sql: string;
    readonly bindings?: readonly unknown[];
    /** What the builder was given by `queryContext`. */
    readonly queryContext?: unknown;
    readonly response?: unknown;
  }

  class ClientPG extends Knex.Client {
    config: object;
    _query(connection: unknown, statement: PostgresStatement): Promise<PostgresStatement>;
    _stream(connection: unknown, statement: PostgresStatement, stream: unknown, options: unknown): Promise<unknown>;
  }
  export default ClientPG;
}
