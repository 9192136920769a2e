import type { ModelName } from "../models.js";

/** The columns of a model's examples. They are the same if there are no examples. */
export interface ExampleShape {
  readonly numbers: readonly string[];
  readonly categories: readonly string[];
  /** Whether the texts are hashed into terms. */
  readonly text: boolean;
}

const WORK_ITEM: ExampleShape = {
  numbers: ["summaryLength", "descriptionLength", "acceptanceLength"],
  categories: ["type", "priority", "project", "team", "assignee", "labels"],
  text: true,
};

/** The columns of the examples of each model. */
export const EXAMPLE_SHAPES: Readonly<Record<ModelName, ExampleShape>> = {
  story_points: WORK_ITEM,
  lead_time: WORK_ITEM,
  rework_risk: {
    numbers: ["titleLength", "bodyLength", "additions", "deletions", "changedFiles", "titleSaysFix", "titleSaysDraft"],
    categories: ["repository", "author"],
    text: false,
  },
};
