import type { Assessment } from "../domain/assessment.js";
import { checkTrainingData } from "../domain/dataChecks.js";
import type { Finding } from "../domain/dataFindings.js";
import { versionName, type ModelName } from "../domain/models.js";
import { describeProcedure } from "../domain/procedure.js";
import { trainModel, type Training } from "../domain/training.js";
import type { Champion } from "../domain/versions.js";
import type { Examples } from "../learning/examples.js";
import { UsageError } from "../errors.js";
import { assessModel } from "./assess.js";
import { readPrepared } from "./scoreFresh.js";
import type { Lease, NewVersion } from "./ports.js";
import type { TrainingReport, TrainOutcome } from "./results.js";
import type { RunContext } from "./tenantRuns.js";

export interface TrainOptions {
  /** Train whether or not it is needed. */
  readonly force: boolean;
  /** The right to record; absent under a dry run. */
  readonly lease?: Lease;
}

/** Trains one model, top to bottom: assess → read → check → choose, score, refit → record and deploy. */
export async function trainOneModel(
  context: RunContext,
  model: ModelName,
  options: TrainOptions,
): Promise<TrainOutcome> {
  const { workspace, platform, log } = context;
  const started = platform.clock.now();
  const champion = await findReplaceable(context, model, options.lease);

  const { assessment, all } = await assessModel(context, model, { force: options.force, forTraining: true });
  const { decision, reasons } = assessment;
  if (decision === "keep") return { outcome: "kept", reasons };

  const { read, prepared } = all ?? (await readPrepared(context, model, true));
  const { examples } = read;
  const findings = checkTrainingData(model, read, prepared.features);
  for (const { severity, finding, message } of findings) log.info({ severity, finding }, message);
  const refusal = refusalOf(findings);
  if (refusal !== undefined) return { outcome: refusal, reasons, findings, rows: examples.count };

  const training = trainModel(prepared);
  const artefactHash = workspace.registry.hashOf(training.artefact);
  const report = reportOf(training, examples, artefactHash, (platform.clock.now() - started) / 1000);
  const equals = await findEqualInQuarantine(context, model, artefactHash);
  if (equals !== undefined) return { outcome: "refused", because: "quarantined", equals, reasons, findings, report };
  if (options.lease === undefined) return { outcome: "would-promote", reasons, findings, report };

  // A fit may have taken longer than the lease; it is still ours unless another run took it over meanwhile.
  await workspace.leases.renew(options.lease, platform.settings.leaseSeconds);
  const version = newVersion(context, model, examples, training);
  const promoted = await promote(context, version, champion, options.lease, reasons);
  const replaces = champion?.version.version;
  return {
    outcome: "promoted",
    version: promoted.version.version,
    name: versionName(model, context.tenant, promoted.version.version),
    ...(replaces === undefined ? {} : { replaces }),
    reasons,
    findings,
    report,
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

/** Too few rows are a state to wait out, unless rows are missing because their labels or times are broken. */
function refusalOf(findings: readonly Finding[]): "too-little-data" | "data-refused" | undefined {
  const refusals = findings.filter(({ severity }) => severity === "refuse");
  if (refusals.length === 0) return undefined;
  const isFound = (name: Finding["finding"]): boolean => refusals.some(({ finding }) => finding === name);
  const isBroken = isFound("labels-not-finite") || findings.some(({ finding }) => finding === "times-not-readable");
  return isFound("too-few-rows") && !isBroken ? "too-little-data" : "data-refused";
}

/** The version in quarantine that the artefact equals; quarantine knows no time: it holds under every `--as-of`. */
async function findEqualInQuarantine(
  { workspace: { registry } }: RunContext,
  model: ModelName,
  hash: string,
): Promise<number | undefined> {
  const versions = await registry.listVersions(model, Infinity);
  const quarantine = await registry.listQuarantine(model, Infinity);
  const equal = versions.filter(({ artefactHash }) => artefactHash === hash).map(({ version }) => version);
  return quarantine.find(({ version }) => equal.includes(version))?.version;
}

function newVersion(context: RunContext, model: ModelName, examples: Examples, training: Training): NewVersion {
  const { platform, workspace, run, asOf } = context;
  const { seed } = platform.settings;
  const { learner, encoding } = training.artefact;
  return {
    model,
    artefact: training.artefact,
    learner: learner.name,
    hyperparameters: { ...training.procedure },
    featureSchema: encoding.terms === null ? encoding.names : [...encoding.names, "hashed text"],
    holdout: training.holdout,
    watermark: watermarkOf(examples),
    rows: examples.count,
    trainedKeys: workspace.fingerprints.ofKeys(model, examples.keys),
    fingerprint: workspace.fingerprints.ofTraining(model, examples, seed),
    seed,
    codeVersion: platform.codeVersion,
    run,
    trainedAt: asOf,
  };
}

async function promote(
  { workspace, platform, run, asOf }: RunContext,
  version: NewVersion,
  champion: Champion | undefined,
  lease: Lease,
  reasons: Assessment["reasons"],
): Promise<Champion> {
  const reason = reasons.map(({ trigger }) => trigger).join(", ");
  return workspace.registry.promote(
    version,
    {
      model: version.model,
      cause: "train",
      reason,
      actor: platform.actor,
      run,
      deployedAt: asOf,
      replaces: champion?.deployment,
    },
    lease,
  );
}

function watermarkOf({ labelKnownAt }: Examples): number {
  return labelKnownAt.at(-1) ?? NaN;
}

function reportOf(training: Training, examples: Examples, artefactHash: string, seconds: number): TrainingReport {
  const { procedure, tried, naiveBecause, trainingRows, holdout, refusedHoldout } = training;
  return {
    learner: procedure.learner,
    description: describeProcedure(procedure),
    candidates: tried.map(({ procedure: { learner }, description, loss }) => ({ learner, description, loss })),
    ...(naiveBecause === undefined ? {} : { naiveBecause }),
    trainingRows,
    holdout,
    ...(refusedHoldout === undefined ? {} : { refusedHoldout }),
    rows: examples.count,
    watermark: watermarkOf(examples),
    artefactHash,
    seconds,
  };
}
