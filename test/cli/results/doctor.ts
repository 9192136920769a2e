import type { Level } from "../../../src/domain/doctor/findings.js";
import type { DoctorResult, DoctorSqlResult } from "../../../src/usecases/doctor.js";

/** One finding of each level. */
export const doctorResult: DoctorResult = {
  server: { role: "mltrain", version: 150018 },
  findings: [
    { check: "role", level: "unsafe", message: "mltrain has BYPASSRLS", fix: ['alter role "mltrain" nobypassrls;'] },
    { check: "policies", level: "ok", message: "7 tables limit every row to its tenant" },
    {
      check: "indexes",
      level: "warning",
      message: "prs: no index begins with tenant_id",
      fix: ['create index concurrently on "public"."prs" ("tenant_id", "merged_at");'],
    },
    { check: "migrations", level: "misconfigured", message: "to be applied: 0005_row_security" },
    { check: "tenant", level: "not-found", message: "there is no tenant 7", fix: ["Give another id."] },
  ],
  exitCode: 77,
};

/** SQLite, with one finding of the given level. */
export const embedded = (level: Level = "ok"): DoctorResult => ({
  findings: [{ check: "migrations", level, message: "mltrain's tables" }],
  exitCode: 0,
});

export const doctorSqlResult: DoctorSqlResult = { role: "mltrain", sql: "begin;\ncommit;\n" };
