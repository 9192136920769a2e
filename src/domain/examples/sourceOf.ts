import type { SourceColumn } from "./sourceColumns.js";

/** The column of the relation that each column of examples is made from, as docs/data.md and the config file call it. */
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

/** What people know a column of examples by: that of the relation; its own name where it is made from several. */
export function sourceOf(column: string): string {
  return SOURCE_OF[column] ?? column;
}
