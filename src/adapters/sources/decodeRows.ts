import type { PullRequest, WorkItem } from "../../domain/examples/platformRows.js";
import type { SourceColumn } from "../../domain/examples/sourceColumns.js";
import { decodeTime } from "../decoding/decodeTime.js";
import { decodeBoolean, decodeCategory, decodeNumber, decodeText } from "../decoding/decodeValues.js";

/** A row under mltrain's names of the columns, whatever they are called there; one that the relation lacks is undefined. */
export type SourceRow = Readonly<Partial<Record<SourceColumn, unknown>>>;

/** A row without a key has the empty one: all but one of such rows are duplicates. */
export function decodeWorkItem(row: SourceRow): WorkItem {
  return {
    key: decodeText(row.key) ?? "",
    project: decodeCategory(row.project_id),
    team: decodeCategory(row.team),
    type: decodeCategory(row.wit_id),
    priority: decodeCategory(row.priority),
    assignee: decodeCategory(row.assignee),
    labels: decodeCategory(row.labels),
    summary: decodeText(row.summary),
    description: decodeText(row.description),
    acceptanceCriteria: decodeText(row.acceptance_criteria),
    storyPoints: decodeNumber(row.story_points),
    createdAt: decodeTime(row.created),
    completedAt: row.work_last_completed_at === undefined ? undefined : decodeTime(row.work_last_completed_at),
    leadTimeSeconds: decodeNumber(row.total_lead_time_seconds),
    active: decodeActive(row),
  };
}

export function decodePullRequest(row: SourceRow): PullRequest {
  const repository = decodeCategory(row.repository_id);
  return {
    key: `${repository ?? ""}#${decodeText(row.number) ?? ""}`,
    repository,
    author: decodeCategory(row.user_name),
    title: decodeText(row.name),
    body: decodeText(row.body),
    additions: decodeNumber(row.additions),
    deletions: decodeNumber(row.deletions),
    changedFiles: decodeNumber(row.changed_files),
    openedAt: decodeTime(row.pr_created_at),
    mergedAt: decodeTime(row.merged_at),
    reviewCycles: decodeNumber(row.review_cycles),
    reworkCommits: decodeNumber(row.rework_commit_count),
    active: decodeActive(row),
  };
}

/** Only a row that is said to be inactive is: where the column is missing or null, rows count as active. */
function decodeActive(row: SourceRow): boolean {
  return decodeBoolean(row.active) ?? true;
}
