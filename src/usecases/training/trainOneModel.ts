import { challengeSteps, type Challenge } from "../../domain/promotion/challenge.js";
import { checkTrainingData } from "../../domain/dataChecks/checks.js";
import { refusalOf } from "../../domain/dataChecks/findings.js";
import { versionName, type ModelName } from "../../domain/models.js";
import { trainingSettingsFor } from "../../domain/settings.js";
import type { Champion } from "../../domain/versions.js";
import { ArtefactError, MltrainError, ModelFailedError, UsageError } from "../../errors.js";
import { assessModel } from "../assessing/assessModel.js";
import { readComparable, readPrepared } from "../assessing/newLabelRows.js";
import { runSteps } from "../running/runSteps.js";
import type { ModelRegistry } from "../ports/tenant/modelRegistry.js";
import type { Lease } from "../ports/tenant/leaseStore.js";
import { promote, recordAttempt, type Asked } from "./recordTraining.js";
import type { TrainOutcome } from "../results/trainResult.js";
import type { RunContext } from "../running/tenantRuns.js";
import { reportOf } from "../results/trainingReport.js";
import type { HeldLease } from "../running/withLease.js";

export interface TrainOptions {
  /** Train whether or not it is needed. */
  readonly force: boolean;
  /** The right to record; absent under a dry run. */
  readonly lease?: HeldLease;
}

/** Trains one model, top to bottom: assess → read → check → choose, score, compare, refit → record and deploy. */
export async function trainOneModel(
  context: RunContext,
  model: ModelName,
  { force, lease }: TrainOptions,
): Promise<TrainOutcome> {
  const { workspace, platform, tenant, log } = context;
  const started = platform.clock.now();
  const champion = await findReplaceable(context, model, lease);

  const recorded = lease !== undefined;
  const { assessment, all } = await assessModel(context, model, { force, forTraining: true, recorded });
  const { decision, reasons, hold: held } = assessment;
  if (decision === "keep") return { outcome: "kept", reasons, ...(held === undefined ? {} : { hold: held }) };

  const data = all ?? (await readPrepared(context, model, true));
  const { examples } = data.read;
  const findings = checkTrainingData(model, data.read);
  for (const { severity, finding, message } of findings) log.info({ severity, finding }, message);
  const settings = trainingSettingsFor(platform.settings, tenant, model);
  const seeded = { seed: platform.settings.seed, ...settings };
  const fingerprint = workspace.fingerprints.ofTraining(model, examples, seeded);
  const asked: Asked = { assessment, champion, data, settings, findings, fingerprint, lease };
  const refusal = refusalOf(findings);
  if (refusal !== undefined) {
    // The same data are refused anew at every run; once is enough for the log of attempts.
    if (fingerprint !== assessment.attempts.fingerprint) await recordAttempt(context, asked, "data-refused", refusal);
    return { outcome: refusal, reasons, findings, rows: examples.count };
  }
  const isGuarded = platform.settings.policy === "guarded";
  if (isGuarded && !force && fingerprint === assessment.attempts.fingerprint) {
    await recordAttempt(context, asked, "unchanged", "same data, settings and code as at the last attempt");
    return { outcome: "unchanged", reason: "same-data", reasons };
  }

  const challenged = await challengeOrFail(context, asked, isGuarded);
  return settle(context, asked, challenged, (platform.clock.now() - started) / 1000);
}

/** Trains and compares; what fails because of the data or the fit is an attempt, and backs off. One cut short is none. */
async function challengeOrFail(context: RunContext, asked: Asked, isGuarded: boolean): Promise<Challenge> {
  const { champion, data, assessment } = asked;
  const { seed } = context.platform.settings;
  const compared = champion && isGuarded ? await readComparable(context, champion.version, data.prepared) : undefined;
  const degraded = assessment.reasons.some(({ trigger }) => trigger === "performance");
  try {
    const steps = challengeSteps(data.prepared, compared, { degraded, seed, settings: asked.settings });
    return await runSteps(context.platform, steps, () => asked.lease?.keep() ?? Promise.resolve());
  } catch (error) {
    if (error instanceof MltrainError && !(error instanceof ModelFailedError)) throw error;
    await recordAttempt(context, asked, "failed", error instanceof Error ? error.message : String(error));
    throw error;
  }
}

