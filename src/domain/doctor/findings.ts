import { EXIT, worstExitCode, type ExitCode } from "../../errors.js";

/** What is looked at. */
export const CHECKS = [
  "role",
  "policies",
  "behaviour",
  "platform",
  "server",
  "indexes",
  "clock",
  "time-zone",
  "migrations",
  "relations",
  "tenant",
] as const;
export type Check = (typeof CHECKS)[number];

/**
 * `unsafe`: the database would not keep tenants apart. `misconfigured`: a command cannot work. `not-found`: the tenant
 * that was asked about.
 */
export const LEVELS = ["ok", "warning", "not-found", "misconfigured", "unsafe"] as const;
export type Level = (typeof LEVELS)[number];

export interface Finding {
  readonly check: Check;
  readonly level: Level;
  readonly message: string;
  /** What mends it: SQL for the tables' owner, or, where SQL cannot, a command or a sentence. */
  readonly fix?: readonly string[];
}

const EXIT_CODES: Readonly<Record<Level, ExitCode>> = {
  ok: EXIT.ok,
  warning: EXIT.ok,
  "not-found": EXIT.notFound,
  misconfigured: EXIT.configuration,
  unsafe: EXIT.isolation,
};

/** The exit code of all findings together; warnings are 0. */
export function exitCodeOfFindings(findings: readonly Finding[]): ExitCode {
  return worstExitCode(findings.map(({ level }) => EXIT_CODES[level]));
}

/** The findings of one check, or, where there is none, that all is well. */
export function orWell(check: Check, findings: readonly Finding[], message: string): readonly Finding[] {
  return findings.length > 0 ? findings : [{ check, level: "ok", message }];
}
