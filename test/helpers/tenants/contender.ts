import { leaseStore } from "../../../src/adapters/jobs/leaseStore.js";
import { jobSchedule } from "../../../src/adapters/jobs/jobSchedule.js";
import { modelRegistry } from "../../../src/adapters/registry/registry.js";
import { openDatabase } from "../../../src/adapters/database/open.js";
import { tenantScope, type TenantScope } from "../../../src/adapters/database/scope/tenantScope.js";
import { parseTenantId } from "../../../src/domain/tenant.js";
import type { Lease } from "../../../src/usecases/ports/tenant/leaseStore.js";
import type { Contest, Outcome } from "./contest.js";
import { newPromotion } from "./newVersion.js";

/*
 * A process of a race: it connects, reports that it is ready, and starts on a message. A race within one process proves
 * less, because SQLite's driver blocks the process while it waits for a lock.
 */

const ACTIONS: Readonly<Record<Contest["action"], (scope: TenantScope, contest: Contest) => Promise<unknown>>> = {
  acquire: (scope) => leaseStore(scope).acquire(`process ${process.pid}`, 60),
  promote: (scope, { lease }) => modelRegistry(scope).promote(newPromotion(), lease as Lease),
  claim: (scope, { lease }) => jobSchedule(scope, undefined, Date.now).claim(lease as Lease, Date.now(), 60),
  ensure: (scope) => jobSchedule(scope, undefined, Date.now).ensure(),
};

async function contend(contest: Contest): Promise<Outcome> {
  const database = await openDatabase(contest.url);
  try {
    const scope = tenantScope(database, parseTenantId(contest.tenant), { statementTimeoutSeconds: 30 });
    await scope.columnsOf("ml_leases");
    process.send?.("ready");
    await new Promise((resolve) => process.once("message", resolve));
    return { value: await ACTIONS[contest.action](scope, contest) };
  } catch (error) {
    return { error: error instanceof Error ? error.name : String(error), message: String(error) };
  } finally {
    await database.close();
  }
}

const outcome = await contend(JSON.parse(process.argv[2] ?? "") as Contest);
process.send?.(outcome, () => {
  process.disconnect();
});
