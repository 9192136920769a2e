import type { ModelName } from "../models.js";

/** The columns that the examples of a model consist of, whether or not there are any examples. */
export interface ExampleShape {
  readonly numbers: readonly string[];
  readonly categories: readonly string[];
  /** Whether texts are hashed into terms. */
  readonly text: boolean;
}

const WORK_ITEM: ExampleShape = {
  numbers: ["summaryLength", "descriptionLength", "acceptanceLength"],
  categories: ["type", "priority", "project", "team", "assignee", "labels"],
  text: true,
};

/** What the examples of each model consist of. */
export const EXAMPLE_SHAPES: Readonly<Record<ModelName, ExampleShape>> = {
  story_points: WORK_ITEM,
  lead_time: WORK_ITEM,
  rework_risk: {
    numbers: ["titleLength", "bodyLength", "additions", "deletions", "changedFiles", "titleSaysFix", "titleSaysDraft"],
    categories: ["repository", "author"],
    text: false,
  },
};
