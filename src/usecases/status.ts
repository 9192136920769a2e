import { EXIT } from "../errors.js";
import type { ModelName } from "../domain/models.js";
import type { StatusInput } from "./inputs.js";
import type { ModelRegistry, Platform } from "./ports.js";
import type { ModelStatus, StatusResult } from "./results.js";
import { requireActiveTenant } from "./tenantRuns.js";

/** Versions, what serves, score history and runs of one tenant. */
export async function status(platform: Platform, input: StatusInput): Promise<StatusResult> {
  const asOf = input.asOf ?? platform.clock.now();
  const tenant = await requireActiveTenant(platform, input.tenant);
  const { registry, runs } = platform.workspace(tenant);
  const models: { [model in ModelName]?: ModelStatus } = {};
  for (const model of input.models) models[model] = await statusOf(registry, model, asOf, input.limit);
  return { asOf, tenant, models, runs: await runs.list(asOf, input.limit), exitCode: EXIT.ok };
}

async function statusOf(registry: ModelRegistry, model: ModelName, asOf: number, limit: number): Promise<ModelStatus> {
  return {
    serving: (await registry.findChampion(model, asOf))?.deployment,
    versions: await registry.listVersions(model, asOf),
    deployments: await registry.listDeployments(model, asOf),
    quarantine: await registry.listQuarantine(model, asOf),
    evaluations: await registry.listEvaluations(model, asOf, limit),
  };
}
