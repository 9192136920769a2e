import type { Knex } from "knex";

/*
 * What the guarded policy remembers: the holdout that a version's later scores are held against, when a champion's score
 * was asked about, what came of each attempt to train, and which version is pinned. Columns and a table are only added,
 * so that an older program goes on working.
 */

const DIGITS = (count: number): string => "[0-9]".repeat(count);
const ISO_TIME = `${DIGITS(4)}-${DIGITS(2)}-${DIGITS(2)}T${DIGITS(2)}:${DIGITS(2)}:${DIGITS(2)}.${DIGITS(3)}Z`;

const MODELS = ["story_points", "lead_time", "rework_risk"];
const OUTCOMES = ["promoted", "refused", "unchanged", "failed", "data-refused"];

export async function up(db: Knex): Promise<void> {
  await db.schema.alterTable("ml_models", (table) => {
    table.text("evidence");
  });
  await db.schema.alterTable("ml_deployments", (table) => {
    table.boolean("pinned").notNullable().defaultTo(false);
  });
  await db.schema.alterTable("ml_evaluations", (table) => {
    // Null of evaluations from before.
    table.double("threshold");
    // Null where the scores were only looked at.
    table.text("asking");
  });
  await db.schema.createTable("ml_attempts", (table) => {
    table.integer("tenant_id").notNullable();
    table.text("model").notNullable().checkIn(MODELS, "ml_attempts_model_check");
    table.integer("seq").notNullable();
    time(db, table, "attempted_at").notNullable();
    table.text("run").notNullable();
    table.text("triggers").notNullable();
    table.text("outcome").notNullable().checkIn(OUTCOMES, "ml_attempts_outcome_check");
    table.text("reason");
    table.text("fingerprint").notNullable();
    // Null where there was no label.
    time(db, table, "watermark");
    table.integer("row_count").notNullable();
    table.primary(["tenant_id", "model", "seq"]);
  });
}

export async function down(db: Knex): Promise<void> {
  await db.schema.dropTable("ml_attempts");
  await dropColumn(db, "ml_evaluations", "asking");
  await dropColumn(db, "ml_evaluations", "threshold");
  await dropColumn(db, "ml_deployments", "pinned");
  await dropColumn(db, "ml_models", "evidence");
}

function dropColumn(db: Knex, name: string, column: string): Promise<void> {
  return db.raw("alter table ?? drop column ??", [name, column]);
}

/** A time; on SQLite ISO 8601 text in UTC of a fixed width, so that it sorts as text. */
function time(db: Knex, table: Knex.CreateTableBuilder, column: string): Knex.ColumnBuilder {
  const isPostgres = (db.client as Knex.Client).dialect === "postgresql";
  if (isPostgres) return table.timestamp(column, { useTz: true, precision: 3 });
  table.check(`?? glob '${ISO_TIME}'`, [column]);
  return table.text(column);
}
