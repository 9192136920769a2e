import type { FeaturePlan } from "../learning/features/denseFeatures.js";
import type { ModelName } from "./models.js";

const WORK_ITEMS: FeaturePlan = {
  oneHot: ["type", "priority", "labels", "project", "team"],
  history: ["type", "priority", "labels", "project", "team", "assignee"],
  recent: [20, 100],
  text: true,
};

/** What each model is given; people are only ever seen through the history of their labels. */
export const FEATURE_PLANS: Readonly<Record<ModelName, FeaturePlan>> = {
  story_points: WORK_ITEMS,
  lead_time: WORK_ITEMS,
  rework_risk: { oneHot: ["repository"], history: ["repository", "author"], recent: [50], text: false },
};
