import type { Example } from "../../learning/examples.js";
import type { WorkItem } from "./platformRows.js";

/** More of a description than this tells little and costs time: logs and stack traces are appended to it. */
const DESCRIPTION_CHARACTERS = 2_000;

/**
 * The features of a work item that are there when it is created: lengths of its texts in UTF-16 code units (NaN where
 * a text is not known), its categories, and the texts themselves.
 *
 * Story points are no feature of the lead time: they may be set long after creation. Texts, assignee and labels are
 * taken as the platform holds them now; it keeps no history of them.
 */
export function workItemFeatures(item: WorkItem): Pick<Example, "numbers" | "categories" | "texts"> {
  return {
    numbers: {
      summaryLength: lengthOf(item.summary),
      descriptionLength: lengthOf(item.description),
      acceptanceLength: lengthOf(item.acceptanceCriteria),
    },
    categories: {
      type: item.type,
      priority: item.priority,
      project: item.project,
      team: item.team,
      assignee: item.assignee,
      labels: item.labels,
    },
    texts: [item.summary ?? "", (item.description ?? "").slice(0, DESCRIPTION_CHARACTERS)],
  };
}

/** Length of a text in UTF-16 code units; NaN where it is not known. */
export function lengthOf(text: string | null): number {
  return text === null ? NaN : text.length;
}
