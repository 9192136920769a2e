import { openPlatform, type OpenPlatformOptions } from "../../src/adapters/platform.js";
import { openAsOwner } from "../../test/helpers/databases/unguarded.js";
import { migrations } from "../../src/adapters/migrations/runner.js";
import type { Log } from "../../src/usecases/ports/log.js";
import type { Platform } from "../../src/usecases/ports/platform.js";
import type { TenantPlan } from "../../fixtures/generate/tenantPlan.js";
import { generatedTenant, insertRows } from "../../test/helpers/tenants/tenants.js";

const nothing = (): void => undefined;
const SILENT: Log = { debug: nothing, info: nothing, warn: nothing, error: nothing, with: () => SILENT };

/** Opens the program's platform without a log, with the benchmark's clock. */
export function openQuietly(options: OpenPlatformOptions, now: () => number): Promise<Platform> {
  return openPlatform(options, { log: SILENT, signal: new AbortController().signal, codeVersion: "bench", now });
}

/** Creates mltrain's tables, and stores generated tenants. Creates an embedded database if it does not exist. */
export async function storeTenants(url: string, plans: readonly Partial<TenantPlan>[]): Promise<void> {
  const database = await openAsOwner(url, { create: true });
  try {
    await migrations(database).up();
    for (const plan of plans) await insertRows(database, generatedTenant(plan));
  } finally {
    await database.close();
  }
}
