import type { ModelName, RelationName } from "../models.js";

/** Columns of the platform's relations as mltrain calls them; a config file can map each to another name. */
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

/** A column of the relation that examples are read from. */
export type SourceColumn = (typeof RELATION_COLUMNS)["work_items" | "prs"][number];

/** Which columns of its relation a model reads; no other is selected. */
export interface SourceColumns {
  /** Without these the model cannot work. */
  readonly required: readonly SourceColumn[];
  /** Without all of these the model cannot work; one is enough. Empty: nothing is asked. */
  readonly oneOf: readonly SourceColumn[];
  /** Done without where they are missing. */
  readonly optional: readonly SourceColumn[];
  /** Where all of these are null there is no label, and the row is not even read. */
  readonly label: readonly SourceColumn[];
  /** When the label became known: the first of these that the relation has. */
  readonly labelTime: readonly [SourceColumn, ...SourceColumn[]];
  /**
   * Says, beside the label time, that a row is no longer open. It is no feature, and is not even selected: rows to
   * predict are found by it where the relation has it.
   */
  readonly closedAt?: SourceColumn;
}

const CATEGORIES = ["project_id", "team", "wit_id", "priority", "assignee", "labels"] as const;

/**
 * The columns of each model. Only what is known when the prediction is asked for becomes a feature; the others are
 * there for the label, its time and whether the row counts.
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

/** Whether a column is a text that says nothing of whether its row is an example: nobody's history has it. */
export function isMereText(model: ModelName, column: SourceColumn): boolean {
  return TEXTS.has(column) && !SOURCE_COLUMNS[model].required.includes(column);
}

/** The columns that a model reads, by whether the relation has them. */
export interface ColumnCheck {
  readonly present: readonly SourceColumn[];
  /** Required columns that are missing; where none of `oneOf` is there, all of those. */
  readonly missingRequired: readonly SourceColumn[];
  /** The others that are missing, those of `oneOf` among them. */
  readonly missingOptional: readonly SourceColumn[];
}

/** Sorts the columns of a model by whether the relation has them, as `has` says. Each keeps its order. */
export function checkColumns(columns: SourceColumns, has: (column: SourceColumn) => boolean): ColumnCheck {
  const lacks = (column: SourceColumn): boolean => !has(column);
  const noneOf = columns.oneOf.every(lacks);
  return {
    present: [...columns.required, ...columns.oneOf, ...columns.optional].filter(has),
    missingRequired: [...columns.required.filter(lacks), ...(noneOf ? columns.oneOf : [])],
    missingOptional: [...(noneOf ? [] : columns.oneOf.filter(lacks)), ...columns.optional.filter(lacks)],
  };
}
