import type { Example } from "../../learning/examples.js";
import type { DropReason } from "./exampleRead.js";
import type { WorkItem } from "./platformRows.js";
import { workItemFeatures } from "./workItemFeatures.js";

/** More story points than this are a slip of the hand or another scale. */
const MAXIMUM_STORY_POINTS = 100;

/**
 * The example that a work item is for `story_points`: what is known at its creation, labelled with its story points.
 *
 * Kept are active items with 0 < points ≤ 100 and a summary that is not blank. The label counts as known when the item
 * was completed, because only then have its points stopped changing; where the relation has no completion time
 * (`completedAt` is undefined), at its creation. An item that is not completed has no label yet.
 *
 * @returns the example, its times in milliseconds since 1970 and its label in points; or why the row is none.
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
