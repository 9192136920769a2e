import { TryLaterError } from "../../errors.js";
import type { Lease, LeaseStore } from "../../usecases/ports/tenant/leaseStore.js";
import type { TenantScope } from "../database/scope/tenantScope.js";
import { LEASES, LONG_AGO, lostLease, ownLease } from "./leaseCheck.js";
import { cellsOf } from "../decoding/cells.js";

/**
 * The tenant's lease: one row, whose expiry the database's clock decides, so that the clocks of two hosts need not
 * agree. The row is never deleted: its token only grows, and tells a stale holder from the present one.
 */
export function leaseStore(scope: TenantScope): LeaseStore {
  return {
    acquire: (holder, seconds) =>
      scope.transaction(async (transaction) => {
        const token = transaction.raw("?? + 1", [`${LEASES}.token`]);
        const expires_at = transaction.now(seconds);
        const acquired = await transaction.upsert(
          LEASES,
          { holder, token: 1, expires_at },
          ["tenant_id"],
          { holder, token, expires_at },
          (existing) => void existing.where(`${LEASES}.expires_at`, "<=", transaction.now()),
        );
        if (!acquired) throw await heldByAnother(transaction);
        const [row] = await transaction.rows(transaction.from(LEASES).select("tenant_id", "token"));
        return { holder, token: cellsOf(LEASES, row ?? {}).number("token") };
      }),

    async renew(lease, seconds) {
      const renewed = await setExpiry(scope, lease, (transaction) => transaction.now(seconds));
      if (renewed === 0) throw lostLease(scope, lease);
    },

    async release(lease) {
      await setExpiry(scope, lease, () => LONG_AGO);
    },
  };
}

type Expiry = ReturnType<TenantScope["now"]> | string;

/** In a transaction, which is tried again where the connection was cut meanwhile. @returns how many rows were changed. */
function setExpiry(scope: TenantScope, lease: Lease, expiry: (scope: TenantScope) => Expiry): Promise<number> {
  return scope.transaction((transaction) => ownLease(transaction, lease).update({ expires_at: expiry(transaction) }));
}

async function heldByAnother(scope: TenantScope): Promise<TryLaterError> {
  const [row] = await scope.rows(scope.from(LEASES).select("tenant_id", "holder", "expires_at"));
  const cells = cellsOf(LEASES, row ?? {});
  const until = new Date(cells.time("expires_at")).toISOString();
  return new TryLaterError(
    `run ${cells.text("holder")} is at work on tenant ${scope.tenant}, at the longest until ${until}`,
    {
      hint: "Try again when it has ended; if it died, its lease ends by itself.",
    },
  );
}
