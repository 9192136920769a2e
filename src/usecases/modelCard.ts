import { modelCard as cardOf, type ModelCard } from "../domain/modelCard/modelCard.js";
import { versionName } from "../domain/models.js";
import { thresholdsFor } from "../domain/settings.js";
import { NotFoundError } from "../errors.js";
import type { CardInput } from "./running/inputs.js";
import type { ModelRegistry } from "./ports/tenant/modelRegistry.js";
import type { Platform } from "./ports/platform.js";
import { requireActiveTenant } from "./running/tenantRuns.js";

export interface CardResult {
  readonly asOf: number;
  readonly tenant: number;
  /** What the version is called. */
  readonly name: string;
  readonly card: ModelCard;
}

/**
 * The model card of one version, as it stood at a time.
 *
 * @throws NotFoundError if there was no such version then; ArtefactError if it cannot be read.
 */
export async function modelCard(platform: Platform, input: CardInput): Promise<CardResult> {
  const { model, limit } = input;
  const visibleUntil = input.asOf ?? Infinity;
  const tenant = await requireActiveTenant(platform, input.tenant);
  const { registry } = platform.workspace(tenant);
  const version = await registry.findVersion(model, input.version, visibleUntil);
  if (version === undefined) throw await notFound(registry, input, visibleUntil);
  return {
    asOf: input.asOf ?? platform.clock.now(),
    tenant,
    name: versionName(model, tenant, version.version),
    card: cardOf({
      version,
      artefact: await registry.loadArtefact(model, version.version),
      evidence: await registry.loadEvidence(model, version.version),
      deployments: await registry.listDeployments(model, visibleUntil),
      quarantine: await registry.listQuarantine(model, visibleUntil),
      evaluations: await registry.listEvaluations(model, visibleUntil, limit, version.version),
      thresholds: thresholdsFor(platform.settings, tenant, model),
    }),
  };
}

async function notFound(
  registry: ModelRegistry,
  { tenant, model, version }: CardInput,
  visibleUntil: number,
): Promise<NotFoundError> {
  const versions = (await registry.listVersions(model, visibleUntil)).map((each) => each.version);
  return new NotFoundError(`${versionName(model, tenant, version)} does not exist`, {
    hint:
      versions.length === 0
        ? `${model} has no version yet. Train one: mltrain train --tenant ${String(tenant)} --model ${model}`
        : `Versions of ${model}: ${inWords(versions)}.`,
  });
}

/** Ascending numbers, runs of them as `1 to 7`. */
function inWords(versions: readonly number[]): string {
  const runs: [from: number, to: number][] = [];
  for (const version of versions) {
    const last = runs.at(-1);
    if (last !== undefined && version === last[1] + 1) last[1] = version;
    else runs.push([version, version]);
  }
  return runs.map(([from, to]) => (from === to ? String(from) : `${String(from)} to ${String(to)}`)).join(", ");
}
