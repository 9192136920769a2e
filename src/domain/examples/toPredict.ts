import type { Example } from "../../learning/examples.js";
import type { DropReason } from "./exampleRead.js";
import type { PullRequest, WorkItem } from "./platformRows.js";
import { pullRequestFeatures } from "./reworkRisk.js";
import { workItemFeatures } from "./workItemFeatures.js";

/** Which rows are predicted. */
export interface Asked {
  /** Nothing that became known later is seen. */
  readonly until: number;
  /** Rows asked for by their keys are predicted whether or not they are open. */
  readonly byKey: boolean;
}

/** What a row to predict has in place of a label. */
const NO_LABEL = { label: NaN, labelKnownAt: Infinity };

/**
 * A work item as an example to predict: what is known at its creation, and no label.
 *
 * It is open until it is completed. An open item that has story points needs no prediction of them, unless it is
 * completed after `until`: then its points count as known only since. A summary is not asked for.
 *
 * @returns the example, why the row cannot be one, or null if it is not asked for.
 */
export function toPredictWorkItem(
  model: "story_points" | "lead_time",
  item: WorkItem,
  { until, byKey }: Asked,
): Example | DropReason | null {
  const { createdAt, completedAt = null } = item;
  if (!item.active || (createdAt !== null && createdAt > until)) return null;
  const isOpen = completedAt === null || completedAt > until;
  const isEstimated = model === "story_points" && completedAt === null && (item.storyPoints ?? NaN) > 0;
  if (!byKey && (!isOpen || isEstimated)) return null;
  if (createdAt === null) return "no-prediction-time";
  return { key: item.key, predictedAt: createdAt, ...NO_LABEL, ...workItemFeatures(item) };
}

/**
 * A pull request as an example to predict: what is known when it is opened, and no label. It is open until it is
 * merged; that it was closed is for the source to say.
 *
 * @returns as {@link toPredictWorkItem}.
 */
export function toPredictPullRequest(pullRequest: PullRequest, { until, byKey }: Asked): Example | DropReason | null {
  const { openedAt, mergedAt } = pullRequest;
  if (!pullRequest.active || (openedAt !== null && openedAt > until)) return null;
  if (!byKey && mergedAt !== null && mergedAt <= until) return null;
  if (openedAt === null) return "no-prediction-time";
  return { key: pullRequest.key, predictedAt: openedAt, ...NO_LABEL, ...pullRequestFeatures(pullRequest) };
}
