import type * as z from "zod";
import type { DoctorResult, DoctorSqlResult } from "../../usecases/doctor.js";
import type { doctorDocument as documentSchema, doctorSqlDocument as sqlSchema } from "./schemas/doctor.js";

export function doctorDocument({ server, findings, exitCode }: DoctorResult): z.infer<typeof documentSchema> {
  return {
    schema: 2,
    command: "doctor",
    ...(server === undefined ? { database: "sqlite" } : { database: "postgres", server }),
    findings: findings.map(({ check, level, message, fix }) => ({
      check,
      level,
      message,
      ...(fix === undefined ? {} : { fix: [...fix] }),
    })),
    exitCode,
  };
}

export function doctorSqlDocument({ role, sql }: DoctorSqlResult): z.infer<typeof sqlSchema> {
  return { schema: 2, command: "doctor", role, sql };
}
