import fc from "fast-check";
import type { Database } from "../../../src/adapters/database/common/database.js";
import type { Row } from "../../../fixtures/generate/tenantPlan.js";
import { iso, NOW } from "../tenants/platform.js";
import { insertRows, type TenantRows } from "../tenants/tenants.js";

/** Ids that look like tenant 1's, and the ends of the range. */
export const STRANGERS = [2, 3, 10, 11, 12, 21, 101, 2_147_483_647];

const SOURCES = ["work_items", "prs"] as const;
const OWNED = [
  ...(["ml_models", "ml_deployments", "ml_quarantine", "ml_evaluations", "ml_attempts"] as const),
  ...(["ml_runs", "ml_leases"] as const),
] as const;

/** Something that happens to rows of a tenant other than the one that is looked at. */
export type Change = { readonly otherTenant: number } & (
  | {
      readonly change: "copy";
      readonly relation: (typeof SOURCES)[number];
      readonly from: number;
      readonly rows: number;
      readonly text: string;
      readonly number: number;
    }
  | {
      readonly change: "update";
      readonly relation: (typeof SOURCES)[number];
      readonly text: string;
      readonly number: number;
    }
  | { readonly change: "extreme"; readonly relation: (typeof SOURCES)[number]; readonly which: number }
  | { readonly change: "delete"; readonly relation: (typeof SOURCES)[number]; readonly keep: number }
  | { readonly change: "rename"; readonly text: string; readonly active: boolean }
  | { readonly change: "job"; readonly name: string; readonly status: string; readonly order: number }
  | { readonly change: "train" }
  | { readonly change: "spoil"; readonly table: (typeof OWNED)[number]; readonly text: string }
  | { readonly change: "forget" }
);

const otherTenant = fc.constantFrom(...STRANGERS);
const relation = fc.constantFrom(...SOURCES);
const hostile = fc.oneof(
  fc.constantFrom(
    "1",
    "tenant_id = 1",
    "' or 1=1 --",
    "1); delete from ml_models; --",
    '"tenant_id"',
    "%",
    "null",
    "T1-1",
    "dev_1",
    "ML Training",
  ),
  fc.string({ maxLength: 20 }),
);
/** Values at the ends of what both databases can hold. */
const EXTREMES: Readonly<Record<(typeof SOURCES)[number], readonly Row[]>> = {
  work_items: [
    { story_points: 1.7e308, total_lead_time_seconds: 1.7e308 },
    { story_points: -1.7e308, total_lead_time_seconds: -1 },
    { created: "0001-01-01T00:00:00Z", work_last_completed_at: "9999-12-31T23:59:59.999Z" },
    { work_last_completed_at: null, story_points: null, summary: null, assignee: null },
    { summary: "lorem ipsum ".repeat(5000), description: "\u{1F4A5}".repeat(20_000), labels: "x".repeat(100_000) },
  ],
  prs: [
    { additions: 2_147_483_647, deletions: -2_147_483_648, changed_files: 2_147_483_647, review_cycles: 2_147_483_647 },
    { pr_created_at: "0001-01-01T00:00:00Z", merged_at: "9999-12-31T23:59:59.999Z" },
    { merged_at: null, review_cycles: null, rework_commit_count: null, name: null, user_name: null },
    { name: "fix ".repeat(20_000), body: "\u{1F4A5}".repeat(20_000), user_name: "x".repeat(100_000) },
  ],
};
const number = fc.constantFrom(0, 1, 3, 13, 55, 100, 1000);

