import type { Finding } from "../../../domain/doctor/findings.js";
import { judgeProtection, judgeRole } from "../../../domain/doctor/protection.js";
import { IsolationError } from "../../../errors.js";
import type { Log } from "../../../usecases/ports/log.js";
import type { Protection } from "../../../usecases/ports/platform.js";
import type { Database } from "../common/database.js";
import { OWN_TABLES, readProtection } from "./protection.js";

export interface ProtectionOptions {
  /** Whoever runs it accepts that mltrain alone keeps the tenants apart. */
  readonly allowUnprotected: boolean;
  readonly log: Pick<Log, "warn">;
}

/**
 * Asks with one query to each database whether it would keep the tenants apart by itself: role and policies.
 *
 * Of the embedded database, which has no roles, nothing is asked.
 *
 * @throws IsolationError with the SQL that mends it, unless that is accepted; then the log says so.
 */
export async function requireProtection(
  database: Database,
  source: Database | undefined,
  { allowUnprotected, log }: ProtectionOptions,
): Promise<Protection> {
  const found = [...(await judgeDatabase(database, OWN_TABLES)), ...(source ? await judgeDatabase(source, []) : [])];
  const unsafe = found.filter(({ level }) => level === "unsafe");
  if (unsafe.length === 0) return database.dialect.kind === "sqlite" ? "embedded" : "enforced";
  const what = unsafe.map(({ message }) => message).join("; ");
  if (!allowUnprotected) throw notProtected(what, unsafe);
  log.warn({ unsafe: what }, "the database does not keep tenants apart by itself; that is accepted (allowUnprotected)");
  return "accepted";
}

async function judgeDatabase({ knex, dialect }: Database, names: readonly string[]): Promise<readonly Finding[]> {
  if (dialect.kind !== "postgres") return [];
  const facts = await readProtection(knex, names);
  return names.length > 0 ? judgeProtection(facts) : judgeRole(facts.role);
}

function notProtected(what: string, unsafe: readonly Finding[]): IsolationError {
  const sql = unsafe.flatMap(({ fix = [] }) => fix).filter((line) => !line.startsWith("--"));
  const fixed = sql.length === 0 ? "" : `The owner of the tables mends it with ${sql.join(" ")} `;
  const accepted = "--allow-unprotected, MLTRAIN_ALLOW_UNPROTECTED, or allowUnprotected in the config file";
  return new IsolationError(`the database would not keep tenants apart: ${what}`, {
    hint: `${fixed}\`mltrain doctor\` says more, and its --sql what to grant. Or accept it: ${accepted}.`,
  });
}
