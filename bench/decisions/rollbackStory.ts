import type { ModelName } from "../../src/domain/models.js";
import { POLICIES, type Policy } from "../../src/domain/settings.js";
import { parseTenantId } from "../../src/domain/tenant.js";
import { rollBack } from "../../src/usecases/rollback.js";
import { train } from "../../src/usecases/train.js";
import { DAY, DEFAULT_UNTIL } from "../../fixtures/generate/tenantPlan.js";
import type { Target } from "../support/targets.js";
import { openQuietly, storeTenants } from "../support/platform.js";

const MODEL: ModelName = "lead_time";
const TENANT = parseTenantId("1");

/**
 * Three versions, two rollbacks, nights on the same data, then new data; and a pinned version under force. Prints the
 * champion after each step, under both policies.
 */
export async function rollbackStory(kind: string, urlOf: (policy: Policy) => Promise<string>): Promise<Target[]> {
  const targets: Target[] = [];
  for (const policy of POLICIES) targets.push(await tell(kind, policy, await urlOf(policy)));
  return targets;
}

async function tell(kind: string, policy: Policy, url: string): Promise<Target> {
  await storeTenants(url, [{ id: 1, workItems: 800, pullRequests: 0, days: 365 }]);
  const world = { now: DEFAULT_UNTIL - 120 * DAY };
  const platform = await openQuietly({ database: url, policy }, () => world.now);
  const story: string[] = [];
  const { registry } = platform.workspace(TENANT);
  const deployed = async (step: string): Promise<void> => {
    const champion = await registry.findChampion(MODEL, Infinity);
    story.push(`${step} v${String(champion?.version.version)}`);
  };
  const night = async (step: string, force = false): Promise<void> => {
    await train(platform, { tenants: { tenant: TENANT }, models: [MODEL], force, dryRun: false });
    await deployed(step);
  };
  const back = async (step: string): Promise<void> => {
    await rollBack(platform, { tenant: TENANT, models: [MODEL], reason: "it was bad", dryRun: false });
    await deployed(step);
  };
  const pin = async (): Promise<void> => {
    const to = (await registry.findChampion(MODEL, Infinity))?.version.version ?? 0;
    await rollBack(platform, { tenant: TENANT, models: [MODEL], to, pin: "pin", dryRun: false });
    await deployed("pinned");
  };
  const later = (days: number): void => {
    world.now += days * DAY;
  };
  try {
    await night("first");
    later(40);
    // Forced, since this is about what is deployed. The simulation measures whether the evidence is enough.
    await promoteWhatever(url, () => world.now);
    await deployed("second");
    later(40);
    await promoteWhatever(url, () => world.now);
    await deployed("third");
    await back("rollback");
    await back("rollback");
    await night("same night");
    later(1 / 24);
    await night("an hour later");
    later(40);
    await night("new data");
    const versions = (await registry.listDeployments(MODEL, Infinity)).map(({ version }) => version);
    await pin();
    await night("forced", true);
    later(40);
    await night("new data, forced", true);
    const figure = story.join(", ");
    console.log(JSON.stringify({ table: "rollback story", database: kind, policy, story, versions }));
    const expected =
      /^first v1, second v2, third v3, rollback v2, rollback v1, same night v1, an hour later v1, new data v(1|4), pinned v\1, forced v\1, new data, forced v\1$/;
    return {
      name: `rollbacks hold on ${kind} under ${policy}`,
      figure,
      target: "v1 stays on the same data, v2 and v3 never return, a pinned version stays",
      met: expected.test(figure),
    };
  } finally {
    await platform.close();
  }
}

/** A forced training under the classic policy deploys what it trained. */
async function promoteWhatever(url: string, now: () => number): Promise<void> {
  const platform = await openQuietly({ database: url, policy: "classic" }, now);
  try {
    await train(platform, { tenants: { tenant: TENANT }, models: [MODEL], force: true, dryRun: false });
  } finally {
    await platform.close();
  }
}
