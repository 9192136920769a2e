import * as z from "zod";
import { CHECKS, LEVELS } from "../../../domain/doctor/findings.js";
import { document, exitCode, whole } from "./parts.js";

export const doctorDocument = document("doctor", {
  database: z.enum(["sqlite", "postgres"]),
  server: z
    .strictObject({ role: z.string(), version: whole.describe("server_version_num: 150018 is 15.18") })
    .optional()
    .describe("absent for SQLite"),
  findings: z.array(
    z.strictObject({
      check: z.enum(CHECKS),
      level: z.enum(LEVELS).describe("unsafe: exit code 77; misconfigured: 78; not-found: 66; the others: 0"),
      message: z.string(),
      fix: z.array(z.string()).optional().describe("SQL for the owner of the tables, or where SQL cannot, a sentence"),
    }),
  ),
  exitCode,
});

export const doctorSqlDocument = document("doctor", {
  role: z.string(),
  sql: z.string().describe("makes the role and the policies on the platform's tables; can be applied again"),
});
