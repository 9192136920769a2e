import type * as z from "zod";
import type { DoctorResult, DoctorSqlResult } from "../../usecases/doctor.js";
import type { doctorDocument as documentSchema, doctorSqlDocument as sqlSchema } from "./schemas/doctor.js";

export function doctorDocument({ server, findings, exitCode }: DoctorResult): z.infer<typeof documentSchema> {
  return {
    schema: 1,
    command: "doctor",
    ...(server === undefined ? { database: "sqlite" } : { database: "postgres", server }),
    findings: findings.map(({ check, level, message, mend }) => ({
      check,
      level,
      message,
      ...(mend === undefined ? {} : { mend: [...mend] }),
    })),
    exitCode,
  };
}

export function doctorSqlDocument({ role, sql }: DoctorSqlResult): z.infer<typeof sqlSchema> {
  return { schema: 1, command: "doctor", role, sql };
}
