import type { Database } from "../../../src/adapters/database/common/database.js";
import type { ModelName } from "../../../src/domain/models.js";
import { jobSchedules, tenantRow } from "../../../fixtures/generate/jobSchedules.js";
import { pullRequests } from "../../../fixtures/generate/pullRequests.js";
import { tenantPlan, type Row, type TenantPlan } from "../../../fixtures/generate/tenantPlan.js";
import { workItems } from "../../../fixtures/generate/workItems.js";

/** The platform's rows of one tenant. */
export interface TenantRows {
  readonly tenants: readonly Row[];
  readonly work_items: readonly Row[];
  readonly prs: readonly Row[];
  readonly job_schedules: readonly Row[];
}
export type RelationOfRows = keyof TenantRows;

/**
 * Returns rows of a generated tenant: few, so that training is fast, but (with this seed) enough that every model beats
 * the baseline. A test names only what matters to it.
 */
export function generatedTenant(plan: Partial<TenantPlan> = {}): TenantRows {
  const whole = tenantPlan({ workItems: 300, pullRequests: 250, days: 365, seed: 1, ...plan });
  return {
    tenants: [tenantRow(whole)],
    work_items: [...workItems(whole)],
    prs: [...pullRequests(whole)],
    job_schedules: [...jobSchedules(whole)],
  };
}

/** Stores the rows in the given order. The database numbers rows without an id. */
export async function insertRows({ knex }: Database, rows: Partial<TenantRows>): Promise<void> {
  for (const relation of ["tenants", "work_items", "prs", "job_schedules"] as const) {
    const all = rows[relation] ?? [];
    for (let start = 0; start < all.length; start += 200) {
      await knex(relation).insert(all.slice(start, start + 200));
    }
  }
}

/** Generates a tenant and stores it. */
export async function insertTenant(database: Database, plan: Partial<TenantPlan> = {}): Promise<void> {
  await insertRows(database, generatedTenant(plan));
}

/** Returns the label times of a model, ascending, counted in the rows themselves. */
export function labelTimes(rows: TenantRows, model: ModelName): number[] {
  const labelled: Readonly<Record<ModelName, () => readonly Row[]>> = {
    story_points: () => rows.work_items.filter((row) => row["story_points"] !== null),
    lead_time: () => rows.work_items,
    rework_risk: () => rows.prs.filter((row) => row["review_cycles"] !== null || row["rework_commit_count"] !== null),
  };
  const column = model === "rework_risk" ? "merged_at" : "work_last_completed_at";
  return labelled[model]()
    .filter((row) => row["active"] === true && typeof row[column] === "string")
    .map((row) => Date.parse(String(row[column])))
    .sort((a, b) => a - b);
}
