import type { Knex } from "knex";

/*
 * Plain names: the learners `naive`, `leastAbsolute` and `blend` become `baseline`, `lad` and `ensemble`, and the column
 * `asking` becomes `sequential_test`. JSON texts get the same names. Artefacts stay as they are, since their hash is
 * recorded: the program reads the older format.
 *
 * Nothing was released before this migration, so no older program has to work after it.
 */

type Renaming = readonly (readonly [before: string, after: string])[];

const LEARNERS: Renaming = [
  ["naive", "baseline"],
  ["leastAbsolute", "lad"],
  ["blend", "ensemble"],
];
const OTHER_LEARNERS = ["ridge", "logistic", "boosting"];

/** In a JSON text a quote within a string is escaped: a name between a quote and `":` is a key. */
const KEYS: readonly (readonly [table: string, column: string, renaming: Renaming])[] = [
  ["ml_models", "holdout", [["naive", "baseline"]]],
  ["ml_models", "evidence", [["naiveBecause", "baselineReason"]]],
  ["ml_evaluations", "scores", [["naive", "baseline"]]],
  ["ml_evaluations", "asking", [["asking", "number"]]],
];

export async function up(db: Knex): Promise<void> {
  await asEveryTenant(db, async () => {
    await renameLearners(db, LEARNERS, "ml_models_learner_plain_names");
    await renameKeys(db, (renaming) => renaming);
  });
  await db.raw("alter table ml_evaluations rename column asking to sequential_test");
}

export async function down(db: Knex): Promise<void> {
  await db.raw("alter table ml_evaluations rename column sequential_test to asking");
  await asEveryTenant(db, async () => {
    await renameKeys(db, reversed);
    await renameLearners(db, reversed(LEARNERS), "ml_models_learner_names");
  });
}

/** Makes the column anew, because SQLite cannot change a constraint. */
async function renameLearners(db: Knex, renaming: Renaming, constraint: string): Promise<void> {
  const names = [...renaming.map(([, after]) => after), ...OTHER_LEARNERS];
  await db.schema.alterTable("ml_models", (table) => {
    table.text("learner_name").notNullable().defaultTo("ridge").checkIn(names, constraint);
  });
  for (const [before, after] of [...renaming, ...OTHER_LEARNERS.map((name) => [name, name] as const)]) {
    await db("ml_models").where({ learner: before }).update({ learner_name: after });
  }
  await db.raw("alter table ml_models drop column learner");
  await db.raw("alter table ml_models rename column learner_name to learner");
  for (const [before, after] of renaming) {
    await replace(db, "ml_models", "hyperparameters", `"learner":"${before}"`, `"learner":"${after}"`);
  }
}

async function renameKeys(db: Knex, direction: (renaming: Renaming) => Renaming): Promise<void> {
  for (const [table, column, renaming] of KEYS) {
    for (const [before, after] of direction(renaming)) {
      await replace(db, table, column, `"${before}":`, `"${after}":`);
    }
  }
}

async function replace(db: Knex, table: string, column: string, before: string, after: string): Promise<void> {
  await db.raw("update ?? set ?? = replace(??, ?, ?)", [table, column, column, before, after]);
}

function reversed(renaming: Renaming): Renaming {
  return renaming.map(([before, after]) => [after, before] as const);
}

/** The policies bind the tables' owner as well: without this the owner would find no row to rename. */
async function asEveryTenant(db: Knex, work: () => Promise<void>): Promise<void> {
  const isPostgres = (db.client as Knex.Client).dialect === "postgresql";
  const tables = ["ml_models", "ml_evaluations"];
  const force = async (state: "force" | "no force"): Promise<void> => {
    for (const table of isPostgres ? tables : []) await db.raw(`alter table ?? ${state} row level security`, [table]);
  };
  await force("no force");
  await work();
  await force("force");
}
