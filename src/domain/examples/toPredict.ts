import type { Example } from "../../learning/examples.js";
import type { DropReason } from "./exampleRead.js";
import type { PullRequest, WorkItem } from "./platformRows.js";
import { pullRequestFeatures } from "./reworkRisk.js";
import { workItemFeatures } from "./workItemFeatures.js";

/** Selects the rows to predict. */
export interface PredictionRequest {
  /** Later data are ignored; milliseconds since 1970, UTC. */
  readonly until: number;
  /** Whether the user named the rows by key. Such rows are predicted even if they are not open. */
  readonly byKey: boolean;
}

/** The label of a row to predict: it has none. */
const NO_LABEL = { label: NaN, labelKnownAt: Infinity };

/**
 * Converts a work item to an example to predict. The features are known at creation; there is no label.
 *
 * An item is open until it is completed. An open item that has story points needs no prediction of them. The exception
 * is an item that is completed after `until`, because its points are known only from then on. Does not require a summary.
 *
 * @returns the example, the reason why the row cannot be predicted, or null if the row was not requested.
 */
export function toPredictWorkItem(
  model: "story_points" | "lead_time",
  item: WorkItem,
  { until, byKey }: PredictionRequest,
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
 * Converts a pull request to an example to predict. The features are known when it is opened; there is no label. It is
 * open until it is merged. The source leaves out pull requests that were closed without a merge.
 *
 * @returns the example, the reason why the row cannot be predicted, or null if the row was not requested.
 */
export function toPredictPullRequest(
  pullRequest: PullRequest,
  { until, byKey }: PredictionRequest,
): Example | DropReason | null {
  const { openedAt, mergedAt } = pullRequest;
  if (!pullRequest.active || (openedAt !== null && openedAt > until)) return null;
  if (!byKey && mergedAt !== null && mergedAt <= until) return null;
  if (openedAt === null) return "no-prediction-time";
  return { key: pullRequest.key, predictedAt: openedAt, ...NO_LABEL, ...pullRequestFeatures(pullRequest) };
}
