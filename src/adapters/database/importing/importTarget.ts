import {
  IMPORT_COLUMNS,
  KEY_COLUMNS,
  TENANT_COLUMN,
  type ImportRelation,
  type ImportRow,
} from "../../../domain/importing/columns.js";
import type { Settings } from "../../../domain/settings.js";
import { BadDataError, ConfigurationError } from "../../../errors.js";
import type { ImportTarget, ImportWriter } from "../../../usecases/ports/importTarget.js";
import type { Database } from "../common/database.js";
import { codeOf, messageOf } from "../common/driverErrors.js";
import { importTenants } from "./importTenants.js";
import { tenantScope, type ScopeOptions, type TenantScope } from "../scope/tenantScope.js";
import type { RawRow } from "../common/rows.js";

/**
 * Writes imported rows to the platform's relations, under the names that the settings map them to.
 *
 * A row whose key is there already is found and changed, rather than left to `on conflict`: the platform's relations
 * need not have a unique constraint on these keys.
 */
export function importTarget(
  database: Database,
  relations: Settings["relations"],
  options: ScopeOptions,
): ImportTarget {
  return {
    async write(work) {
      try {
        return await database.knex.transaction(async (trx) => {
          // Of no tenant: the statements of each tenant's scope bring their own.
          await database.dialect.beginTransaction(trx, { statementTimeoutSeconds: options.statementTimeoutSeconds });
          return work(importWriter({ ...database, knex: trx }, relations, options));
        });
      } catch (error) {
        throw explain(database, error);
      }
    },
  };
}

function importWriter(database: Database, relations: Settings["relations"], options: ScopeOptions): ImportWriter {
  const tableOf = (relation: ImportRelation): string => relations[relation]?.table ?? relation;
  const columnOf = (relation: ImportRelation, column: string): string =>
    relations[relation]?.columns?.[column] ?? column;
  const tenants = importTenants(database, tableOf("tenants"), (column) => columnOf("tenants", column));
  return {
    async columnsOf(relation) {
      const present = await database.dialect.columnsOf(database.knex, tableOf(relation));
      return availableColumns(relation, tableOf(relation), new Set(present), (column) => columnOf(relation, column));
    },
    ensureTenant: (tenant) => tenants.ensure(tenant),
    async upsert(tenant, relation, rows) {
      if (relation === "tenants") return tenants.upsert(tenant, rows);
      const scope = tenantScope(database, tenant, options);
      const rename = (row: ImportRow): ImportRow =>
        Object.fromEntries(Object.entries(row).map(([column, value]) => [columnOf(relation, column), value]));
      const key = KEY_COLUMNS[relation].map((column) => columnOf(relation, column));
      return upsertRows(scope, tableOf(relation), key, rows.map(rename));
    },
  };
}

function availableColumns(
  relation: ImportRelation,
  table: string,
  present: ReadonlySet<string>,
  columnOf: (column: string) => string,
): ReadonlySet<string> {
  const key = [TENANT_COLUMN[relation], ...KEY_COLUMNS[relation]];
  const missing = key.map(columnOf).find((column) => !present.has(column));
  if (missing !== undefined) {
    const what = present.size === 0 ? "there is no such relation" : `it has no column ${missing}`;
    throw new ConfigurationError(`${relation} cannot be imported into ${table}: ${what}`, {
      hint: "On SQLite run `mltrain migrate`; elsewhere map the relation's name and columns in the config file.",
    });
  }
  return new Set(Object.keys(IMPORT_COLUMNS[relation]).filter((column) => present.has(columnOf(column))));
}

async function upsertRows(
  scope: TenantScope,
  table: string,
  key: readonly string[],
  rows: readonly ImportRow[],
): Promise<{ readonly added: number; readonly changed: number }> {
  const existing = await existingKeys(scope, table, key, rows);
  const isThere = (row: ImportRow): boolean => existing.has(keyText(key, row));
  const newRows = rows.filter((row) => !isThere(row));
  if (newRows.length > 0) await scope.insert(table, newRows);
  const old = rows.filter(isThere);
  for (const row of old) {
    await scope
      .from(table)
      .where(Object.fromEntries(key.map((column) => [column, row[column]])))
      .update(Object.fromEntries(Object.entries(row).filter(([column]) => !key.includes(column))));
  }
  return { added: newRows.length, changed: old.length };
}

/** Keys of the rows that are there; those that share the last part of the key only are read along with them. */
async function existingKeys(
  scope: TenantScope,
  table: string,
  key: readonly string[],
  rows: readonly ImportRow[],
): Promise<ReadonlySet<string>> {
  const last = key.at(-1) ?? "";
  const found = await scope.rows(
    scope
      .from(table)
      .whereIn(last, [...new Set(rows.map((row) => row[last] ?? null))])
      .select("tenant_id", ...key),
  );
  return new Set(found.map((row) => keyText(key, row)));
}

function keyText(key: readonly string[], row: RawRow): string {
  return key.map((column) => String(row[column])).join("#");
}

/** What the database says of rows that it will not hold: wrong type, out of range, not null, not unique. */
function explain(database: Database, error: unknown): unknown {
  const explained = database.dialect.explain(error);
  if (explained !== undefined) return explained;
  const code = codeOf(error);
  if (!/^(22|23)...$|^SQLITE_(CONSTRAINT|MISMATCH|TOOBIG)/.test(code)) return error;
  // Knex puts the statement, without its values, before what the driver said.
  const message = messageOf(error);
  const said = message.slice(message.indexOf(" - ") + 3);
  return new BadDataError(`the database refuses a row (${code}): ${said.slice(0, 300)}`, {
    hint: "Nothing was imported. The relation's types and constraints must allow what the files hold.",
    cause: error,
  });
}
