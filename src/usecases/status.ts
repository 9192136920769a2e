import type { ModelName } from "../domain/models.js";
import { worstExitCode } from "../errors.js";
import type { StatusInput } from "./running/inputs.js";
import type { ModelRegistry } from "./ports/tenant/modelRegistry.js";
import type { Platform } from "./ports/platform.js";
import type { Failure } from "./results/commandResult.js";
import type { ModelStatus, StatusResult } from "./results/statusResult.js";
import { failureOf, requireActiveTenant } from "./running/tenantRuns.js";

/** Versions, what serves, score history and runs of one tenant; a model that cannot be read does not hide the others. */
export async function status(platform: Platform, input: StatusInput): Promise<StatusResult> {
  const visibleUntil = input.asOf ?? Infinity;
  const tenant = await requireActiveTenant(platform, input.tenant);
  const { registry, runs } = platform.workspace(tenant);
  const log = platform.log.with({ tenant });
  const models: { [model in ModelName]?: ModelStatus } = {};
  const failures: { [model in ModelName]?: Failure } = {};
  for (const model of input.models) {
    try {
      models[model] = await statusOf(registry, model, visibleUntil, input);
    } catch (error) {
      failures[model] = failureOf(error, log.with({ model }));
    }
  }
  return {
    asOf: input.asOf ?? platform.clock.now(),
    tenant,
    models,
    failures,
    runs: await runs.list(visibleUntil, input.limit),
    exitCode: worstExitCode(Object.values(failures).map(({ exitCode }) => exitCode)),
  };
}

async function statusOf(
  registry: ModelRegistry,
  model: ModelName,
  visibleUntil: number,
  { limit, at }: StatusInput,
): Promise<ModelStatus> {
  const deployments = await registry.listDeployments(model, visibleUntil);
  const deployed = deployments.findLast(({ deployedAt }) => at !== undefined && deployedAt <= at);
  return {
    champion: (await registry.findChampion(model, visibleUntil))?.deployment,
    versions: await registry.listVersions(model, visibleUntil),
    ...(at === undefined ? {} : { at: { time: at, deployed } }),
    deployments,
    quarantine: await registry.listQuarantine(model, visibleUntil),
    evaluations: await registry.listEvaluations(model, visibleUntil, limit),
  };
}
