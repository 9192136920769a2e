import { leaseStore } from "../../../src/adapters/jobs/leaseStore.js";
import type { Database } from "../../../src/adapters/database/common/database.js";
import { TryLaterError } from "../../../src/errors.js";
import { scopeOf } from "../databases/scopes.js";

/** Returns whether the next run can acquire the lease, and releases it again. */
export async function leaseIsFree(database: Database): Promise<boolean> {
  const store = leaseStore(scopeOf(database));
  try {
    await store.release(await store.acquire("the next run", 60));
    return true;
  } catch (error) {
    if (error instanceof TryLaterError) return false;
    throw error;
  }
}

/** Expires the tenant's lease, whoever holds it. */
export async function endLease({ knex }: Database): Promise<void> {
  await knex("ml_leases").where({ tenant_id: 1 }).update({ expires_at: "1970-01-01T00:00:00.000Z" });
}

/** Lets another run acquire the tenant's lease. */
export async function takeLeaseOver(database: Database): Promise<void> {
  await endLease(database);
  await leaseStore(scopeOf(database)).acquire("another run", 60);
}
