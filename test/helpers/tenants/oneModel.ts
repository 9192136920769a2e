import { leaseStore } from "../../../src/adapters/jobs/leaseStore.js";
import type { Database } from "../../../src/adapters/database/common/database.js";
import { modelRegistry } from "../../../src/adapters/registry/registry.js";
import type { Assessment } from "../../../src/domain/retraining/assessment.js";
import type { ModelName } from "../../../src/domain/models.js";
import type { Champion } from "../../../src/domain/versions.js";
import { assess } from "../../../src/usecases/assess.js";
import type { Platform } from "../../../src/usecases/ports/platform.js";
import type { TrainOutcome } from "../../../src/usecases/results/trainResult.js";
import { train } from "../../../src/usecases/train.js";
import { baselineArtefact } from "./artefacts.js";
import { newDeployment, newPromotion, newVersion } from "./newVersion.js";
import { ask } from "./platform.js";
import { scopeOf } from "../databases/scopes.js";
import { rowsOfR2 } from "../rows/scoredRows.js";

/** Trains one model of tenant 1. */
export async function trainOne(platform: Platform, model: ModelName, force = false): Promise<TrainOutcome> {
  const { tenants } = await train(platform, ask({ models: [model], force }));
  return tenants[0]!.models[model]!;
}

/** Assesses one model of tenant 1. */
export async function assessOne(platform: Platform, model: ModelName, asOf?: number): Promise<Assessment> {
  const { tenants } = await assess(platform, ask({ models: [model], ...(asOf === undefined ? {} : { asOf }) }));
  const outcome = tenants[0]?.models[model];
  if (outcome?.outcome !== "assessed") throw new Error(JSON.stringify(outcome));
  return outcome.assessment;
}

export interface BaselineVersion {
  /** The constant prediction. */
  readonly days: number;
  /** When it was trained and deployed, and its watermark. */
  readonly at: number;
  readonly replaces?: Champion;
  readonly pinned?: boolean;
  /** Hashes of the trained keys (default: none). */
  readonly trainedKeys?: readonly string[];
}

/** Deploys a version of lead time with a constant prediction and a holdout R² of about 0.1. */
export async function deployBaseline(
  database: Database,
  { days, at, replaces, pinned = false, trainedKeys = [] }: BaselineVersion,
): Promise<Champion> {
  const scope = scopeOf(database);
  const lease = await leaseStore(scope).acquire("tester", 60);
  const version = newVersion({
    artefact: baselineArtefact(days, { baseline: 99 }),
    watermark: at,
    trainedAt: at,
    trainedKeys,
    evidence: { holdout: rowsOfR2(40, 0.1, 1), mix: undefined },
  });
  const deployment = newDeployment({ deployedAt: at, replaces: replaces?.deployment, pinned });
  const champion = await modelRegistry(scope).promote(newPromotion(version, deployment), lease);
  await leaseStore(scope).release(lease);
  return champion;
}
