import { join } from "node:path";
import { MODEL_NAMES } from "../../src/domain/models.js";
import { POLICIES, type Policy } from "../../src/domain/settings.js";
import { parseTenantId } from "../../src/domain/tenant.js";
import { train } from "../../src/usecases/train.js";
import { DAY, DEFAULT_UNTIL } from "../../fixtures/generate/tenantPlan.js";
import type { Target } from "../support/targets.js";
import { openQuietly, storeTenants } from "../support/platform.js";

const NIGHTS = 365;
/** The required ratio of trainings. */
const FEWER = 5;

/** The totals of a year of nights. */
interface Year {
  readonly policy: Policy;
  /** Fits of a challenger, whatever its outcome. */
  readonly trainings: number;
  readonly promotions: number;
  readonly seconds: number;
}

/**
 * A year of nightly runs of the `train` use case, on the embedded database, for a tenant whose labels no feature
 * predicts well enough for the targets: 600 work items and 300 pull requests over two years.
 */
export async function unreachableTenant(folder: string): Promise<Target[]> {
  const years = await Promise.all(POLICIES.map((policy) => liveThroughYear(policy, join(folder, `${policy}.sqlite`))));
  for (const year of years) console.log(JSON.stringify({ table: "365 nights of an unreachable tenant", ...year }));
  const trainings = (policy: Policy): number => years.find((year) => year.policy === policy)?.trainings ?? NaN;
  const figure = trainings("classic") / trainings("guarded");
  return [
    {
      name: "365 nights of an unreachable tenant: trainings, classic ÷ guarded",
      figure: `${String(trainings("classic"))} ÷ ${String(trainings("guarded"))} = ${figure.toFixed(1)}`,
      target: `≥ ${String(FEWER)}`,
      met: figure >= FEWER,
    },
  ];
}

async function liveThroughYear(policy: Policy, file: string): Promise<Year> {
  await storeTenants(file, [{ id: 1, workItems: 600, pullRequests: 300, days: 730 }]);
  const world = { now: 0 };
  const platform = await openQuietly({ database: file, policy }, () => world.now);
  const started = performance.now();
  let trainings = 0;
  let promotions = 0;
  try {
    for (let night = 1; night <= NIGHTS; night++) {
      world.now = DEFAULT_UNTIL + (night - NIGHTS) * DAY;
      const { tenants } = await train(platform, {
        ...{ tenants: { tenant: parseTenantId("1") }, models: MODEL_NAMES, force: false, dryRun: false },
      });
      for (const { outcome } of Object.values(tenants[0]?.models ?? {})) {
        if (outcome === "failed") throw new Error("a model failed to train");
        if (outcome === "promoted" || outcome === "refused") trainings++;
        if (outcome === "promoted") promotions++;
      }
    }
  } finally {
    await platform.close();
  }
  return { policy, trainings, promotions, seconds: Math.round((performance.now() - started) / 1000) };
}
