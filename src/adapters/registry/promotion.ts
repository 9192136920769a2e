import type { ModelName } from "../../domain/models.js";
import type { Champion, Deployment, Version } from "../../domain/versions.js";
import { TryLaterError } from "../../errors.js";
import type { Lease } from "../../usecases/ports/tenant/leaseStore.js";
import type { NewDeployment, Promotion } from "../../usecases/ports/tenant/modelRegistry.js";
import type { TenantScope } from "../database/scope/tenantScope.js";
import { holdLease } from "../jobs/leaseCheck.js";
import { encodeArtefact } from "./artefacts/artefactCodec.js";
import { appendAttempt } from "./attempts.js";
import { cellsOf } from "../decoding/cells.js";
import { encodeEvidence } from "./artefacts/evidence.js";
import { encodeTrainedKeys } from "../tenantHashes/trainedKeys.js";
import {
  DEPLOYMENTS,
  fromDeployment,
  fromQuarantine,
  fromVersion,
  MODELS_TABLE,
  QUARANTINE,
} from "./rows/versionRows.js";

/** Records a version, the attempt that made it, and that it serves: all, or nothing. */
export async function promote(
  scope: TenantScope,
  { version: { artefact, trainedKeys, evidence, ...described }, deployment, attempt }: Promotion,
  lease: Lease,
): Promise<Champion> {
  const { text, hash } = encodeArtefact(artefact);
  return whileHolding(scope, lease, deployment.model, async (transaction) => {
    const version: Version = {
      ...described,
      version: 1 + (await newestVersion(transaction, described.model)),
      artefactHash: hash,
    };
    const large = {
      artefact: text,
      trained_keys: encodeTrainedKeys(trainedKeys),
      evidence: encodeEvidence(evidence),
    };
    await transaction.insert(MODELS_TABLE, [{ ...fromVersion(version), ...large }]);
    await appendAttempt(transaction, attempt);
    return { version, deployment: await appendDeployment(transaction, { ...deployment, version: version.version }) };
  });
}

/** Makes an existing version serve, and puts another into quarantine if that is asked for: both, or nothing. */
export function deploy(scope: TenantScope, deployment: NewDeployment, lease: Lease): Promise<Deployment> {
  return whileHolding(scope, lease, deployment.model, (transaction) => appendDeployment(transaction, deployment));
}

async function whileHolding<T>(
  scope: TenantScope,
  lease: Lease,
  model: ModelName,
  work: (transaction: TenantScope) => Promise<T>,
): Promise<T> {
  try {
    return await scope.transaction(async (transaction) => {
      await holdLease(transaction, lease);
      return work(transaction);
    });
  } catch (cause) {
    if (!scope.dialect.isUniqueViolation(cause)) throw cause;
    throw new TryLaterError(`another run deployed a version of ${model} of tenant ${scope.tenant} meanwhile`, {
      hint: "Nothing was recorded. Try again: what is needed now is decided anew.",
      cause,
    });
  }
}

/** Numbers are never reused: a version that was deployed cannot be deleted, since the log refers to it. */
async function newestVersion(scope: TenantScope, model: ModelName): Promise<number> {
  const versions = scope.from(MODELS_TABLE).where({ model });
  const [row] = await scope.rows(versions.select("tenant_id", "version").orderBy("version", "desc").limit(1));
  return row === undefined ? 0 : cellsOf(MODELS_TABLE, row).number("version");
}

/** The primary key (tenant_id, model, seq) decides who comes next after the deployment that was seen. */
async function appendDeployment(
  scope: TenantScope,
  { replaces, quarantine, ...next }: NewDeployment,
): Promise<Deployment> {
  const deployment: Deployment = { pinned: false, ...next, seq: 1 + (replaces?.seq ?? 0) };
  await scope.insert(DEPLOYMENTS, [fromDeployment(deployment)]);
  if (quarantine !== undefined) {
    const { model, run, deployedAt: quarantinedAt } = deployment;
    const row = fromQuarantine({ ...quarantine, model, run, quarantinedAt });
    await scope.upsert(QUARANTINE, row, ["tenant_id", "model", "version"], {});
  }
  return deployment;
}
