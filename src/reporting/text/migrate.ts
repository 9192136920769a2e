import type { MigrateResult } from "../../usecases/migrate.js";
import { counted } from "../format/numbers.js";
import type { Page } from "../format/page.js";

export function migrateText({ outcome, appliedNow, appliedBefore, pending }: MigrateResult, { colour }: Page): string {
  const lines = [
    ...appliedNow.map((name) => `${colour.green("applied")}  ${name}`),
    ...pending.map((name) => `${colour.yellow("pending")}  ${name}`),
  ];
  return `${[...lines, closing()].join("\n")}\n`;

  function closing(): string {
    switch (outcome) {
      case "migrated":
        return `${counted(appliedNow.length, "migration")} applied; the database is up to date.`;
      case "up-to-date":
        return `The database is up to date (${counted(appliedBefore.length, "migration")}).`;
      case "pending":
        return `${counted(pending.length, "migration")} pending. Next: mltrain migrate`;
    }
  }
}
