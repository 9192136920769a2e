import type { ModelName } from "../../domain/models.js";
import { versionName } from "../../domain/models.js";
import type { Champion, Deployment, Quarantine, Version } from "../../domain/versions.js";
import { ArtefactError } from "../../errors.js";
import type { ModelRegistry } from "../../usecases/ports/tenant/modelRegistry.js";
import type { RawRow } from "../database/common/rows.js";
import type { TenantScope } from "../database/scope/tenantScope.js";
import { decodeArtefact, encodeArtefact } from "./artefacts/artefactCodec.js";
import { notLaterThan } from "./rows/asOf.js";
import { cellsOf } from "../decoding/cells.js";
import { listAttempts, recordAttempt } from "./attempts.js";
import { appendEvaluation, findSequentialTest, listEvaluations } from "./evaluations.js";
import { decodeEvidence } from "./artefacts/evidence.js";
import { deploy, promote } from "./promotion.js";
import { decodeTrainedKeys } from "../tenantHashes/trainedKeys.js";
import {
  DEPLOYMENTS,
  MODELS_TABLE,
  QUARANTINE,
  toDeployment,
  toQuarantine,
  toVersion,
  VERSION_COLUMNS,
} from "./rows/versionRows.js";

/** The tenant's versions, deployments and evaluations in the database. */
export function modelRegistry(scope: TenantScope): ModelRegistry {
  return {
    findChampion: (model, asOf) => findChampion(scope, model, asOf),
    findVersion: async (model, version, asOf) => (await listVersions(scope, model, asOf, version))[0],
    listVersions: (model, asOf) => listVersions(scope, model, asOf),
    listDeployments: (model, asOf) => listDeployments(scope, model, asOf),
    listQuarantine: (model, asOf) => listQuarantine(scope, model, asOf),
    listEvaluations: (model, asOf, limit, version) => listEvaluations(scope, model, asOf, limit, version),
    async loadArtefact(model, version) {
      const { name, row } = await largeColumns(scope, model, version, ["artefact", "artefact_hash", "code_version"]);
      const cells = cellsOf(MODELS_TABLE, row);
      return decodeArtefact(cells.text("artefact"), {
        name,
        model,
        hash: cells.text("artefact_hash"),
        codeVersion: cells.text("code_version"),
      });
    },
    async trainedKeys(model, version) {
      const { name, row } = await largeColumns(scope, model, version, ["trained_keys"]);
      return decodeTrainedKeys(cellsOf(MODELS_TABLE, row).text("trained_keys"), name);
    },
    async loadEvidence(model, version) {
      const { name, row } = await largeColumns(scope, model, version, ["evidence"]);
      return decodeEvidence(cellsOf(MODELS_TABLE, row).optionalText("evidence"), name);
    },
    hashOf: (artefact) => encodeArtefact(artefact).hash,
    promote: (promotion, lease) => promote(scope, promotion, lease),
    deploy: (deployment, lease) => deploy(scope, deployment, lease),
    findSequentialTest: (model, version, asOf) => findSequentialTest(scope, model, version, asOf),
    appendEvaluation: (evaluation) => appendEvaluation(scope, evaluation),
    listAttempts: (model, asOf, limit, without) => listAttempts(scope, model, asOf, limit, without),
    recordAttempt: (attempt, lease) => recordAttempt(scope, attempt, lease),
  };
}

async function findChampion(scope: TenantScope, model: ModelName, asOf: number): Promise<Champion | undefined> {
  const newest = scope.from(DEPLOYMENTS).where({ model }).select("*").orderBy("seq", "desc").limit(1);
  const [row] = await scope.rows(notLaterThan(newest, "deployed_at", asOf));
  if (row === undefined) return undefined;
  const deployment = toDeployment(row);
  const [version] = await listVersions(scope, model, Infinity, deployment.version);
  if (version === undefined) throw missingVersion(scope, model, deployment.version);
  return { version, deployment };
}

async function listVersions(scope: TenantScope, model: ModelName, asOf: number, version?: number): Promise<Version[]> {
  const query = scope
    .from(MODELS_TABLE)
    .where(version === undefined ? { model } : { model, version })
    .select(...VERSION_COLUMNS)
    .orderBy("version");
  return (await scope.rows(notLaterThan(query, "trained_at", asOf))).map(toVersion);
}

async function listDeployments(scope: TenantScope, model: ModelName, asOf: number): Promise<Deployment[]> {
  const query = scope.from(DEPLOYMENTS).where({ model }).select("*").orderBy("seq");
  return (await scope.rows(notLaterThan(query, "deployed_at", asOf))).map(toDeployment);
}

async function listQuarantine(scope: TenantScope, model: ModelName, asOf: number): Promise<Quarantine[]> {
  const query = scope.from(QUARANTINE).where({ model }).select("*").orderBy("version");
  return (await scope.rows(notLaterThan(query, "quarantined_at", asOf))).map(toQuarantine);
}

async function largeColumns(
  scope: TenantScope,
  model: ModelName,
  version: number,
  columns: readonly string[],
): Promise<{ readonly name: string; readonly row: RawRow }> {
  const query = scope
    .from(MODELS_TABLE)
    .where({ model, version })
    .select("tenant_id", ...columns);
  const [row] = await scope.rows(query);
  if (row === undefined) throw missingVersion(scope, model, version);
  return { name: versionName(model, scope.tenant, version), row };
}

function missingVersion({ tenant }: TenantScope, model: ModelName, version: number): ArtefactError {
  return new ArtefactError(`${versionName(model, tenant, version)} is not in ml_models`, {
    hint: "Roll back to another version, or restore the row of ml_models from a backup.",
  });
}
