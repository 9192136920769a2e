/** The relations that `mltrain import` writes. */
export const IMPORT_RELATIONS = ["tenants", "work_items", "prs"] as const;
export type ImportRelation = (typeof IMPORT_RELATIONS)[number];

/** The type of a column. An empty cell is null, but a `key`, a `whole-key` and a `known-time` require a value. */
export type ColumnKind = "key" | "text" | "number" | "whole-number" | "whole-key" | "time" | "known-time" | "boolean";

/** A value to bind. A time is ISO 8601 text in UTC with milliseconds, so that it sorts as text. */
export type ImportValue = string | number | boolean | null;
export type ImportRow = Readonly<Record<string, ImportValue>>;

/** The columns of a file, without the tenant's. `id` is not included, because the database assigns it. */
export const IMPORT_COLUMNS: Readonly<Record<ImportRelation, Readonly<Record<string, ColumnKind>>>> = {
  tenants: { name: "key", active: "boolean" },
  work_items: {
    key: "key",
    project_id: "text",
    team: "text",
    wit_id: "text",
    priority: "text",
    assignee: "text",
    labels: "text",
    summary: "text",
    description: "text",
    acceptance_criteria: "text",
    story_points: "number",
    created: "known-time",
    updated: "time",
    work_first_started_at: "time",
    work_last_completed_at: "time",
    total_lead_time_seconds: "number",
    active: "boolean",
  },
  prs: {
    repository_id: "key",
    number: "whole-key",
    user_name: "text",
    name: "text",
    body: "text",
    additions: "whole-number",
    deletions: "whole-number",
    changed_files: "whole-number",
    commit_count: "whole-number",
    reviewers: "text",
    status: "text",
    pr_created_at: "known-time",
    first_review_at: "time",
    merged_at: "time",
    closed_at: "time",
    review_cycles: "whole-number",
    rework_commit_count: "whole-number",
    discussion_comment_count: "whole-number",
    review_comment_count: "whole-number",
    active: "boolean",
  },
};

/** The column of a row's tenant. */
export const TENANT_COLUMN: Readonly<Record<ImportRelation, string>> = {
  tenants: "id",
  work_items: "tenant_id",
  prs: "tenant_id",
};

/** The columns that identify a row within its tenant. An import updates a row that exists already. */
export const KEY_COLUMNS: Readonly<Record<ImportRelation, readonly string[]>> = {
  tenants: [],
  work_items: ["key"],
  prs: ["repository_id", "number"],
};

/** The columns that every model requires. `created` and `pr_created_at` are the prediction times. */
export const REQUIRED_COLUMNS: Readonly<Record<ImportRelation, readonly string[]>> = {
  tenants: ["name"],
  work_items: ["key", "created"],
  prs: ["repository_id", "number", "pr_created_at"],
};
