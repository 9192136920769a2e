import type { Example } from "../../learning/examples.js";
import type { DropReason } from "./exampleRead.js";
import type { WorkItem } from "./platformRows.js";
import { workItemFeatures } from "./workItemFeatures.js";

const SECONDS_PER_DAY = 86_400;
const MILLISECONDS_PER_DAY = 86_400_000;
/** Items that lay for longer than a year were forgotten rather than worked on. */
const MAXIMUM_DAYS = 365;

/**
 * The example that a work item is for `lead_time`: what is known at its creation, labelled with the days until it was
 * completed.
 *
 * The platform's own figure (`leadTimeSeconds`) is the label where it is positive; else the time from creation to
 * completion. Kept are active, completed items with 0 < days ≤ 365. A summary is not asked for: tenants without texts
 * have lead times too.
 *
 * @returns the example, its times in milliseconds since 1970 and its label in days; or why the row is none.
 */
export function toLeadTimeExample(item: WorkItem): Example | DropReason {
  const { createdAt, completedAt } = item;
  if (!item.active) return "inactive";
  if (createdAt === null) return "no-prediction-time";
  if (completedAt === undefined || completedAt === null) return "no-label-time";
  if (completedAt < createdAt) return "label-before-prediction";
  const days = leadTimeDays(item.leadTimeSeconds, completedAt - createdAt);
  if (!Number.isFinite(days)) return "label-not-finite";
  if (!(days > 0 && days <= MAXIMUM_DAYS)) return "label-out-of-range";
  return { key: item.key, predictedAt: createdAt, labelKnownAt: completedAt, label: days, ...workItemFeatures(item) };
}

/** NaN if the platform's figure is none: it is not replaced, so that the data checks can speak of it. */
function leadTimeDays(seconds: number | null, elapsedMilliseconds: number): number {
  if (seconds === null || seconds <= 0) return elapsedMilliseconds / MILLISECONDS_PER_DAY;
  return seconds / SECONDS_PER_DAY;
}
