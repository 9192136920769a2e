import { EXIT, type ExitCode } from "../errors.js";
import type { Platform } from "./ports/platform.js";

export interface MigrateInput {
  /** Only say what is pending. */
  readonly statusOnly: boolean;
}

/** Names of migrations, in the order in which they are applied. */
export interface MigrateResult {
  readonly outcome: "migrated" | "up-to-date" | "pending";
  /** Applied by this command. */
  readonly appliedNow: readonly string[];
  readonly appliedBefore: readonly string[];
  readonly pending: readonly string[];
  readonly exitCode: ExitCode;
}

/** Brings mltrain's tables up to date, or says what that would take. */
export async function migrate({ migrations }: Platform, { statusOnly }: MigrateInput): Promise<MigrateResult> {
  const { applied: appliedBefore, pending } = await migrations.status();
  if (pending.length === 0) {
    return { outcome: "up-to-date", appliedNow: [], appliedBefore, pending, exitCode: EXIT.ok };
  }
  if (statusOnly) {
    return { outcome: "pending", appliedNow: [], appliedBefore, pending, exitCode: EXIT.configuration };
  }
  const appliedNow = await migrations.up();
  return { outcome: "migrated", appliedNow, appliedBefore, pending: [], exitCode: EXIT.ok };
}
