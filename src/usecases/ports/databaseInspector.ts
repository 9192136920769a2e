import type { PostgresFacts } from "../../domain/doctor/facts.js";
import type { LeastPrivilegeFacts } from "../../domain/doctor/leastPrivilege.js";
import type { TenantId } from "../../domain/tenant.js";

/** Looks at what a database does by itself to keep tenants apart. A database without roles has nothing to show. */
export interface DatabaseInspector {
  /** Everything that `doctor` judges; the policies are tried out as the tenant, or as any. */
  inspect(tenant: TenantId | undefined): Promise<PostgresFacts | undefined>;
  /** What a role for mltrain is made for. */
  leastPrivilege(): Promise<LeastPrivilegeFacts | undefined>;
}