/** Records what came of it: a version that serves, or an attempt that changed nothing. */
async function settle(
  context: RunContext,
  asked: Asked,
  { training, decision }: Challenge,
  seconds: number,
): Promise<TrainOutcome> {
  const { platform, workspace, tenant } = context;
  const { assessment, champion, findings, lease, data } = asked;
  const { model, reasons } = assessment;
  const { examples } = data.read;
  const artefactHash = workspace.registry.hashOf(training.artefact);
  const report = reportOf(training, examples, artefactHash, seconds);
  const equals = await findEqualInQuarantine(context, model, artefactHash);
  if (equals !== undefined) {
    await recordAttempt(context, asked, "refused", `equals version ${String(equals)}, which is in quarantine`);
    return { outcome: "refused", reason: "quarantined", equals, reasons, findings, report };
  }
  if (decision !== undefined && champion?.version.artefactHash === artefactHash) {
    await recordAttempt(context, asked, "unchanged", "the artefact that serves already");
    return { outcome: "unchanged", reason: "same-artefact", reasons };
  }
  if (decision?.verdict === "refuse") {
    const { reason, comparison } = decision;
    await recordAttempt(context, asked, "refused", reason);
    return { outcome: "refused", reason, comparison, reasons, findings, report };
  }
  const compared = decision === undefined ? {} : { comparison: decision.comparison };
  if (lease === undefined) return { outcome: "would-promote", reasons, findings, report, ...compared };

  // A fit may have taken longer than the lease; it is still ours unless another run took it over meanwhile.
  await workspace.leases.renew(lease, platform.settings.leaseSeconds);
  const promoted = await promote(context, asked, training, lease);
  const replaces = champion?.version.version;
  return {
    outcome: "promoted",
    version: promoted.version.version,
    name: versionName(model, tenant, promoted.version.version),
    ...(replaces === undefined ? {} : { replaces }),
    reasons,
    findings,
    report,
    ...compared,
  };
}

/**
 * The champion that a training would replace.
 * @throws UsageError if a version was deployed later than the time the run works as of: the log is append-only.
 */
async function findReplaceable(
  { workspace, visibleUntil }: RunContext,
  model: ModelName,
  lease: Lease | undefined,
): Promise<Champion | undefined> {
  const champion = await workspace.registry.findChampion(model, visibleUntil);
  if (lease === undefined) return champion;
  const newest = await workspace.registry.findChampion(model, Infinity);
  if (newest?.deployment.seq !== champion?.deployment.seq) {
    throw new UsageError(`a version of ${model} was deployed later than --as-of`, {
      hint: "What served is never rewritten: give a later --as-of, or add --dry-run.",
    });
  }
  return champion;
}

/** The quarantined version that the artefact equals. `--as-of` does not matter: quarantine holds at every time. */
async function findEqualInQuarantine(
  { workspace: { registry } }: RunContext,
  model: ModelName,
  hash: string,
): Promise<number | undefined> {
  const versions = await registry.listVersions(model, Infinity);
  for (const { version } of await registry.listQuarantine(model, Infinity)) {
    const recorded = versions.find((each) => each.version === version)?.artefactHash;
    if (recorded === hash || (await currentHashOf(registry, model, version)) === hash) return version;
  }
  return undefined;
}

/** The hash of the version in today's format: an older program recorded the same artefact under another one. */
async function currentHashOf(registry: ModelRegistry, model: ModelName, version: number): Promise<string | undefined> {
  try {
    return registry.hashOf(await registry.loadArtefact(model, version));
  } catch (error) {
    if (error instanceof ArtefactError) return undefined; // corrupt: nothing equals it
    throw error;
  }
}
