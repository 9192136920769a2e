import type { Tenant, TenantId } from "../../domain/tenant.js";

/** The one exception to isolation: which tenants there are, and whether they are active. */
export interface TenantDirectory {
  find(tenant: TenantId): Promise<Tenant | undefined>;
  /** Ids of the active tenants, ascending. */
  listActive(): Promise<TenantId[]>;
}
