import type { FeaturePlan } from "../../learning/features/denseFeatures.js";
import type { ModelName } from "../models.js";

/**
 * Switches off the features that depend on time alone. They follow a change of the label level, but overshoot when the
 * level returns. Recency weights follow it too, and validation decides whether to use them (docs/ablation.md).
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

/** The features of each model. A person appears only through the history of their labels. */
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
