import { versionName, type ModelName } from "../domain/models.js";
import { predict } from "../domain/prediction/predictor.js";
import type { RollbackChoice } from "../domain/rollback/rollbackTarget.js";
import type { Deployment } from "../domain/versions.js";
import { ArtefactError, EXIT, NotFoundError, UsageError, worstExitCode } from "../errors.js";
import type { RollbackInput } from "./running/inputs.js";
import { perModel } from "./running/perModel.js";
import type { Lease } from "./ports/tenant/leaseStore.js";
import type { Platform } from "./ports/platform.js";
import type { RollbackOutcome, RollbackResult } from "./results/rollbackResult.js";
import { readPrepared } from "./assessing/newLabelRows.js";
import { findRollbackTarget } from "./rollingBack/rollbackTarget.js";
import { forTenants, type RunContext, type RunFindings } from "./running/tenantRuns.js";
import { withLease } from "./running/withLease.js";

/** Few are read, since the question is only whether the version predicts at all, and the answer is wanted now. */
const ROWS_TO_TRY = 1;

/** Puts the previous good version of each model back, or the one asked for. */
export async function rollBack(platform: Platform, input: RollbackInput): Promise<RollbackResult> {
  const { tenant, models, asOf, dryRun } = input;
  const result = await forTenants<RollbackOutcome, RunFindings<RollbackOutcome>>(
    platform,
    { tenants: { tenant }, models, ...(asOf === undefined ? {} : { asOf }) },
    { command: "rollback", recorded: !dryRun },
    async (context) => {
      const outcomes = dryRun
        ? await rollBackModels(context, input)
        : await withLease(context, (lease) => rollBackModels(context, input, lease));
      const codes = Object.values(outcomes).map((outcome) =>
        outcome.outcome === "failed" ? outcome.exitCode : EXIT.ok,
      );
      return { models: outcomes, exitCode: worstExitCode(codes) };
    },
  );
  return { ...result, dryRun };
}

function rollBackModels(
  context: RunContext,
  input: RollbackInput,
  lease?: Lease,
): Promise<{ [model in ModelName]?: RollbackOutcome }> {
  return perModel<RollbackOutcome>(context, (model, modelContext) => rollBackModel(modelContext, model, input, lease));
}

/** Choose → verify → switch, or, without a lease, say what would be done. */
async function rollBackModel(
  context: RunContext,
  model: ModelName,
  { to: wanted, reason, pin }: RollbackInput,
  lease: Lease | undefined,
): Promise<RollbackOutcome> {
  const { workspace, platform, run, asOf, visibleUntil } = context;
  const deployments = await workspace.registry.listDeployments(model, Infinity);
  const replaces = deployments.at(-1);
  if (replaces !== undefined && replaces.deployedAt > visibleUntil) {
    throw new UsageError(`a version of ${model} was deployed later than --as-of`, {
      hint: "What served is never rewritten: give a later --as-of, or none.",
    });
  }
  if (replaces?.pinned === true && pin !== "unpin") {
    throw new UsageError(`${versionName(model, context.tenant, replaces.version)} is pinned`, {
      hint: `Nothing takes its place until: mltrain rollback --tenant ${String(context.tenant)} --model ${model} --unpin`,
    });
  }
  if (replaces !== undefined && (pin === "unpin" || (pin === "pin" && wanted === replaces.version))) {
    return setPinned(context, replaces, pin === "pin", reason, lease);
  }
  const choice = await findRollbackTarget(workspace.registry, model, deployments, wanted);
  const { from, to } = targetOf(choice, context, model);
  await verify(context, model, to);
  const pinned = pin === "pin";
  const isThere = (await workspace.registry.findVersion(model, from, Infinity)) !== undefined;
  const quarantined = isThere ? from : null;
  if (lease === undefined) return { outcome: "would-roll-back", from, to, quarantined, pinned };

  const why = reason ?? "rolled back";
  const deployment = await workspace.registry.deploy(
    {
      model,
      version: to,
      cause: "rollback",
      reason: why,
      actor: platform.actor,
      run,
      deployedAt: asOf,
      replaces,
      pinned,
      ...(isThere ? { quarantine: { version: from, reason: why, actor: platform.actor } } : {}),
    },
    lease,
  );
  return { outcome: "rolled-back", from, to, quarantined, pinned, deployment };
}

/** What serves goes on serving, with a pin or without. @throws UsageError if there is no pin to take away. */
async function setPinned(
  { workspace, platform, tenant, run, asOf }: RunContext,
  champion: Deployment,
  pinned: boolean,
  reason: string | undefined,
  lease: Lease | undefined,
): Promise<RollbackOutcome> {
  const { model, version } = champion;
  if (!pinned && !champion.pinned) {
    throw new UsageError(`${versionName(model, tenant, version)} is not pinned`, {
      hint: "There is nothing to unpin.",
    });
  }
  if (lease === undefined) return { outcome: pinned ? "would-pin" : "would-unpin", version };
  const deployment = await workspace.registry.deploy(
    {
      model,
      version,
      cause: "pin",
      reason: reason ?? (pinned ? "pinned" : "unpinned"),
      actor: platform.actor,
      run,
      deployedAt: asOf,
      replaces: champion,
      pinned,
    },
    lease,
  );
  return { outcome: pinned ? "pinned" : "unpinned", version, deployment };
}

/** @throws NotFoundError if the choice is no version to switch to. */
function targetOf(choice: RollbackChoice, { tenant }: RunContext, model: ModelName): { from: number; to: number } {
  const name = (version: number): string => versionName(model, tenant, version);
  const hint = `See \`mltrain status --tenant ${String(tenant)} --model ${model}\` for what there is.`;
  switch (choice.choice) {
    case "roll-back":
      return choice;
    case "nothing":
      throw new NotFoundError(
        choice.why === "no-version" ? `${model} was never trained` : `there is no earlier good version of ${model}`,
        { hint },
      );
    case "already-deployed":
      throw new NotFoundError(`${name(choice.to)} serves already`, { hint });
    case "unknown-version":
      throw new NotFoundError(`there is no ${name(choice.to)}`, { hint });
    case "refused":
      throw new NotFoundError(
        `${name(choice.to)} must not serve again: ${choice.quarantine?.reason ?? "it, or an equal one, was rolled away from"}`,
        { hint },
      );
  }
}

/**
 * Loads the artefact, which checks its hash, and scores one row with it, so that no version begins to serve that
 * cannot. A tenant whose rows are gone has nothing to score.
 *
 * @throws ArtefactError if it cannot be read or does not predict.
 */
async function verify(context: RunContext, model: ModelName, version: number): Promise<void> {
  const artefact = await context.workspace.registry.loadArtefact(model, version);
  const { prepared } = await readPrepared(context, model, artefact.encoding.terms !== null, ROWS_TO_TRY);
  const predictions = predict(artefact, prepared, Int32Array.from(prepared.examples.keys.keys()));
  if (predictions.every(Number.isFinite)) return;
  throw new ArtefactError(`${versionName(model, context.tenant, version)} does not predict a finite number`, {
    hint: "Choose another version with --to.",
  });
}
