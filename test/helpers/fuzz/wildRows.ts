import fc from "fast-check";
import type { Database } from "../../../src/adapters/database/common/database.js";
import { wildText } from "./wild.js";

const COLUMNS: Readonly<Record<string, readonly string[]>> = {
  tenants: ["name", "active"],
  work_items: [
    ...["key", "project_id", "team", "wit_id", "priority", "assignee", "labels", "summary", "description"],
    ...["story_points", "created", "updated", "work_last_completed_at", "total_lead_time_seconds", "active"],
  ],
  prs: [
    ...["repository_id", "number", "user_name", "name", "body", "additions", "deletions", "changed_files"],
    ...["pr_created_at", "merged_at", "closed_at", "review_cycles", "rework_commit_count", "active"],
  ],
  job_schedules: ["job_name", "execution_order", "status", "active", "last_run_started_at", "retry_count"],
  ml_models: [
    ...["learner", "artefact", "artefact_hash", "hyperparameters", "feature_schema", "holdout", "watermark"],
    ...["row_count", "fingerprint", "seed", "code_version", "run", "trained_at", "trained_keys", "evidence"],
  ],
  ml_deployments: ["version", "cause", "reason", "actor", "deployed_at", "pinned"],
  ml_evaluations: ["evaluated_at", "version", "scores", "verdict", "threshold", "sequential_test"],
  ml_attempts: ["attempted_at", "outcome", "reason", "fingerprint", "watermark", "row_count"],
  ml_runs: ["command", "started_at", "ended_at", "outcomes", "exit_code", "error", "cost", "host"],
  ml_leases: ["holder", "expires_at", "token"],
};

/** A column of some rows of tenant 1, and its new value. */
export interface WildCell {
  readonly table: string;
  readonly column: string;
  /** Every n-th row; 1: all. */
  readonly every: number;
  readonly value: string | number | boolean | Buffer | null;
}

const wildCellValue: fc.Arbitrary<WildCell["value"]> = fc.oneof(
  wildText,
  fc.constantFrom<WildCell["value"]>(
    ...[null, true, false, 0, -1, 1.5, 1e308, -1e308, 5e-324, 2 ** 31, 2 ** 53, -(2 ** 53), 9e18, 40, 1e-9],
    ...["NaN", "Infinity", "-Infinity", "infinity", "-infinity", "epoch", "2025-06-01 12:00:00+02", "294276-12-31"],
    ...["4713-01-01 BC", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999Z", "[]", "{}", '{"rows":1}', "[1,2"],
    ...['{"values":{"r2":{"value":"x"}},"rows":3}', '{"__proto__":null}', "baseline", "train", "PENDING", "RUNNING"],
  ),
  fc.uint8Array({ maxLength: 20 }).map((bytes) => Buffer.from(bytes)),
  fc.double(),
  fc.maxSafeInteger(),
);

export const wildCells: fc.Arbitrary<WildCell[]> = fc.array(
  fc.constantFrom(...Object.entries(COLUMNS)).chain(([table, columns]) =>
    fc.record({
      table: fc.constant(table),
      column: fc.constantFrom(...columns),
      every: fc.constantFrom(1, 2, 7),
      value: wildCellValue,
    }),
  ),
  { minLength: 1, maxLength: 4 },
);

/** Writes the value if the database accepts it. The database refuses a value of another type. */
export async function corrupt({ knex, dialect }: Database, { table, column, every, value }: WildCell): Promise<void> {
  const row = dialect.kind === "sqlite" ? "rowid" : "(ctid::text::point)[1]::int";
  const query = knex(table)
    .where(table === "tenants" ? { id: 1 } : { tenant_id: 1 })
    .whereRaw(`${row} % ? = 0`, [every])
    .update({ [column]: value });
  await query.catch((error: unknown) => {
    if (
      !/constraint|invalid|out of range|violates|syntax|type|bind|encoding|too long|data left in message|NUL|null|large/i.test(
        String(error),
      )
    )
      throw error;
  });
}
