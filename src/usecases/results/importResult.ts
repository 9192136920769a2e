import type { ImportRelation } from "../../domain/importing/columns.js";
import type { RefusedRow, RowProblem } from "../../domain/importing/rows.js";
import type { TenantId } from "../../domain/tenant.js";
import type { ExitCode } from "../../errors.js";

export interface ImportInput {
  /** Whose rows to take: one tenant's, or everybody's, as each row says. */
  readonly tenants: { readonly tenant: TenantId } | { readonly all: true };
  /** At most one file per relation. */
  readonly files: { readonly [relation in ImportRelation]?: string };
  /** Keep the good rows of files that have bad ones. */
  readonly skipBadRows: boolean;
}

/** What became of one file. */
export interface FileReport {
  readonly relation: ImportRelation;
  readonly file: string;
  /** Rows of the file, without the header. */
  readonly rows: number;
  /** Rows that the database did not have; 0 if the import was refused, as for `changed`. */
  readonly added: number;
  /** Rows whose key the database had. */
  readonly changed: number;
  readonly refused: number;
  readonly refusedBy: { readonly [problem in RowProblem]?: number };
  /** The first of the refused rows. */
  readonly refusedRows: readonly RefusedRow[];
  /** Rows whose key came earlier in the file: the last one was taken. */
  readonly repeatedKeys: number;
  /** Columns that were not written: not known, or not in the database's relation. */
  readonly ignoredColumns: readonly string[];
}

/** `refused`: rows were bad and not to be skipped, and the database is as it was. */
export interface ImportResult {
  readonly outcome: "imported" | "refused";
  readonly files: readonly FileReport[];
  /** Tenants that the embedded database was given a row for, because a file had rows of them. */
  readonly tenantsAdded: readonly TenantId[];
  readonly seconds: number;
  readonly exitCode: ExitCode;
}
