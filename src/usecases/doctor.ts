import { exitCodeOfFindings, orWell, type Check, type Finding } from "../domain/doctor/findings.js";
import { judgePostgres } from "../domain/doctor/judge.js";
import { leastPrivilegeSql } from "../domain/doctor/leastPrivilege.js";
import type { TenantId } from "../domain/tenant.js";
import { ConfigurationError, NotFoundError, type ExitCode } from "../errors.js";
import type { Platform } from "./ports/platform.js";
import { requireActiveTenant } from "./running/tenantRuns.js";

export interface DoctorInput {
  /** Looked at as well, if given. */
  readonly tenant?: TenantId;
}

export interface DoctorResult {
  /** Absent: the embedded database, which has neither. */
  readonly server?: { readonly role: string; readonly version: number };
  readonly findings: readonly Finding[];
  readonly exitCode: ExitCode;
}

/** Whether the database would keep the tenants apart by itself, and whether mltrain can work with it. */
export async function doctor(platform: Platform, { tenant }: DoctorInput): Promise<DoctorResult> {
  const facts = await platform.inspector.inspect(tenant);
  const findings = [
    ...(facts === undefined ? [EMBEDDED] : judgePostgres(facts)),
    ...(await judgeMigrations(platform)),
    ...(tenant === undefined ? [] : await judgeTenant(platform, tenant)),
  ];
  return {
    ...(facts === undefined ? {} : { server: { role: facts.role.name, version: facts.serverVersion } }),
    findings,
    exitCode: exitCodeOfFindings(findings),
  };
}

const EMBEDDED: Finding = {
  check: "role",
  level: "ok",
  message: "SQLite has no roles: mltrain alone keeps the tenants apart",
};

function judgeMigrations({ migrations }: Platform): Promise<readonly Finding[]> {
  return orMisconfigured("migrations", async () => {
    const { pending } = await migrations.status();
    const message = `to be applied: ${pending.join(", ")}`;
    const fix = ["Run `mltrain migrate` as the owner of the tables."];
    const findings: Finding[] = [{ check: "migrations", level: "misconfigured", message, fix }];
    return orWell("migrations", pending.length > 0 ? findings : [], "mltrain's tables are up to date");
  });
}

function judgeTenant(platform: Platform, tenant: TenantId): Promise<readonly Finding[]> {
  return orMisconfigured("tenant", async () => {
    await requireActiveTenant(platform, tenant);
    return [{ check: "tenant", level: "ok", message: `tenant ${String(tenant)} is there, and active` }];
  });
}

/** What stands in the way of a look at something is itself a finding. */
async function orMisconfigured(check: Check, look: () => Promise<readonly Finding[]>): Promise<readonly Finding[]> {
  try {
    return await look();
  } catch (error) {
    if (!(error instanceof ConfigurationError || error instanceof NotFoundError)) throw error;
    const level = error instanceof NotFoundError ? "not-found" : "misconfigured";
    return [{ check, level, message: error.message, ...(error.hint === undefined ? {} : { fix: [error.hint] }) }];
  }
}

export interface DoctorSqlResult {
  readonly role: string;
  readonly sql: string;
}

/**
 * SQL for a role that can do what mltrain does and nothing else.
 *
 * @throws ConfigurationError for the embedded database.
 */
export async function doctorSql(
  { inspector }: Platform,
  { role }: { readonly role: string },
): Promise<DoctorSqlResult> {
  const facts = await inspector.leastPrivilege();
  if (facts === undefined) {
    throw new ConfigurationError("SQLite has no roles and no policies: there is no SQL to print", {
      hint: "Name the Postgres database with --db or DATABASE_URL.",
    });
  }
  return { role, sql: leastPrivilegeSql(facts, role) };
}
