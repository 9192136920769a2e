import type { RelationMapping } from "../../../domain/settings.js";
import { parseTenantId, type Tenant } from "../../../domain/tenant.js";
import { ConfigurationError, UsageError } from "../../../errors.js";
import type { TenantDirectory } from "../../../usecases/ports/tenantDirectory.js";
import { decodeBoolean, decodeText } from "../../decoding/decodeValues.js";
import type { Database } from "../common/database.js";
import { Purpose } from "../guard/statement/purpose.js";
import type { RawRow } from "../common/rows.js";

/**
 * Reads which tenants there are. It is the one exception to the tenant scope, and reads the two columns of the
 * `tenants` relation alone: id and active. Where the relation has no such column, or it is null, a tenant is active.
 *
 * Ids that mltrain cannot work for (0, negative, text) are passed over: `--tenant` refuses them too.
 */
export function tenantDirectory(database: Database, mapping: RelationMapping | undefined): TenantDirectory {
  const { knex, dialect } = database;
  const table = mapping?.table ?? "tenants";
  const id = mapping?.columns?.id ?? "id";
  const active = mapping?.columns?.active ?? "active";

  const select = async (tenant?: number): Promise<Tenant[]> => {
    const columns = await dialect.columnsOf(knex, table);
    if (columns?.includes(id) !== true) throw missing(table, columns === undefined ? undefined : id);
    const query = knex(table)
      .queryContext(Purpose.ofTenantList({ table, id, active }))
      .select<RawRow[]>(columns.includes(active) ? [id, active] : [id]);
    // As a number and as text: SQLite compares a column that has no declared type with its own kind alone.
    const rows = await (tenant === undefined ? query : query.whereIn(id, [tenant, String(tenant)]));
    return rows.flatMap((row) => toTenant(row[id], row[active]));
  };
  return {
    find: async (tenant) => (await select(tenant))[0],
    async listActive() {
      const tenants = (await select()).filter((tenant) => tenant.active);
      return tenants.map((tenant) => tenant.id).sort((a, b) => a - b);
    },
  };
}

function toTenant(id: unknown, active: unknown): Tenant[] {
  try {
    return [{ id: parseTenantId(decodeText(id) ?? ""), active: decodeBoolean(active) ?? true }];
  } catch (error) {
    if (error instanceof UsageError) return [];
    throw error;
  }
}

function missing(table: string, column: string | undefined): ConfigurationError {
  const what = column === undefined ? "there is no such relation" : `it has no column ${column}`;
  return new ConfigurationError(`the list of tenants cannot be read from ${table}: ${what}`, {
    hint: "On SQLite run `mltrain migrate`; elsewhere map the relation in the config file (relations.tenants).",
  });
}
