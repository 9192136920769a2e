import type { Database } from "../../../src/adapters/database/common/database.js";
import type { Job } from "../../../src/domain/jobs/jobRing.js";

/** The columns of `job_schedules` that tests check. */
export interface JobRowSeen {
  readonly id: string;
  readonly status: string;
  readonly error: string | null;
  /** Milliseconds since 1970. */
  readonly startedAt: number | undefined;
  readonly succeededAt: number | undefined;
}

/** Tenants 1 and 2, both active. */
export async function insertTenants({ knex }: Database): Promise<void> {
  await knex("tenants").insert([1, 2].map((id) => ({ id, name: `Tenant ${id}` })));
}

export async function insertJobs({ knex }: Database, jobs: readonly Job[], tenant = 1): Promise<void> {
  if (jobs.length === 0) return;
  await knex("job_schedules").insert(
    jobs.map(({ id, name, executionOrder, status, active, lastRunStartedAt }) => ({
      id: Number(id),
      tenant_id: tenant,
      job_name: name,
      execution_order: executionOrder,
      status,
      active,
      last_run_started_at: lastRunStartedAt === undefined ? null : new Date(lastRunStartedAt).toISOString(),
    })),
  );
}

/** All rows of a tenant, in order of their ids. */
export async function jobRows({ knex }: Database, tenant = 1): Promise<JobRowSeen[]> {
  const rows = (await knex("job_schedules").where("tenant_id", tenant).orderBy("id")) as Record<
    string,
    string | null
  >[];
  const time = (text: string | null | undefined): number | undefined =>
    typeof text === "string" ? Date.parse(text) : undefined;
  return rows.map((row) => ({
    id: String(row["id"]),
    status: row["status"] ?? "",
    error: row["error_message"] ?? null,
    startedAt: time(row["last_run_started_at"]),
    succeededAt: time(row["last_success_at"]),
  }));
}
