import type { Database } from "../../../src/adapters/database/common/database.js";

const PLATFORM = ["tenants", "work_items", "prs", "job_schedules"] as const;
const OWNED = [
  ...(["ml_models", "ml_deployments", "ml_quarantine", "ml_evaluations"] as const),
  ...(["ml_attempts", "ml_runs", "ml_leases"] as const),
];

/** The platform's tables and mltrain's, those that others refer to first. */
export const ALL_TABLES = [...PLATFORM, ...OWNED];

/** Keeps what all tables hold in tables beside them, under a name. */
export async function keepTables({ knex }: Database, name: string): Promise<void> {
  for (const table of ALL_TABLES) await knex.raw("create table ?? as select * from ??", [`${name}_${table}`, table]);
}

/** Adds what was kept under a name. */
export async function bringBackTables({ knex }: Database, name: string): Promise<void> {
  for (const table of ALL_TABLES) await knex.raw("insert into ?? select * from ??", [table, `${name}_${table}`]);
}

export async function clearTables({ knex, dialect }: Database): Promise<void> {
  if (dialect.kind === "postgres") await knex.raw(`truncate ${ALL_TABLES.join(", ")}`);
  else for (const table of ALL_TABLES.toReversed()) await knex(table).delete();
}
