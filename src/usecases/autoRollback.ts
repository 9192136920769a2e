import { decidePromotion, PROMOTION_LEVEL, type PromotionDecision } from "../domain/promotion.js";
import type { PerformanceStanding } from "../domain/assessment.js";
import { chooseRollbackTarget } from "../domain/rollback.js";
import { lossPerRow } from "../domain/scoring.js";
import { predict } from "../domain/predictor.js";
import { versionName } from "../domain/models.js";
import type { Champion } from "../domain/versions.js";
import { readPrepared, trainedRows, type FreshRows } from "./freshRows.js";
import type { Lease } from "./ports.js";
import type { AutoRollback } from "./results.js";
import type { RunContext } from "./tenantRuns.js";

/**
 * Puts the version back that the champion replaced, only if the champion is shown to be worse than it: both scored on the
 * same labels, which became known after both watermarks and which neither was trained on. Asked whenever the
 * performance question is, at a level that shrinks with it, so that nightly looks do not add up to a false alarm; where
 * that is never asked (under the classic policy, and of a version without a holdout), it shrinks with each evaluation.
 */
export async function rollBackIfWorse(
  context: RunContext,
  champion: Champion,
  fresh: FreshRows | undefined,
  standing: PerformanceStanding | undefined,
  lease: Lease,
): Promise<AutoRollback> {
  const { workspace, run, asOf } = context;
  const { model } = champion.version;
  const stay = (because: Extract<AutoRollback, { rolledBack: false }>["because"]): AutoRollback => ({
    rolledBack: false,
    because,
  });
  if (champion.deployment.pinned) return stay("pinned");
  if (fresh === undefined) return stay("nothing-new");
  const looks = await countLooks(context, champion, standing);
  if (looks === undefined) return stay("not-asked-yet");
  const deployments = await workspace.registry.listDeployments(model, Infinity);
  const quarantine = await workspace.registry.listQuarantine(model, Infinity);
  const versions = await workspace.registry.listVersions(model, Infinity);
  const artefactHashes = new Map(versions.map(({ version, artefactHash }) => [version, artefactHash]));
  if (deployments.at(-1)?.seq !== champion.deployment.seq) return stay("nothing-to-go-back-to");
  const replaced = deployments.at(-2)?.version;
  const choice = chooseRollbackTarget(deployments, quarantine, { artefactHashes });
  if (choice.choice !== "roll-back" || choice.to !== replaced) return stay("nothing-to-go-back-to");

  const decision = await compareWith(context, champion, fresh, choice.to, PROMOTION_LEVEL / looks);
  if (decision.verdict === "refuse") return { ...stay("not-shown-worse"), comparison: decision.comparison };
  const { comparison } = decision;
  const reason = `shown worse than version ${String(choice.to)} on ${String(comparison.rows)} newer labels`;
  const actor = "mltrain evaluate --auto-rollback";
  const deployment = await workspace.registry.deploy(
    {
      model,
      version: choice.to,
      cause: "rollback",
      reason,
      actor,
      run,
      deployedAt: asOf,
      replaces: champion.deployment,
      quarantine: { version: choice.from, reason, actor },
    },
    lease,
  );
  context.log.warn(
    { from: choice.from, to: choice.to },
    `${versionName(model, context.tenant, choice.from)}: ${reason}`,
  );
  return { rolledBack: true, from: choice.from, to: choice.to, deployment, comparison };
}

/** How often was it asked about this champion, this time included? undefined: it is not due. */
async function countLooks(
  { workspace, visibleUntil }: RunContext,
  { version: { model, version } }: Champion,
  standing: PerformanceStanding | undefined,
): Promise<number | undefined> {
  if (standing !== undefined && standing.insufficiency?.because !== "no-holdout") {
    return standing.askedNow ? standing.asking?.asking : undefined;
  }
  const evaluations = await workspace.registry.listEvaluations(model, visibleUntil, Infinity);
  return Math.max(1, evaluations.filter((each) => each.version === version).length);
}

/** The replaced version as a challenger that has to be better than the champion. */
async function compareWith(
  context: RunContext,
  { version }: Champion,
  fresh: FreshRows,
  other: number,
  level: number,
): Promise<PromotionDecision> {
  const { workspace, platform } = context;
  const { model } = version;
  const artefact = await workspace.registry.loadArtefact(model, other);
  const earlier = await workspace.registry.findVersion(model, other, Infinity);
  const needsText = artefact.encoding.terms !== null;
  const hasText = fresh.all.prepared.examples.terms !== undefined;
  const { prepared } = needsText && !hasText ? await readPrepared(context, model, true) : fresh.all;
  const isTrained = await trainedRows(context, version);
  const wasTrained = earlier === undefined ? () => true : await trainedRows(context, earlier);
  const watermark = Math.max(version.watermark, earlier?.watermark ?? Infinity);
  const { count, keys, labelKnownAt, labels } = prepared.examples;
  const rows = Int32Array.from({ length: count }, (_, row) => row).filter((row) => {
    const key = keys[row] ?? "";
    return (labelKnownAt[row] ?? 0) > watermark && !isTrained(key) && !wasTrained(key);
  });
  const known = Float64Array.from(rows, (row) => labels[row] ?? NaN);
  const lossesOf = (each: typeof artefact): Float64Array => lossPerRow(model, known, predict(each, prepared, rows));
  const losses = { champion: lossesOf(fresh.artefact), challenger: lossesOf(artefact) };
  return decidePromotion(losses, { degraded: true, seed: platform.settings.seed, level });
}
