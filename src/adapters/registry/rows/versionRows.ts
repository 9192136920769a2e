import { MODEL_NAMES } from "../../../domain/models.js";
import {
  DEPLOYMENT_CAUSES,
  LEARNERS,
  type Deployment,
  type Quarantine,
  type Version,
} from "../../../domain/versions.js";
import type { NewRow, RawRow } from "../../database/common/rows.js";
import { cellsOf, timeCell } from "../../decoding/cells.js";
import { canonicalJson } from "./canonicalJson.js";
import { isScores, toScores } from "./scoreCells.js";
import { isFlag, isNumber, isText, listOf, recordOf } from "../../decoding/shapes.js";

export const MODELS_TABLE = "ml_models";
export const DEPLOYMENTS = "ml_deployments";
export const QUARANTINE = "ml_quarantine";

/** Columns of a version, without the large ones: artefact, trained_keys and evidence. */
export const VERSION_COLUMNS = [
  "tenant_id",
  "model",
  "version",
  "learner",
  "artefact_hash",
  "hyperparameters",
  "feature_schema",
  "holdout",
  "watermark",
  "row_count",
  "fingerprint",
  "seed",
  "code_version",
  "run",
  "trained_at",
] as const;

const isSetting = (value: unknown): value is string | number | boolean =>
  isText(value) || isNumber(value) || isFlag(value);

export function toVersion(row: RawRow): Version {
  const cells = cellsOf(MODELS_TABLE, row);
  const holdout = cells.json("holdout", isScores);
  return {
    model: cells.oneOf("model", MODEL_NAMES),
    version: cells.number("version"),
    learner: cells.oneOf("learner", LEARNERS),
    artefactHash: cells.text("artefact_hash"),
    hyperparameters: cells.json("hyperparameters", recordOf(isSetting)) ?? {},
    featureSchema: cells.json("feature_schema", listOf(isText)) ?? [],
    holdout: holdout === undefined ? undefined : toScores(holdout),
    watermark: cells.time("watermark"),
    rows: cells.number("row_count"),
    fingerprint: cells.text("fingerprint"),
    seed: cells.number("seed"),
    codeVersion: cells.text("code_version"),
    run: cells.text("run"),
    trainedAt: cells.time("trained_at"),
  };
}

export function fromVersion(version: Version): NewRow {
  return {
    model: version.model,
    version: version.version,
    learner: version.learner,
    artefact_hash: version.artefactHash,
    hyperparameters: canonicalJson(version.hyperparameters),
    feature_schema: canonicalJson(version.featureSchema),
    holdout: version.holdout === undefined ? null : canonicalJson(version.holdout),
    watermark: timeCell(version.watermark),
    row_count: version.rows,
    fingerprint: version.fingerprint,
    seed: version.seed,
    code_version: version.codeVersion,
    run: version.run,
    trained_at: timeCell(version.trainedAt),
  };
}

export function toDeployment(row: RawRow): Deployment {
  const cells = cellsOf(DEPLOYMENTS, row);
  return {
    model: cells.oneOf("model", MODEL_NAMES),
    seq: cells.number("seq"),
    version: cells.number("version"),
    cause: cells.oneOf("cause", DEPLOYMENT_CAUSES),
    reason: cells.optionalText("reason"),
    actor: cells.text("actor"),
    run: cells.text("run"),
    deployedAt: cells.time("deployed_at"),
    pinned: cells.boolean("pinned"),
  };
}

export function fromDeployment(deployment: Deployment): NewRow {
  const { model, seq, version, cause, reason, actor, run, deployedAt, pinned } = deployment;
  return { model, seq, version, cause, reason: reason ?? null, actor, run, deployed_at: timeCell(deployedAt), pinned };
}

export function toQuarantine(row: RawRow): Quarantine {
  const cells = cellsOf(QUARANTINE, row);
  return {
    model: cells.oneOf("model", MODEL_NAMES),
    version: cells.number("version"),
    reason: cells.text("reason"),
    actor: cells.text("actor"),
    run: cells.text("run"),
    quarantinedAt: cells.time("quarantined_at"),
  };
}

export function fromQuarantine({ model, version, reason, actor, run, quarantinedAt }: Quarantine): NewRow {
  return { model, version, reason, actor, run, quarantined_at: timeCell(quarantinedAt) };
}
