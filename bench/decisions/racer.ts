import { parseTenantId } from "../../src/domain/tenant.js";
import { train } from "../../src/usecases/train.js";
import type { Lease } from "../../src/usecases/ports/tenant/leaseStore.js";
import type { Platform } from "../../src/usecases/ports/platform.js";
import type { TenantWorkspace } from "../../src/usecases/ports/tenant/tenantWorkspace.js";
import { DEFAULT_UNTIL } from "../../fixtures/generate/tenantPlan.js";
import { openQuietly } from "../support/platform.js";
import { RACED_MODEL, type Finish, type Heat } from "./heat.js";

/*
 * One of two processes that promote at once. A lease admits one run at a time. Here both processes get the same lease,
 * so that only the compare-and-set on the champion protects them. Each trains as the program does, reports that it is
 * ready to record, and records on a message.
 */

const [url] = process.argv.slice(2);
// The classic policy deploys what it trained, so every heat is a race to record.
const platform = await openQuietly({ database: url ?? "", policy: "classic" }, () => DEFAULT_UNTIL);
process.on("message", (message: Heat | "go" | "end") => {
  if (message === "end") void end();
  else if (message !== "go") void run(message).then((finish) => process.send?.(finish));
});
process.send?.("open");

async function end(): Promise<void> {
  await platform.close();
  process.disconnect();
}

async function run(heat: Heat): Promise<Finish> {
  const racing: Platform = { ...platform, workspace: (tenant) => atTheLine(platform.workspace(tenant), heat.lease) };
  const { tenants } = await train(racing, {
    tenants: { tenant: parseTenantId(String(heat.tenant)) },
    models: [RACED_MODEL],
    force: true,
    dryRun: false,
  });
  const [ran] = tenants;
  const outcome = ran?.models[RACED_MODEL];
  return {
    run: ran?.run ?? "",
    outcome: outcome?.outcome ?? "none",
    exitCode: ran?.exitCode ?? -1,
    ...(outcome?.outcome === "promoted" && outcome.version !== undefined ? { version: outcome.version } : {}),
  };
}

function atTheLine(workspace: TenantWorkspace, lease: Lease): TenantWorkspace {
  const { leases, registry } = workspace;
  return {
    ...workspace,
    leases: { ...leases, acquire: () => Promise.resolve(lease), release: () => Promise.resolve() },
    registry: {
      ...registry,
      promote: async (...promotion) => {
        process.send?.("ready");
        await new Promise((resolve) => process.once("message", resolve));
        return registry.promote(...promotion);
      },
    },
  };
}
