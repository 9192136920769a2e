import type { Example } from "../../learning/examples.js";
import type { DropReason } from "./exampleRead.js";
import type { WorkItem } from "./platformRows.js";
import { workItemFeatures } from "./workItemFeatures.js";

const SECONDS_PER_DAY = 86_400;
const MILLISECONDS_PER_DAY = 86_400_000;
/** An item that took longer than a year was probably forgotten, not worked on. */
const MAXIMUM_DAYS = 365;

/**
 * Converts a work item to an example of `lead_time`. The features are known at creation; the label is the number of days
 * from creation to completion.
 *
 * The label uses the platform's figure (`leadTimeSeconds`) if it is positive, else the time from creation to completion.
 * Keeps active, completed items with 0 < days ≤ 365. Does not require a summary, because tenants without texts have lead
 * times too.
 *
 * @returns the example, with times in milliseconds since 1970 and the label in days; or the reason to leave the row out.
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

/**
 * Returns the lead time in days. Returns NaN if the platform's figure is not a number: it is not replaced, so that the
 * data checks report it.
 */
function leadTimeDays(seconds: number | null, elapsedMilliseconds: number): number {
  if (seconds === null || seconds <= 0) return elapsedMilliseconds / MILLISECONDS_PER_DAY;
  return seconds / SECONDS_PER_DAY;
}
