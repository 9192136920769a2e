import type { Knex } from "knex";
import type { MltrainError } from "../../../errors.js";
import type { StatementSettings } from "./sessionSettings.js";

/**
 * What differs between the databases. Everything else is one query text for both; each implementation is one file.
 */
export interface Dialect {
  readonly kind: "sqlite" | "postgres";
  /** The database's clock plus `seconds`, in the form that mltrain's time columns are stored in and compared by. */
  now(db: Knex, plusSeconds?: number): Knex.Raw;
  /** `column` as text that sorts by its UTF-8 bytes, whatever the database's collation. */
  byteOrder(db: Knex, column: string): Knex.Raw;
  /** The time column of a platform relation in a form that compares with {@link Dialect.time}, whatever its type. */
  comparableTime(db: Knex, column: string): Knex.Raw;
  /** A time (milliseconds since 1970, UTC) as a bound value for comparison with {@link Dialect.comparableTime}. */
  time(milliseconds: number): string | number;
  /** Column names of a table or view, as the database spells them; `undefined` if there is no such relation. */
  columnsOf(db: Knex, table: string): Promise<string[] | undefined>;
  /** How many characters a text in the column can have; `undefined` if any number. */
  longestText(db: Knex, table: string, column: string): Promise<number | undefined>;
  /** Rows of a query, some at a time, never all in memory, read within `db` (a transaction). */
  stream(db: Knex.Transaction, query: Knex.QueryBuilder): AsyncIterable<readonly Readonly<Record<string, unknown>>[]>;
  /** How a transaction that is a snapshot is begun. */
  readonly snapshotMode: Knex.TransactionConfig;
  /** Makes the transaction a read-only, repeatable snapshot in UTC: of the tenant's rows, with a statement timeout. */
  beginSnapshot(trx: Knex.Transaction, settings: StatementSettings): Promise<void>;
  /** Says whose rows a writing transaction may touch, and how long each statement may take or wait for a lock. */
  beginTransaction(trx: Knex.Transaction, settings: StatementSettings): Promise<void>;
  /** Lets one transaction at a time go on from here, until it ends. */
  lockMigrations(trx: Knex.Transaction): Promise<void>;
  /** Most rows of so many columns that one insert can hold. */
  insertableRows(columns: number): number;
  /** The driver's error as one that the user can act on; `undefined` if it is not about the database's state. */
  explain(error: unknown): MltrainError | undefined;
  /** Whether a statement failed for a reason that soon passes, so that the same transaction may succeed as a whole. */
  isTransient(error: unknown): boolean;
  /** Whether a statement failed because a row with that key is there already. */
  isUniqueViolation(error: unknown): boolean;
  /** Whether a statement failed because a relation that it names is not there. */
  isMissingRelation(error: unknown): boolean;
}
