import type { Database } from "../../../src/adapters/database/common/database.js";
import { STRANGERS } from "./otherTenants.js";
import { generatedTenant, insertRows, type TenantRows } from "../tenants/tenants.js";

const CANARY = 4;

/**
 * What no output may ever show: it is in every text and number of tenant 4, whose labels no tenant has. Numbers are whole
 * ones: their digits stand in some measured second now and then.
 */
export const SONG = /CANARY|(?<![\d.])(?:97\.531|9876543|987654)(?![\d.])/i;

function canary(): TenantRows {
  const rows = generatedTenant({ id: CANARY, name: "CANARY", project: "CANARY", workItems: 60, pullRequests: 60 });
  const item = {
    assignee: "CANARY_ASSIGNEE",
    team: "CANARY_TEAM",
    wit_id: "CANARY_TYPE",
    labels: "CANARY_LABEL",
    summary: "CANARY summary",
    description: "CANARY description",
  };
  return {
    ...rows,
    work_items: rows.work_items.map((row, i) => ({
      ...row,
      ...item,
      story_points: i % 2 === 0 ? 97.531 : 1,
      total_lead_time_seconds: 9_876_543,
    })),
    prs: rows.prs.map((row) => ({
      ...row,
      user_name: "CANARY_AUTHOR",
      name: "CANARY title",
      body: "CANARY body",
      additions: 987_654,
    })),
    job_schedules: rows.job_schedules.map((row) => ({ ...row, job_name: "CANARY job", error_message: "CANARY error" })),
  };
}

/** A twin with tenant 1's keys and names, a look-alike, the canary, and more who have only a name. */
export async function addOtherTenants(database: Database): Promise<void> {
  await insertRows(database, { tenants: STRANGERS.map((id) => ({ id, name: "Tenant 1", active: true })) });
  for (const id of [2, 11]) {
    const { work_items, prs } = generatedTenant({ id, seed: id, project: "T1", workItems: 60, pullRequests: 60 });
    await insertRows(database, { work_items, prs });
  }
  await insertRows(database, canary());
}
