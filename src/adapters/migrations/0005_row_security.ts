import type { Knex } from "knex";

/*
 * On Postgres the database itself keeps the tenants apart: a row is seen, and may be written, only within a transaction
 * that has named its tenant. Without a name there is none. Forced, so that it holds for the tables' owner as well.
 *
 * A later migration that changes rows must lift the force for its own transaction (`no force row level security`): as
 * the owner it would find none. SQLite has no policies.
 */

const TABLES = ["models", "deployments", "quarantine", "evaluations", "attempts", "runs", "leases"].map(
  (name) => `ml_${name}`,
);
const IS_OWN = "tenant_id = nullif(current_setting('mltrain.tenant_id', true), '')::integer";

export async function up(db: Knex): Promise<void> {
  if (!isPostgres(db)) return;
  for (const table of TABLES) {
    await db.raw("alter table ?? enable row level security, force row level security", [table]);
    await db.raw(`create policy mltrain_tenant on ?? using (${IS_OWN}) with check (${IS_OWN})`, [table]);
  }
}

export async function down(db: Knex): Promise<void> {
  if (!isPostgres(db)) return;
  for (const table of TABLES) {
    await db.raw("drop policy mltrain_tenant on ??", [table]);
    await db.raw("alter table ?? no force row level security, disable row level security", [table]);
  }
}

function isPostgres(db: Knex): boolean {
  return (db.client as Knex.Client).dialect === "postgresql";
}
