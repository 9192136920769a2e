import type { ModelName, RelationName } from "../models.js";

/** The columns of the platform's relations, by mltrain's names. A config file can map each to another name. */
export const RELATION_COLUMNS = {
  tenants: ["id", "name", "active"],
  work_items: [
    "tenant_id",
    "id",
    "key",
    "project_id",
    "team",
    "wit_id",
    "priority",
    "assignee",
    "labels",
    "summary",
    "description",
    "acceptance_criteria",
    "story_points",
    "created",
    "updated",
    "work_first_started_at",
    "work_last_completed_at",
    "total_lead_time_seconds",
    "active",
  ],
  prs: [
    "tenant_id",
    "id",
    "repository_id",
    "number",
    "user_name",
    "name",
    "body",
    "additions",
    "deletions",
    "changed_files",
    "commit_count",
    "reviewers",
    "status",
    "pr_created_at",
    "first_review_at",
    "merged_at",
    "closed_at",
    "review_cycles",
    "rework_commit_count",
    "discussion_comment_count",
    "review_comment_count",
    "active",
  ],
  job_schedules: [
    "id",
    "tenant_id",
    "integration_id",
    "job_name",
    "execution_order",
    "status",
    "active",
    "last_run_started_at",
    "last_success_at",
    "error_message",
    "retry_count",
  ],
} as const satisfies Readonly<Record<RelationName, readonly string[]>>;

/** A column of a relation that examples are read from. */
export type SourceColumn = (typeof RELATION_COLUMNS)["work_items" | "prs"][number];

/** The columns of its relation that a model reads. Queries select no other columns. */
export interface SourceColumns {
  /** The model requires all of these. */
  readonly required: readonly SourceColumn[];
  /** The model requires at least one of these; none if the list is empty. */
  readonly oneOf: readonly SourceColumn[];
  /** The model works without these. */
  readonly optional: readonly SourceColumn[];
  /** If all of these are null, the row has no label and is not read. */
  readonly label: readonly SourceColumn[];
  /** The time at which the label is known: the first of these that the relation has. */
  readonly labelTime: readonly [SourceColumn, ...SourceColumn[]];
  /**
   * Marks a row as no longer open, in addition to the label time. It is not a feature and is not selected. Queries for
   * rows to predict filter on it if the relation has it.
   */
  readonly closedAt?: SourceColumn;
}

const CATEGORIES = ["project_id", "team", "wit_id", "priority", "assignee", "labels"] as const;

/**
 * The columns of each model. Only columns that are known at the prediction time become features. The others give the
 * label, its time, and whether the row is active.
 */
export const SOURCE_COLUMNS: Readonly<Record<ModelName, SourceColumns>> = {
  story_points: {
    required: ["tenant_id", "key", "story_points", "created", "summary"],
    oneOf: [],
    optional: ["work_last_completed_at", ...CATEGORIES, "description", "acceptance_criteria", "active"],
    label: ["story_points"],
    labelTime: ["work_last_completed_at", "created"],
  },
  lead_time: {
    required: ["tenant_id", "key", "created", "work_last_completed_at"],
    oneOf: [],
    optional: ["total_lead_time_seconds", ...CATEGORIES, "summary", "description", "acceptance_criteria", "active"],
    label: ["work_last_completed_at"],
    labelTime: ["work_last_completed_at"],
  },
  rework_risk: {
    required: ["tenant_id", "repository_id", "number", "pr_created_at", "merged_at"],
    oneOf: ["review_cycles", "rework_commit_count"],
    optional: ["user_name", "name", "body", "additions", "deletions", "changed_files", "active"],
    label: ["review_cycles", "rework_commit_count"],
    labelTime: ["merged_at"],
    closedAt: "closed_at",
  },
};

const TEXTS = new Set<SourceColumn>(["summary", "description", "acceptance_criteria", "name", "body"]);

/**
 * Tells whether a column is a text that does not decide whether its row is an example. Histories of labels do not need
 * such a column.
 */
export function isOptionalText(model: ModelName, column: SourceColumn): boolean {
  return TEXTS.has(column) && !SOURCE_COLUMNS[model].required.includes(column);
}

/** The columns that a model reads, split into present and missing. */
export interface ColumnCheck {
  readonly present: readonly SourceColumn[];
  /** Missing required columns. If all of `oneOf` are missing, all of `oneOf` are included. */
  readonly missingRequired: readonly SourceColumn[];
  /** The other missing columns, including missing ones of `oneOf`. */
  readonly missingOptional: readonly SourceColumn[];
}

/**
 * Splits the columns of a model into present and missing. Keeps the order of the columns.
 *
 * @param has - tells whether the relation has a column.
 */
export function checkColumns(columns: SourceColumns, has: (column: SourceColumn) => boolean): ColumnCheck {
  const lacks = (column: SourceColumn): boolean => !has(column);
  const noneOf = columns.oneOf.every(lacks);
  return {
    present: [...columns.required, ...columns.oneOf, ...columns.optional].filter(has),
    missingRequired: [...columns.required.filter(lacks), ...(noneOf ? columns.oneOf : [])],
    missingOptional: [...(noneOf ? [] : columns.oneOf.filter(lacks)), ...columns.optional.filter(lacks)],
  };
}
