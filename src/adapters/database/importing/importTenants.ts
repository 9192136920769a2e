import type { ImportRow } from "../../../domain/importing/columns.js";
import type { TenantId } from "../../../domain/tenant.js";
import { NotFoundError } from "../../../errors.js";
import type { Database } from "../common/database.js";
import { Purpose } from "../guard/statement/purpose.js";

/**
 * Writes rows of `tenants`. It is the list of the tenants itself, so its rows are found by their id, not through a
 * tenant's scope.
 */
export function importTenants(database: Database, table: string, columnOf: (column: string) => string) {
  const { knex, dialect } = database;
  const id = columnOf("id");
  const active = columnOf("active");
  const query = (tenant: TenantId) => knex(table).queryContext(Purpose.ofTenant(tenant, { table, id, active }));
  const exists = async (tenant: TenantId): Promise<boolean> =>
    (await query(tenant).where(id, tenant).select<unknown[]>(id).limit(1)).length > 0;
  return {
    /** @throws NotFoundError if the database is not the embedded one, and does not know the tenant. */
    async ensure(tenant: TenantId): Promise<boolean> {
      if (await exists(tenant)) return false;
      if (dialect.kind !== "sqlite") {
        throw new NotFoundError(`there is no tenant ${String(tenant)} in ${table}`, {
          hint: "Nothing was imported. Import the tenant too, with --tenants <file>, or add it as the platform does.",
        });
      }
      const name = `Tenant ${String(tenant)}`;
      await query(tenant).insert({ [id]: tenant, [columnOf("name")]: name, [active]: true });
      return true;
    },
    async upsert(tenant: TenantId, rows: readonly ImportRow[]): Promise<{ added: number; changed: number }> {
      const last = rows.at(-1) ?? {};
      const values = Object.fromEntries(Object.entries(last).map(([column, value]) => [columnOf(column), value]));
      if (await exists(tenant)) {
        await query(tenant).where(id, tenant).update(values);
        return { added: 0, changed: 1 };
      }
      await query(tenant).insert({ ...values, [id]: tenant });
      return { added: 1, changed: 0 };
    },
  };
}
