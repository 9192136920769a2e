import { TryLaterError } from "../../errors.js";
import type { Lease } from "../../usecases/ports/tenant/leaseStore.js";
import type { TenantScope } from "../database/scope/tenantScope.js";
import { timeCell } from "../decoding/cells.js";

export const LEASES = "ml_leases";

/**
 * Expiry of a lease that nobody holds. Not the present time: a transaction's clock may stand still at its start, and to
 * one that began a moment earlier the lease would still be held.
 */
export const LONG_AGO = timeCell(0);

/**
 * Makes sure, within a transaction, that the lease is still held, and keeps it so until the transaction ends: the row
 * is written, not only read, so that it is locked on both databases and nobody can take the lease over meanwhile.
 *
 * @throws TryLaterError if another run took it over, or, unless `evenIfExpired`, if it has run out.
 */
export async function holdLease(
  scope: TenantScope,
  lease: Lease,
  { evenIfExpired = false }: { readonly evenIfExpired?: boolean } = {},
): Promise<void> {
  const row = ownLease(scope, lease);
  const held = await (evenIfExpired ? row : row.where("expires_at", ">", scope.now())).update({ token: lease.token });
  if (held === 0) throw lostLease(scope, lease);
}

/** Locks the tenant's lease row until the transaction ends, whoever holds it; makes one that nobody holds if need be. */
export async function lockLeaseRow(scope: TenantScope): Promise<void> {
  await scope.upsert(LEASES, { holder: "", token: 0, expires_at: LONG_AGO }, ["tenant_id"], {});
}

/** The lease's row, if it is still this run's. */
export function ownLease(scope: TenantScope, { holder, token }: Lease): ReturnType<TenantScope["from"]> {
  return scope.from(LEASES).where({ holder, token });
}

export function lostLease({ tenant }: TenantScope, { holder }: Lease): TryLaterError {
  return new TryLaterError(`run ${holder} has lost its lease on tenant ${tenant}`, {
    hint: "Another run took over, or it worked for longer than leaseSeconds of the settings. Nothing was recorded.",
  });
}
