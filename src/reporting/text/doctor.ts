import type { Finding, Level } from "../../domain/doctor/findings.js";
import type { DoctorResult } from "../../usecases/doctor.js";
import type { Page } from "../format/page.js";
import { printable } from "../format/words.js";

/** Returns a table of the checks, then the fix of each finding, ready to paste. */
export function doctorText({ server, findings }: DoctorResult, page: Page): string {
  const heading =
    server === undefined ? "SQLite" : `PostgreSQL ${versionOf(server.version)}, as ${printable(server.role)}`;
  const lines = [
    page.colour.bold(heading),
    "",
    page.table(
      ["check", "result", "details"],
      findings.map(({ check, level, message }) => [check, levelText(level, page), printable(message)]),
    ),
    ...findings.flatMap((finding) => fixLines(finding, page)),
    "",
    closing(findings),
  ];
  return `${lines.join("\n")}\n`;
}

function fixLines({ check, level, fix }: Finding, page: Page): string[] {
  if (fix === undefined) return [];
  return ["", page.colour.bold(`To fix ${check} (${level}):`), ...fix.map((line) => `  ${printable(line)}`)];
}

function levelText(level: Level, { colour }: Page): string {
  switch (level) {
    case "ok":
      return colour.green(level);
    case "warning":
      return colour.yellow(level);
    case "not-found":
    case "misconfigured":
    case "unsafe":
      return colour.red(level);
  }
}

function closing(findings: readonly Finding[]): string {
  const has = (level: Level): boolean => findings.some((finding) => finding.level === level);
  if (has("unsafe")) {
    return "Row-level security does not isolate tenants. Commands refuse to run without --allow-unprotected.";
  }
  if (has("misconfigured")) return "Tenants are isolated, but some commands cannot run.";
  if (has("not-found")) return "The tenant was not found or is inactive.";
  return has("warning") ? "Tenants are isolated. See the warnings." : "All checks passed.";
}

/** Formats `server_version_num`, from version 10 on: 150018 becomes `15.18`. */
function versionOf(version: number): string {
  return `${String(Math.floor(version / 10_000))}.${String(version % 10_000)}`;
}
