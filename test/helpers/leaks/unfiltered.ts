import { OWN_TABLES } from "../../../src/adapters/database/doctor/protection.js";
import type { Database } from "../../../src/adapters/database/common/database.js";
import { Purpose } from "../../../src/adapters/database/guard/statement/purpose.js";
import { parseTenantId, type TenantId } from "../../../src/domain/tenant.js";
import { eachRow } from "../rows/eachRow.js";

/*
 * Statements as the tenant's scope sends them, but without any filter. They show what the database alone allows, if
 * mltrain's own isolation fails.
 */

/** Tables with rows of tenants: mltrain's own and the platform's. */
export const TENANT_TABLES = [...OWN_TABLES, "work_items", "prs", "job_schedules"];

const TIME = "2025-01-01T00:00:00.000Z";

/** One row of each table for each tenant from 1 on; as many of a table as the tenant's number allows, up to three. */
export async function insertTenants({ knex }: Database, tenants: number): Promise<void> {
  const ids = Array.from({ length: tenants }, (_, i) => i + 1);
  await knex("tenants").insert(ids.map((id) => ({ id, name: `Secret name ${String(id)}` })));
  for (const [table, rowOf] of Object.entries(ROWS)) {
    await knex(table).insert(ids.flatMap((tenant_id) => rowsOf(tenant_id).map((n) => ({ tenant_id, ...rowOf(n) }))));
  }
  await knex("ml_leases").insert(ids.map((tenant_id) => ({ tenant_id, holder: "h", token: 1, expires_at: TIME })));
}

function rowsOf(tenant: number): number[] {
  return Array.from({ length: (tenant % 3) + 1 }, (_, i) => i + 1);
}

/** How many rows of a table the tenant has. */
export function expectedRows(table: string, tenant: number): number {
  return table === "ml_leases" ? 1 : rowsOf(tenant).length;
}

const MODEL = { model: "lead_time", run: "r" };
const ROWS: Readonly<Record<string, (n: number) => Readonly<Record<string, unknown>>>> = {
  ml_models: (version) => ({
    ...{ ...MODEL, version, learner: "baseline", artefact: "{}", artefact_hash: "0", hyperparameters: "{}" },
    ...{ feature_schema: "[]", watermark: TIME, row_count: 1, fingerprint: "f", seed: 1, code_version: "0" },
    ...{ trained_at: TIME, trained_keys: "" },
  }),
  ml_deployments: (seq) => ({ ...MODEL, seq, version: seq, cause: "train", actor: "a", deployed_at: TIME }),
  ml_quarantine: (version) => ({ ...MODEL, version, reason: "r", actor: "a", quarantined_at: TIME }),
  ml_evaluations: (version) => ({ ...MODEL, version, evaluated_at: TIME, scores: "{}", verdict: "healthy" }),
  ml_attempts: (seq) => ({
    ...{ ...MODEL, seq, attempted_at: TIME, triggers: "[]", outcome: "promoted", fingerprint: "f", row_count: 1 },
  }),
  ml_runs: (n) => ({
    ...{ run: `run-${String(n)}`, command: "train", started_at: TIME, outcomes: "{}", host: "h", code_version: "0" },
  }),
  work_items: (n) => ({ key: `A-${String(n)}`, created: TIME }),
  prs: (number) => ({ repository_id: "r", number, pr_created_at: TIME }),
  job_schedules: (n) => ({ job_name: `Job ${String(n)}`, execution_order: n }),
};

/** Tenants of the rows that an unfiltered select shows while a tenant is set, outside of a transaction. */
export async function shownTo({ knex }: Database, tenant: number, table: string): Promise<number[]> {
  const query = knex(table).select("tenant_id").queryContext(unjudged(tenant));
  return ((await query) as { tenant_id: number }[]).map((row) => row.tenant_id);
}

/** The same, of many tables and through a cursor, within one snapshot. */
export function shownInSnapshot(database: Database, tenant: number): Promise<Map<string, number[]>> {
  const { knex, dialect } = database;
  return knex.transaction(async (trx) => {
    await dialect.beginSnapshot(trx, settingsOf(tenant));
    const shown = new Map<string, number[]>();
    for (const table of TENANT_TABLES) {
      const tenants: number[] = [];
      for await (const row of eachRow(dialect.stream(trx, trx(table).select("tenant_id"))))
        tenants.push(Number(row["tenant_id"]));
      shown.set(table, tenants);
    }
    return shown;
  }, dialect.snapshotMode);
}

/** What the guard takes for a statement of nobody's, and the database for one of the tenant's. */
export function unjudged(tenant: number): Purpose {
  return Purpose.nobody.withSettings(settingsOf(tenant));
}

export function settingsOf(tenant: number): { tenant: TenantId; statementTimeoutSeconds: number } {
  return { tenant: parseTenantId(String(tenant)), statementTimeoutSeconds: 30 };
}
