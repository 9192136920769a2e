import type { Knex } from "knex";
import * as mltrainTables from "./0001_mltrain_tables.js";
import * as platformRelations from "./0002_platform_relations.js";
import * as guardedDecisions from "./0003_guarded_decisions.js";
import * as learners from "./0004_learners.js";
import * as rowSecurity from "./0005_row_security.js";
import * as plainNames from "./0006_plain_names.js";

export interface NamedMigration extends Knex.Migration {
  readonly name: string;
}

/** Every migration, in the order in which they are applied; one that was released keeps its name and its place. */
export const MIGRATIONS: readonly NamedMigration[] = [
  { name: "0001_mltrain_tables", ...mltrainTables },
  { name: "0002_platform_relations", ...platformRelations },
  { name: "0003_guarded_decisions", ...guardedDecisions },
  { name: "0004_learners", ...learners },
  { name: "0005_row_security", ...rowSecurity },
  { name: "0006_plain_names", ...plainNames },
];

/** The migrations as Knex asks for them. */
export const migrationSource: Knex.MigrationSource<NamedMigration> = {
  getMigrations: () => Promise.resolve([...MIGRATIONS]),
  getMigrationName: (migration) => migration.name,
  getMigration: (migration) => Promise.resolve(migration),
};
