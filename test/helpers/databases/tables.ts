import type { Database } from "../../../src/adapters/database/common/database.js";

const TABLES = [
  ...["ml_models", "ml_deployments", "ml_quarantine", "ml_evaluations", "ml_attempts", "ml_runs", "ml_leases"],
  ...["tenants", "work_items", "prs", "job_schedules"],
];

/** Every row of every table, to compare two moments by; `notOf` leaves out that tenant's rows. */
export async function everyRow({ knex }: Database, { notOf }: { readonly notOf?: number } = {}): Promise<string[]> {
  const found: string[] = [];
  for (const table of TABLES) {
    const query = knex(table);
    if (notOf !== undefined) void query.whereNot(table === "tenants" ? "id" : "tenant_id", notOf);
    const rows = (await query) as object[];
    found.push(...rows.map((row) => `${table} ${JSON.stringify(row)}`).sort());
  }
  return found;
}
