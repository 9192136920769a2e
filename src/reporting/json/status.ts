import type * as z from "zod";
import { versionName, type ModelName } from "../../domain/models.js";
import type { RunRecord } from "../../domain/runs.js";
import type { Quarantine, Version } from "../../domain/versions.js";
import type { ModelStatus, StatusResult } from "../../usecases/results/statusResult.js";
import { isoTime } from "../format/times.js";
import { drawCost, drawDeployment, drawEvaluation, drawFailure, drawModels, drawScores } from "./parts/parts.js";
import type { statusDocument as documentSchema } from "./schemas/records.js";

type Document = z.infer<typeof documentSchema>;

export function statusDocument({ asOf, tenant, models, failures, runs, exitCode }: StatusResult): Document {
  return {
    schema: 2,
    command: "status",
    asOf: isoTime(asOf),
    tenant,
    exitCode,
    models: drawModels(models, (status, model) => drawStatus(status, tenant, model)),
    failures: drawModels(failures, drawFailure),
    runs: runs.map(drawRun),
  };
}

function drawStatus(
  { champion, at, versions, deployments, quarantine, evaluations }: ModelStatus,
  tenant: number,
  model: ModelName,
): NonNullable<Document["models"][ModelName]> {
  return {
    champion: champion === undefined ? undefined : drawDeployment(champion),
    at: at === undefined ? undefined : drawAt(at),
    versions: versions.map((version) => drawVersion(version, versionName(model, tenant, version.version))),
    deployments: deployments.map(drawDeployment),
    quarantine: quarantine.map(drawQuarantine),
    evaluations: evaluations.map(drawEvaluation),
  };
}

function drawAt({ time, deployed }: NonNullable<ModelStatus["at"]>) {
  return { time: isoTime(time), deployed: deployed === undefined ? undefined : drawDeployment(deployed) };
}

export function drawQuarantine({ version, reason, actor, run, quarantinedAt }: Quarantine) {
  return { version, reason, actor, run, quarantinedAt: isoTime(quarantinedAt) };
}

export function drawVersion(version: Version, name: string) {
  const { learner, rows, holdout, artefactHash, fingerprint, seed, codeVersion, run } = version;
  return {
    version: version.version,
    name,
    learner,
    trainedAt: isoTime(version.trainedAt),
    watermark: isoTime(version.watermark),
    rows,
    holdout: holdout === undefined ? undefined : drawScores(holdout),
    hyperparameters: { ...version.hyperparameters },
    features: [...version.featureSchema],
    artefactHash,
    fingerprint,
    seed,
    codeVersion,
    run,
  };
}

function drawRun(record: RunRecord): Document["runs"][number] {
  const { run, command, startedAt, endedAt, exitCode, error, outcomes, cost, host, codeVersion } = record;
  return {
    run,
    command,
    startedAt: isoTime(startedAt),
    endedAt: endedAt === undefined ? undefined : isoTime(endedAt),
    exitCode,
    error,
    outcomes: drawModels(outcomes, (outcome) => ({ ...outcome })),
    cost: cost === undefined ? undefined : drawCost(cost),
    host,
    codeVersion,
  };
}
