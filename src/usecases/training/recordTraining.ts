import type { Assessment } from "../../domain/retraining/assessment.js";
import type { AttemptOutcome } from "../../domain/retraining/attempts.js";
import type { Finding } from "../../domain/dataChecks/findings.js";
import { hyperparametersOf } from "../../domain/learners/procedure.js";
import type { Training } from "../../domain/training/training.js";
import { summariseTraining } from "../../domain/explaining/trainingSummary.js";
import type { Champion } from "../../domain/versions.js";
import type { TrainingSettings } from "../../domain/settings.js";
import type { PreparedRead } from "../assessing/newLabelRows.js";
import type { Lease } from "../ports/tenant/leaseStore.js";
import type { NewAttempt, NewVersion } from "../ports/tenant/modelRegistry.js";
import type { RunContext } from "../running/tenantRuns.js";
import { watermarkOf } from "../results/trainingReport.js";
import type { HeldLease } from "../running/withLease.js";

/** What a training works on, once it is asked for. */
export interface Asked {
  readonly assessment: Assessment;
  readonly champion: Champion | undefined;
  readonly data: PreparedRead;
  readonly settings: TrainingSettings;
  readonly findings: readonly Finding[];
  readonly fingerprint: string;
  readonly lease: HeldLease | undefined;
}

/** Records an attempt that promoted nothing; under a dry run nothing is recorded. */
export async function recordAttempt(
  context: RunContext,
  asked: Asked,
  outcome: AttemptOutcome,
  reason: string,
): Promise<void> {
  const { registry, leases } = context.workspace;
  if (asked.lease === undefined) return;
  await leases.renew(asked.lease, context.platform.settings.leaseSeconds);
  await registry.recordAttempt(attemptOf(context, asked, outcome, reason), asked.lease);
}

function attemptOf(
  { asOf, run }: RunContext,
  { assessment, data, fingerprint }: Asked,
  outcome: AttemptOutcome,
  reason: string | undefined,
): NewAttempt {
  const { examples } = data.read;
  return {
    model: assessment.model,
    attemptedAt: asOf,
    run,
    triggers: assessment.reasons.map(({ trigger }) => trigger),
    outcome,
    reason,
    fingerprint,
    watermark: examples.count === 0 ? undefined : watermarkOf(examples),
    rows: examples.count,
  };
}

/** Records a version with its attempt, and makes it serve. */
export function promote(context: RunContext, asked: Asked, training: Training, lease: Lease): Promise<Champion> {
  const { workspace, platform, run, asOf } = context;
  const { assessment, champion } = asked;
  const deployment = {
    model: assessment.model,
    cause: "train" as const,
    reason: assessment.reasons.map(({ trigger }) => trigger).join(", "),
    actor: platform.actor,
    run,
    deployedAt: asOf,
    replaces: champion?.deployment,
  };
  const version = newVersion(context, asked, training);
  const attempt = attemptOf(context, asked, "promoted", undefined);
  return workspace.registry.promote({ version, deployment, attempt }, lease);
}

function newVersion(
  { platform, workspace, run, asOf }: RunContext,
  { assessment: { model }, fingerprint, data: { read, prepared } }: Asked,
  training: Training,
): NewVersion {
  const { artefact, choice, holdout, evidence } = training;
  const { examples } = read;
  const { learner, encoding } = artefact;
  return {
    model,
    artefact,
    learner: learner.name,
    hyperparameters: hyperparametersOf(choice.procedure),
    featureSchema: encoding.terms === null ? encoding.names : [...encoding.names, "hashed text"],
    holdout,
    evidence: { ...evidence, summary: summariseTraining(read, prepared, training) },
    watermark: watermarkOf(examples),
    rows: examples.count,
    trainedKeys: workspace.fingerprints.ofKeys(model, examples.keys),
    fingerprint,
    seed: platform.settings.seed,
    codeVersion: platform.codeVersion,
    run,
    trainedAt: asOf,
  };
}
