import type { Database } from "../../src/adapters/database/database.js";
import { tenantScope, type TenantScope } from "../../src/adapters/database/tenantScope.js";
import { parseTenantId } from "../../src/domain/tenant.js";

/** The door to one tenant's rows. */
export function scopeOf(database: Database, tenant = 1): TenantScope {
  return tenantScope(database, parseTenantId(String(tenant)), { statementTimeoutSeconds: 30 });
}
