import type * as z from "zod";
import type { MigrateResult } from "../../usecases/migrate.js";
import type { migrateDocument as documentSchema } from "./schemas/records.js";

export function migrateDocument(result: MigrateResult): z.infer<typeof documentSchema> {
  const { outcome, appliedNow, appliedBefore, pending, exitCode } = result;
  return {
    schema: 2,
    command: "migrate",
    outcome,
    appliedNow: [...appliedNow],
    appliedBefore: [...appliedBefore],
    pending: [...pending],
    exitCode,
  };
}
