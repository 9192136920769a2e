import type { Knex } from "knex";

/*
 * The tables that mltrain owns. A released migration is never edited, and imports nothing from src/: what it did last
 * year must not change because a constant changed today.
 *
 * tenant_id leads every key, so that the tables can be partitioned, or distributed over nodes, by tenant. JSON is text,
 * so that its bytes are the same on both databases.
 */

const DIGITS = (count: number): string => "[0-9]".repeat(count);
const ISO_TIME = `${DIGITS(4)}-${DIGITS(2)}-${DIGITS(2)}T${DIGITS(2)}:${DIGITS(2)}:${DIGITS(2)}.${DIGITS(3)}Z`;

const MODELS = ["story_points", "lead_time", "rework_risk"];

export async function up(db: Knex): Promise<void> {
  await createModels(db);
  await createDeployments(db);
  await createQuarantine(db);
  await createEvaluations(db);
  await createRuns(db);
  await createLeases(db);
}

export async function down(db: Knex): Promise<void> {
  for (const table of ["leases", "runs", "evaluations", "quarantine", "deployments", "models"]) {
    await db.schema.dropTable(`ml_${table}`);
  }
}

function createModels(db: Knex): Promise<void> {
  return db.schema.createTable("ml_models", (table) => {
    modelKey(table, "ml_models");
    version(table);
    oneOf(table, "ml_models", "learner", ["naive", "ridge", "logistic"]);
    table.text("artefact").notNullable();
    table.text("artefact_hash").notNullable();
    table.text("hyperparameters").notNullable();
    table.text("feature_schema").notNullable();
    table.text("holdout");
    time(db, table, "watermark").notNullable();
    table.integer("row_count").notNullable();
    table.text("fingerprint").notNullable();
    table.bigInteger("seed").notNullable();
    table.text("code_version").notNullable();
    table.text("run").notNullable();
    time(db, table, "trained_at").notNullable();
    // Keyed hashes of the rows it was trained on.
    table.text("trained_keys").notNullable();
    table.primary(["tenant_id", "model", "version"]);
  });
}

function createDeployments(db: Knex): Promise<void> {
  return db.schema.createTable("ml_deployments", (table) => {
    modelKey(table, "ml_deployments");
    table.integer("seq").notNullable();
    version(table);
    oneOf(table, "ml_deployments", "cause", ["train", "rollback", "pin"]);
    table.text("reason");
    table.text("actor").notNullable();
    table.text("run").notNullable();
    time(db, table, "deployed_at").notNullable();
    table.primary(["tenant_id", "model", "seq"]);
    ofAVersion(table, "ml_deployments");
  });
}

function createQuarantine(db: Knex): Promise<void> {
  return db.schema.createTable("ml_quarantine", (table) => {
    modelKey(table, "ml_quarantine");
    version(table);
    table.text("reason").notNullable();
    table.text("actor").notNullable();
    table.text("run").notNullable();
    time(db, table, "quarantined_at").notNullable();
    table.primary(["tenant_id", "model", "version"]);
    ofAVersion(table, "ml_quarantine");
  });
}

function createEvaluations(db: Knex): Promise<void> {
  return db.schema.createTable("ml_evaluations", (table) => {
    modelKey(table, "ml_evaluations");
    time(db, table, "evaluated_at").notNullable();
    version(table);
    table.text("run").notNullable();
    time(db, table, "window_from");
    time(db, table, "window_to");
    table.text("scores").notNullable();
    oneOf(table, "ml_evaluations", "verdict", ["healthy", "degraded", "insufficient"]);
    table.primary(["tenant_id", "model", "evaluated_at", "version"]);
    ofAVersion(table, "ml_evaluations");
  });
}

function createRuns(db: Knex): Promise<void> {
  return db.schema.createTable("ml_runs", (table) => {
    table.integer("tenant_id").notNullable();
    table.text("run").notNullable();
    oneOf(table, "ml_runs", "command", ["assess", "train", "evaluate", "rollback", "job run"]);
    time(db, table, "started_at").notNullable();
    // Null while the run goes on, and for ever if it was killed.
    time(db, table, "ended_at");
    table.text("outcomes").notNullable();
    table.integer("exit_code");
    table.text("error");
    // What the run cost the database, as JSON.
    table.text("cost");
    table.text("host").notNullable();
    table.text("code_version").notNullable();
    table.primary(["tenant_id", "run"]);
    table.index(["tenant_id", "started_at"], "ml_runs_started_at");
  });
}

function createLeases(db: Knex): Promise<void> {
  return db.schema.createTable("ml_leases", (table) => {
    table.integer("tenant_id").notNullable();
    table.text("holder").notNullable();
    // Grows with every acquisition, and is never reset: a stale holder is known by its token.
    table.bigInteger("token").notNullable();
    time(db, table, "expires_at").notNullable();
    table.primary(["tenant_id"]);
  });
}

function modelKey(table: Knex.CreateTableBuilder, name: string): void {
  table.integer("tenant_id").notNullable();
  oneOf(table, name, "model", MODELS);
}

function version(table: Knex.CreateTableBuilder): void {
  table.integer("version").notNullable();
}

function oneOf(table: Knex.CreateTableBuilder, name: string, column: string, values: readonly string[]): void {
  table
    .text(column)
    .notNullable()
    .checkIn([...values], `${name}_${column}_check`);
}

function ofAVersion(table: Knex.CreateTableBuilder, name: string): void {
  table
    .foreign(["tenant_id", "model", "version"], `${name}_version_fkey`)
    .references(["tenant_id", "model", "version"])
    .inTable("ml_models");
}

/** A time; on SQLite ISO 8601 text in UTC of a fixed width, so that it sorts as text. */
function time(db: Knex, table: Knex.CreateTableBuilder, column: string): Knex.ColumnBuilder {
  const isPostgres = (db.client as Knex.Client).dialect === "postgresql";
  if (isPostgres) return table.timestamp(column, { useTz: true, precision: 3 });
  table.check(`?? glob '${ISO_TIME}'`, [column]);
  return table.text(column);
}
