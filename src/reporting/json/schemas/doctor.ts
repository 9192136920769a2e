import * as z from "zod";
import { CHECKS, LEVELS } from "../../../domain/doctor/findings.js";
import { document, exitCode, whole } from "./parts.js";

export const doctorDocument = document("doctor", {
  database: z.enum(["sqlite", "postgres"]),
  server: z
    .strictObject({ role: z.string(), version: whole.describe("server_version_num, for example 150018 for 15.18") })
    .optional()
    .describe("absent for SQLite"),
  findings: z.array(
    z.strictObject({
      check: z.enum(CHECKS),
      level: z
        .enum(LEVELS)
        .describe("exit code 77 for unsafe, 78 for misconfigured, 66 for not-found, 0 for the others"),
      message: z.string(),
      fix: z
        .array(z.string())
        .optional()
        .describe("SQL that fixes the problem, to be run by the owner of the tables; a sentence if SQL cannot fix it"),
    }),
  ),
  exitCode,
});

export const doctorSqlDocument = document("doctor", {
  role: z.string(),
  sql: z.string().describe("SQL that creates the role and the policies on the platform's tables; can be run again"),
});
