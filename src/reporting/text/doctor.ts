import type { Finding, Level } from "../../domain/doctor/findings.js";
import type { DoctorResult } from "../../usecases/doctor.js";
import type { Page } from "../format/page.js";
import { printable } from "../format/words.js";

/** A table of what was looked at, and below it what mends what is wrong, as it can be pasted. */
export function doctorText({ server, findings }: DoctorResult, page: Page): string {
  const heading =
    server === undefined ? "SQLite" : `PostgreSQL ${versionOf(server.version)}, as ${printable(server.role)}`;
  const lines = [
    page.colour.bold(heading),
    "",
    page.table(
      ["check", "result", "what was seen"],
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
  return ["", page.colour.bold(`To mend ${check} (${level}):`), ...fix.map((line) => `  ${printable(line)}`)];
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
  if (has("unsafe"))
    return "The database would not keep tenants apart: no command works on it unless that is accepted.";
  if (has("misconfigured")) return "Tenants are kept apart, but not every command can work.";
  if (has("not-found")) return "The tenant cannot be worked for.";
  return has("warning") ? "Tenants are kept apart; see the warnings." : "All is well.";
}

/** `server_version_num` as people write it, from version 10 on. */
function versionOf(version: number): string {
  return `${String(Math.floor(version / 10_000))}.${String(version % 10_000)}`;
}
