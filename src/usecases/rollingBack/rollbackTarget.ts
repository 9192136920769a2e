import type { ModelName } from "../../domain/models.js";
import { chooseRollbackTarget, versionsNotToServe, type RollbackChoice } from "../../domain/rollback/rollbackTarget.js";
import type { Deployment } from "../../domain/versions.js";
import { ArtefactError } from "../../errors.js";
import type { ModelRegistry } from "../ports/tenant/modelRegistry.js";

/**
 * Which version a rollback of a model would put back, of all that is recorded.
 *
 * A version that holds something else than what was recorded (a disk that failed, a row that somebody changed) is rolled away
 * from for that: a version that equals what it was is none the worse for it.
 *
 * @param deployments - of the model, oldest first.
 * @param to - asks for that version instead of the previous good one.
 */
export async function findRollbackTarget(
  registry: ModelRegistry,
  model: ModelName,
  deployments: readonly Deployment[],
  to?: number,
): Promise<RollbackChoice> {
  const quarantine = await registry.listQuarantine(model, Infinity);
  const versions = await registry.listVersions(model, Infinity);
  const artefactHashes = new Map(versions.map(({ version, artefactHash }) => [version, artefactHash]));
  const bad = versionsNotToServe(deployments, quarantine);
  for (const version of bad) {
    const hash = artefactHashes.get(version);
    const isShared = versions.some((other) => other.artefactHash === hash && !bad.has(other.version));
    if (isShared && (await isCorrupt(registry, model, version))) artefactHashes.delete(version);
  }
  return chooseRollbackTarget(deployments, quarantine, { to, artefactHashes });
}

async function isCorrupt(registry: ModelRegistry, model: ModelName, version: number): Promise<boolean> {
  try {
    await registry.loadArtefact(model, version);
    return false;
  } catch (error) {
    if (error instanceof ArtefactError) return true;
    throw error;
  }
}
