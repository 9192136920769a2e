import type { SourceColumn } from "./sourceColumns.js";

/** The column of the relation behind each column of examples, by its name in docs/data.md and in the config file. */
const SOURCE_OF: Readonly<Record<string, SourceColumn>> = {
  summaryLength: "summary",
  descriptionLength: "description",
  acceptanceLength: "acceptance_criteria",
  type: "wit_id",
  priority: "priority",
  project: "project_id",
  team: "team",
  assignee: "assignee",
  labels: "labels",
  titleLength: "name",
  titleSaysFix: "name",
  titleSaysDraft: "name",
  bodyLength: "body",
  additions: "additions",
  deletions: "deletions",
  changedFiles: "changed_files",
  repository: "repository_id",
  author: "user_name",
};

/**
 * Returns the name that users know for a column of examples: the column of the relation. A column that is computed from
 * several columns keeps its own name.
 */
export function sourceOf(column: string): string {
  return SOURCE_OF[column] ?? column;
}
