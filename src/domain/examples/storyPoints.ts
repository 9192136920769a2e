import type { Example } from "../../learning/examples.js";
import type { DropReason } from "./exampleRead.js";
import type { WorkItem } from "./platformRows.js";
import { workItemFeatures } from "./workItemFeatures.js";

/** More story points are probably a typing error or another scale. */
const MAXIMUM_STORY_POINTS = 100;

/**
 * Converts a work item to an example of `story_points`. The features are known at creation; the label is the number of
 * story points.
 *
 * Keeps active items with 0 < points ≤ 100 and a summary that is not blank. The label is known at completion, because
 * points can change until then. If the relation has no completion time (`completedAt` is undefined), the label is known
 * at creation. An item that is not completed has no label yet.
 *
 * @returns the example, with times in milliseconds since 1970 and the label in points; or the reason to leave the row out.
 */
export function toStoryPointsExample(item: WorkItem): Example | DropReason {
  const { createdAt, storyPoints, summary } = item;
  if (!item.active) return "inactive";
  if (createdAt === null) return "no-prediction-time";
  const labelKnownAt = item.completedAt === undefined ? createdAt : item.completedAt;
  if (labelKnownAt === null) return "no-label-time";
  if (labelKnownAt < createdAt) return "label-before-prediction";
  if (storyPoints === null) return "no-label";
  if (!Number.isFinite(storyPoints)) return "label-not-finite";
  if (!(storyPoints > 0 && storyPoints <= MAXIMUM_STORY_POINTS)) return "label-out-of-range";
  if (summary === null || summary.trim() === "") return "no-summary";
  return { key: item.key, predictedAt: createdAt, labelKnownAt, label: storyPoints, ...workItemFeatures(item) };
}
