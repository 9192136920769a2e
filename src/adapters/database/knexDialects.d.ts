/** Knex ships its dialects as classes without types; a subclass is how a driver of one's own is given to it. */
declare module "knex/lib/dialects/better-sqlite3/index.js" {
  import type { Knex } from "knex";

  const ClientBetterSQLite3: typeof Knex.Client;
  export default ClientBetterSQLite3;
}

declare module "knex/lib/dialects/sqlite3/execution/sqlite-transaction.js" {
  import type { Knex } from "knex";

  /** What is used of Knex's transaction on SQLite. */
  class TransactionSqlite {
    constructor(client: Knex.Client, container: unknown, config: unknown, outer: unknown);
    protected readonly readOnly?: boolean;
    protected query(connection: unknown, sql: string): Promise<unknown>;
    begin(connection: unknown): Promise<unknown>;
  }
  export default TransactionSqlite;
}

declare module "knex/lib/dialects/postgres/index.js" {
  import type { Knex } from "knex";

  const ClientPG: typeof Knex.Client;
  export default ClientPG;
}
