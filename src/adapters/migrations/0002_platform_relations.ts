import type { Knex } from "knex";

/*
 * The platform's relations, for an embedded database that has nothing else: on SQLite only. A table or view that is
 * there already is the platform's own, and left alone.
 *
 * Times are ISO 8601 text in UTC. Ids of the platform are opaque text: as numbers, 007 would become 7.
 */

const RELATIONS = {
  tenants: createTenants,
  work_items: createWorkItems,
  prs: createPullRequests,
  job_schedules: createJobSchedules,
};

export async function up(db: Knex): Promise<void> {
  if ((db.client as Knex.Client).dialect !== "sqlite3") return;
  for (const [name, create] of Object.entries(RELATIONS)) {
    if (!(await exists(db, name))) await create(db);
  }
}

/** The relations hold the user's data, and may have been there before: they stay. */
export function down(): Promise<void> {
  return Promise.resolve();
}

async function exists(db: Knex, name: string): Promise<boolean> {
  const found: unknown = await db("sqlite_master").whereIn("type", ["table", "view"]).where({ name }).first("name");
  return found !== undefined;
}

function createTenants(db: Knex): Promise<void> {
  return db.schema.createTable("tenants", (table) => {
    table.integer("id").primary();
    table.text("name").notNullable();
    table.boolean("active").notNullable().defaultTo(true);
  });
}

function createWorkItems(db: Knex): Promise<void> {
  return db.schema.createTable("work_items", (table) => {
    table.increments("id");
    table.integer("tenant_id").notNullable();
    table.text("key").notNullable();
    for (const column of ["project_id", "team", "wit_id", "priority", "assignee", "labels"]) table.text(column);
    for (const column of ["summary", "description", "acceptance_criteria"]) table.text(column);
    table.double("story_points");
    table.text("created").notNullable();
    for (const column of ["updated", "work_first_started_at", "work_last_completed_at"]) table.text(column);
    table.double("total_lead_time_seconds");
    table.boolean("active").notNullable().defaultTo(true);
    table.unique(["tenant_id", "key"], { indexName: "work_items_key" });
    table.index(["tenant_id", "work_last_completed_at"], "work_items_completed_at");
  });
}

function createPullRequests(db: Knex): Promise<void> {
  return db.schema.createTable("prs", (table) => {
    table.increments("id");
    table.integer("tenant_id").notNullable();
    table.text("repository_id").notNullable();
    table.integer("number").notNullable();
    for (const column of ["user_name", "name", "body"]) table.text(column);
    for (const column of ["additions", "deletions", "changed_files", "commit_count"]) table.integer(column);
    for (const column of ["reviewers", "status"]) table.text(column);
    table.text("pr_created_at").notNullable();
    for (const column of ["first_review_at", "merged_at", "closed_at"]) table.text(column);
    for (const column of ["review_cycles", "rework_commit_count"]) table.integer(column);
    for (const column of ["discussion_comment_count", "review_comment_count"]) table.integer(column);
    table.boolean("active").notNullable().defaultTo(true);
    table.unique(["tenant_id", "repository_id", "number"], { indexName: "prs_number" });
    table.index(["tenant_id", "merged_at"], "prs_merged_at");
  });
}

function createJobSchedules(db: Knex): Promise<void> {
  const statuses = ["PENDING", "READY", "RUNNING", "FINISHED", "PAUSED"];
  return db.schema.createTable("job_schedules", (table) => {
    table.increments("id");
    table.integer("tenant_id").notNullable();
    table.text("integration_id");
    table.text("job_name").notNullable();
    table.integer("execution_order").notNullable();
    table.text("status").notNullable().defaultTo("PENDING").checkIn(statuses, "job_schedules_status_check");
    table.boolean("active").notNullable().defaultTo(true);
    for (const column of ["last_run_started_at", "last_success_at", "error_message"]) table.text(column);
    table.integer("retry_count").notNullable().defaultTo(0);
    for (const column of ["created_at", "last_updated_at"]) table.text(column);
    table.index(["tenant_id", "execution_order"], "job_schedules_order");
  });
}
