import type { Lease } from "../ports/tenant/leaseStore.js";
import type { RunContext } from "./tenantRuns.js";

/** Renewed so often in its time, a lease survives a renewal or two that fail. */
const RENEWALS = 3;

/** A lease that its run keeps up for as long as it works. */
export interface HeldLease extends Lease {
  /** Renews the lease if that is due. @throws TryLaterError if it was lost. */
  keep(): Promise<void>;
}

/**
 * Runs `work` while this run holds the right to work on the tenant's models. A timer renews the lease while the run
 * waits, for rows say; what keeps the process busy, so that no timer fires, calls {@link HeldLease.keep}.
 *
 * @throws TryLaterError if another run holds it.
 */
export async function withLease<T>(context: RunContext, work: (lease: HeldLease) => Promise<T>): Promise<T> {
  const { platform, workspace, run, log } = context;
  const lease = keptUp(context, await workspace.leases.acquire(run, platform.settings.leaseSeconds));
  const timer = setInterval(() => void lease.keep().catch(warn), (1000 * platform.settings.leaseSeconds) / RENEWALS);
  function warn(error: unknown): void {
    // Whether it is lost is decided when something is to be recorded.
    log.warn({ error: String(error) }, "the lease could not be renewed");
  }
  try {
    return await work(lease);
  } finally {
    clearInterval(timer);
    await workspace.leases.release(lease).catch((error: unknown) => {
      log.warn({ error: String(error) }, "the lease could not be released; it ends by itself");
    });
  }
}

function keptUp({ platform: { settings }, workspace: { leases } }: RunContext, lease: Lease): HeldLease {
  const due = (1000 * settings.leaseSeconds) / RENEWALS;
  let renewed = performance.now();
  return {
    ...lease,
    async keep() {
      const now = performance.now();
      if (now - renewed < due / 2) return;
      await leases.renew(lease, settings.leaseSeconds);
      renewed = now;
    },
  };
}
