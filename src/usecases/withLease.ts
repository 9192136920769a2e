import type { Lease } from "./ports.js";
import type { RunContext } from "./tenantRuns.js";

/**
 * Runs `work` while this run holds the right to work on the tenant's models.
 *
 * @throws TryLaterError if another run holds it.
 */
export async function withLease<T>(
  { platform, workspace, run, log }: RunContext,
  work: (lease: Lease) => Promise<T>,
): Promise<T> {
  const lease = await workspace.leases.acquire(run, platform.settings.leaseSeconds);
  try {
    return await work(lease);
  } finally {
    await workspace.leases.release(lease).catch((error: unknown) => {
      log.warn({ error: String(error) }, "the lease could not be released; it ends by itself");
    });
  }
}
