import type { FeaturePlan } from "../../learning/features/denseFeatures.js";
import type { ModelName } from "../models.js";

/**
 * What is the same for all rows of one moment follows the level when it has moved, and overshoots when it moves back;
 * weights that favour newer labels follow it as well, and validation tells whether they should (docs/ablation.md).
 */
const NO_TIME = { calendar: false, recent: [] };

const WORK_ITEMS: FeaturePlan = {
  oneHot: ["type", "priority", "labels", "project", "team"],
  history: ["type", "priority", "labels", "project", "team", "assignee"],
  newest: ["type", "priority", "labels", "project", "team", "assignee"],
  text: true,
  ...NO_TIME,
  retired: { calendar: true, recent: [20, 100] },
};

/** What each model is given; people are only ever seen through the history of their labels. */
export const FEATURE_PLANS: Readonly<Record<ModelName, FeaturePlan>> = {
  story_points: WORK_ITEMS,
  lead_time: WORK_ITEMS,
  rework_risk: {
    oneHot: ["repository"],
    history: ["repository", "author"],
    newest: [],
    text: false,
    ...NO_TIME,
    retired: { calendar: true, recent: [50] },
  },
};
