import type { ImportRelation, ImportRow } from "../../domain/importing/columns.js";
import type { TenantId } from "../../domain/tenant.js";

/** Writes within the transaction of {@link ImportTarget.write}. */
export interface ImportWriter {
  /**
   * Columns of the relation, by the platform's names.
   * @throws ConfigurationError if there is no such relation, or it lacks a column of its key.
   */
  columnsOf(relation: ImportRelation): Promise<ReadonlySet<string>>;
  /**
   * Makes sure that the tenant exists: the embedded database is given a row for it. @returns true if one was added.
   * @throws NotFoundError if it is unknown to a database whose tenants are the platform's own business.
   */
  ensureTenant(tenant: TenantId): Promise<boolean>;
  /** Adds the tenant's rows, and changes those whose key is there already; the keys must be distinct. */
  upsert(
    tenant: TenantId,
    relation: ImportRelation,
    rows: readonly ImportRow[],
  ): Promise<{ readonly added: number; readonly changed: number }>;
}

/** Where `mltrain import` writes to. */
export interface ImportTarget {
  /** Runs `work` in one transaction: if it throws, nothing was written. */
  write<T>(work: (writer: ImportWriter) => Promise<T>): Promise<T>;
}
