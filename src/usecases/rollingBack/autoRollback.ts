import {
  decidePromotion,
  PROMOTION_LEVEL,
  type Comparison,
  type PromotionDecision,
} from "../../domain/promotion/promotion.js";
import type { PerformanceStatus } from "../../domain/retraining/assessment.js";
import { comparisonDue, versionReplaced, withComparison } from "../../domain/rollback/autoRollback.js";
import { lossPerRow } from "../../domain/scoring/scoring.js";
import { predict } from "../../domain/prediction/predictor.js";
import { versionName } from "../../domain/models.js";
import type { Champion } from "../../domain/versions.js";
import { readPrepared, trainedRows, type NewLabelRows } from "../assessing/newLabelRows.js";
import type { Lease } from "../ports/tenant/leaseStore.js";
import { findRollbackTarget } from "./rollbackTarget.js";
import type { AutoRollback } from "../results/evaluateResult.js";
import type { RunContext } from "../running/tenantRuns.js";

/**
 * Puts the version back that the champion replaced, only if the champion is shown to be worse than it: both scored on the
 * same labels, which became known after both watermarks and which neither was trained on. Compared once for each asking
 * of the performance question, at a level that shrinks with the comparisons, so that nightly looks do not add up to a
 * false alarm; where that is never asked (under the classic policy, and of a version without a holdout), it shrinks with
 * each evaluation.
 */
export async function rollBackIfWorse(
  context: RunContext,
  champion: Champion,
  newRows: NewLabelRows | undefined,
  status: PerformanceStatus | undefined,
  lease: Lease,
): Promise<AutoRollback> {
  const { workspace, visibleUntil } = context;
  const { model, version } = champion.version;
  const stay = (reason: Extract<AutoRollback, { rolledBack: false }>["reason"]): AutoRollback => ({
    rolledBack: false,
    reason,
  });
  if (champion.deployment.pinned) return stay("pinned");
  if (newRows === undefined) return stay("no-new-labels");
  const isEverAsked = status !== undefined && status.insufficiency?.reason !== "no-holdout";
  const history = await workspace.registry.listEvaluations(model, visibleUntil, Infinity);
  const evaluations = history.filter((each) => each.version === version);
  const due = comparisonDue(evaluations, isEverAsked);
  if (due === undefined) return stay("not-tested-yet");
  const target = await targetOf(context, champion);
  if (target === undefined) return stay("no-previous-version");

  const decision = await compareWith(context, champion, newRows, target, PROMOTION_LEVEL / due);
  const { comparison } = decision;
  if (decision.verdict === "promote") return putBack(context, champion, target, comparison, lease);
  // One on too few rows has seen nothing that could be a false alarm. A rollback ends the sequential tests, and one that could not
  // be recorded has to be found again.
  const compared = isEverAsked && decision.reason !== "too-few-rows" ? withComparison(evaluations, due) : undefined;
  if (compared !== undefined) await workspace.registry.appendEvaluation(compared);
  return { ...stay("not-significantly-worse"), comparison };
}

/** The version that the champion replaced, where it may serve again. */
async function targetOf({ workspace }: RunContext, { deployment }: Champion): Promise<number | undefined> {
  const { registry } = workspace;
  const { model } = deployment;
  const deployments = await registry.listDeployments(model, Infinity);
  if (deployments.at(-1)?.seq !== deployment.seq) return undefined;
  const choice = await findRollbackTarget(registry, model, deployments);
  return choice.choice === "roll-back" && choice.to === versionReplaced(deployments) ? choice.to : undefined;
}

async function putBack(
  context: RunContext,
  { version: { model, version: from }, deployment: replaces }: Champion,
  to: number,
  comparison: Comparison,
  lease: Lease,
): Promise<AutoRollback> {
  const { workspace, tenant, run, asOf, log } = context;
  const reason = `shown worse than version ${String(to)} on ${String(comparison.rows)} newer labels`;
  const actor = "mltrain evaluate --auto-rollback";
  const quarantine = { version: from, reason, actor };
  const deployment = await workspace.registry.deploy(
    { model, version: to, cause: "rollback", reason, actor, run, deployedAt: asOf, replaces, quarantine },
    lease,
  );
  log.warn({ from, to }, `${versionName(model, tenant, from)}: ${reason}`);
  return { rolledBack: true, from, to, deployment, comparison };
}

/** The replaced version as a challenger that has to be better than the champion. */
async function compareWith(
  context: RunContext,
  { version }: Champion,
  newRows: NewLabelRows,
  other: number,
  level: number,
): Promise<PromotionDecision> {
  const { workspace, platform } = context;
  const { model } = version;
  const artefact = await workspace.registry.loadArtefact(model, other);
  const earlier = await workspace.registry.findVersion(model, other, Infinity);
  const needsText = artefact.encoding.terms !== null;
  const hasText = newRows.all.prepared.examples.terms !== undefined;
  const { prepared } = needsText && !hasText ? await readPrepared(context, model, true) : newRows.all;
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
  const losses = { champion: lossesOf(newRows.artefact), challenger: lossesOf(artefact) };
  return decidePromotion(losses, { degraded: true, seed: platform.settings.seed, level });
}