export const changes: fc.Arbitrary<Change> = fc.oneof(
  fc.record({
    change: fc.constant("copy" as const),
    otherTenant,
    relation,
    from: fc.nat(200),
    rows: fc.integer({ min: 1, max: 120 }),
    text: hostile,
    number,
  }),
  fc.record({ change: fc.constant("update" as const), otherTenant, relation, text: hostile, number }),
  fc.record({ change: fc.constant("extreme" as const), otherTenant, relation, which: fc.nat(4) }),
  fc.record({ change: fc.constant("delete" as const), otherTenant, relation, keep: fc.nat(3) }),
  fc.record({ change: fc.constant("rename" as const), otherTenant, text: hostile, active: fc.boolean() }),
  fc.record({
    change: fc.constant("job" as const),
    otherTenant,
    name: fc.constantFrom("ML Training", "ml training", "Sync Work Items"),
    status: fc.constantFrom("PENDING", "READY", "RUNNING", "FINISHED", "PAUSED"),
    order: fc.integer({ min: 0, max: 120 }),
  }),
  fc.record({ change: fc.constant("train" as const), otherTenant: fc.constantFrom(2, 4, 11) }),
  fc.record({
    change: fc.constant("spoil" as const),
    otherTenant: fc.constantFrom(2, 11),
    table: fc.constantFrom(...OWNED),
    text: hostile,
  }),
  fc.record({ change: fc.constant("forget" as const), otherTenant }),
);

/** Makes the change; training is left to `train`. `model` is the tenant whose keys, names and numbers are copied. */
export async function make(
  database: Database,
  change: Change,
  model: TenantRows,
  train: (tenant: number) => Promise<void>,
): Promise<void> {
  const { knex } = database;
  const tenant_id = change.otherTenant;
  switch (change.change) {
    case "copy": {
      const key = change.relation === "prs" ? ["tenant_id", "repository_id", "number"] : ["tenant_id", "key"];
      const rows = model[change.relation].slice(change.from, change.from + change.rows);
      const copies = rows.map((row) => ({
        ...row,
        ...strange(change.relation, change.text, change.number),
        tenant_id,
      }));
      if (copies.length > 0) await knex(change.relation).insert(copies).onConflict(key).merge();
      return;
    }
    case "update":
      await knex(change.relation)
        .where({ tenant_id })
        .update(strange(change.relation, change.text, change.number));
      return;
    case "extreme":
      await knex(change.relation)
        .where({ tenant_id })
        .update(EXTREMES[change.relation][change.which] ?? { active: false });
      return;
    case "delete":
      await knex(change.relation).where({ tenant_id }).whereRaw("id % 4 >= ?", [change.keep]).delete();
      return;
    case "rename":
      await knex("tenants").where({ id: tenant_id }).update({ name: change.text, active: change.active });
      return;
    case "job": {
      // Others have ids that no sequence gave out, and would come upon.
      const [newest] = await knex("job_schedules").max("id as id");
      const id = 1 + Number(newest?.["id"] ?? 0);
      await insertRows(database, { job_schedules: [{ id, ...jobRow(tenant_id, change) }] });
      return;
    }
    case "train":
      return train(tenant_id);
    case "spoil":
      await knex(change.table).where({ tenant_id }).update(corrupted(change.table, change.text));
      return;
    case "forget":
      for (const table of [...OWNED.toReversed(), "job_schedules", ...SOURCES])
        await knex(table).where({ tenant_id }).delete();
  }
}

/** Labels, names and texts that a model of tenant 1 must not learn from. */
function strange(relation: (typeof SOURCES)[number], text: string, number: number): Row {
  return relation === "work_items"
    ? { summary: text, assignee: text, team: text, story_points: number, total_lead_time_seconds: number * 86_400 }
    : { name: text, user_name: text, additions: number, review_cycles: number, rework_commit_count: number };
}

function jobRow(tenant_id: number, { name, status, order }: { name: string; status: string; order: number }): Row {
  return { tenant_id, job_name: name, status, execution_order: order, last_run_started_at: iso(NOW) };
}

function corrupted(table: (typeof OWNED)[number], text: string): Row {
  switch (table) {
    case "ml_models":
      return { artefact: text, artefact_hash: text };
    case "ml_deployments":
    case "ml_quarantine":
      return { reason: text, actor: text };
    case "ml_evaluations":
      return { scores: '{"rows":1,"values":{}}', run: text };
    case "ml_attempts":
      return { fingerprint: text, reason: text, run: text, attempted_at: iso(NOW), row_count: 7 };
    case "ml_runs":
      return { error: text, exit_code: 70 };
    case "ml_leases":
      return { holder: "run-1", expires_at: "2999-01-01T00:00:00.000Z" };
  }
}
