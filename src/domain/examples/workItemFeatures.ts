import type { Example } from "../../learning/examples.js";
import type { WorkItem } from "./platformRows.js";

/** The text after this length is mostly logs and stack traces: it costs time and adds little information. */
const DESCRIPTION_CHARACTERS = 2_000;

/**
 * Returns the features of a work item that are known at creation: the lengths of its texts in UTF-16 code units (NaN if
 * a text is not known), its categories, and the texts.
 *
 * Story points are not a feature of the lead time, because they may be set long after creation. Texts, assignee and
 * labels are the current values, because the platform keeps no history of them.
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

/** Returns the length of a text in UTF-16 code units, or NaN if the text is not known. */
export function lengthOf(text: string | null): number {
  return text === null ? NaN : text.length;
}
