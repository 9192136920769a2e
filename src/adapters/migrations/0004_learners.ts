import type { Knex } from "knex";

/*
 * More kinds of learners. The column is made anew, because SQLite cannot change a constraint.
 */

const BEFORE = ["naive", "ridge", "logistic"];
const AFTER = [...BEFORE, "leastAbsolute", "boosting", "blend"];

export async function up(db: Knex): Promise<void> {
  await replaceColumn(db, AFTER, "ml_models_learner_names");
}

/** @throws what the database says if a version has a learner that there was not before. */
export async function down(db: Knex): Promise<void> {
  await replaceColumn(db, BEFORE, "ml_models_learner_check");
}

async function replaceColumn(db: Knex, names: string[], constraint: string): Promise<void> {
  await db.schema.alterTable("ml_models", (table) => {
    table.text("learner_name").notNullable().defaultTo("naive").checkIn(names, constraint);
  });
  await db.raw("update ml_models set learner_name = learner");
  await db.raw("alter table ml_models drop column learner");
  await db.raw("alter table ml_models rename column learner_name to learner");
}
