import type { Database } from "../../../src/adapters/database/common/database.js";
import type { TestDatabase } from "./databases.js";
import { tenantScope, type TenantScope } from "../../../src/adapters/database/scope/tenantScope.js";
import { parseTenantId } from "../../../src/domain/tenant.js";

/** The door to one tenant's rows, as mltrain's role. */
export function scopeOf(database: Database | TestDatabase, tenant = 1): TenantScope {
  return tenantScope("asRole" in database ? database.asRole : database, parseTenantId(String(tenant)), {
    statementTimeoutSeconds: 30,
  });
}
