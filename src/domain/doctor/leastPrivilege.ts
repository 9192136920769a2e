import type { PlatformFacts, RelationFacts } from "./facts.js";
import { isOwnRow, quoteName, quoteRelation, quoteText } from "./sql.js";

/** What mltrain does with each of its own tables; it deletes nothing. */
const OWN_GRANTS: Readonly<Record<string, string>> = {
  ml_models: "select, insert",
  ml_deployments: "select, insert",
  ml_attempts: "select, insert",
  mltrain_migrations: "select",
};

export function ownGrant(table: string): string {
  return OWN_GRANTS[table] ?? "select, insert, update";
}

/** What `doctor --sql` is made of. */
export interface LeastPrivilegeFacts {
  readonly database: string;
  /** Mltrain's own tables, and the one of its migrations. */
  readonly own: readonly RelationFacts[];
  readonly platform: readonly PlatformFacts[];
}

/**
 * SQL that makes a role which can do what mltrain does and nothing else, and policies on the platform's tables that let
 * it see one tenant's rows at a time. Other roles go on as before. It can be applied again.
 */
export function leastPrivilegeSql({ database, own, platform }: LeastPrivilegeFacts, role: string): string {
  const to = quoteName(role);
  const lines = [
    ...roleSql(role),
    `grant connect on database ${quoteName(database)} to ${to};`,
    ...schemasOf([...own, ...platform.map(({ facts }) => facts)]).map(
      (schema) => `grant usage on schema ${schema} to ${to};`,
    ),
    "",
    "-- Mltrain's own tables; `mltrain migrate`, run as their owner, made their policies.",
    ...own.map((table) => `grant ${ownGrant(table.wanted)} on ${quoteRelation(table)} to ${to};`),
    ...platform.flatMap((relation) => ["", ...platformSql(relation, to)]),
  ];
  return ["begin;", ...lines, "commit;", ""].join("\n");
}

function roleSql(role: string): string[] {
  return [
    "-- The role that mltrain runs as. Give it a password with \\password, or as your provider does.",
    "do $$ begin",
    `  if not exists (select from pg_roles where rolname = ${quoteText(role)}) then create role ${quoteName(role)} login; end if;`,
    "end $$;",
    `alter role ${quoteName(role)} nosuperuser nobypassrls nocreatedb nocreaterole noreplication;`,
  ];
}

function schemasOf(relations: readonly RelationFacts[]): string[] {
  return [...new Set(relations.flatMap(({ schema }) => (schema === null ? [] : [quoteName(schema)])))];
}

function platformSql(platform: PlatformFacts, to: string): string[] {
  const { relation, facts, columns } = platform;
  const quoted = quoteRelation(facts);
  if (facts.name === null) return [`-- ${facts.wanted} (${relation}) is not there: nothing to grant.`];
  if (relation === "tenants") {
    const names = columns.map(quoteName).join(", ");
    return [
      "-- The list of tenants: which there are, not what they are called.",
      `grant select (${names}) on ${quoted} to ${to};`,
    ];
  }
  const sequence = platform.sequence === null ? [] : [`grant usage on sequence ${platform.sequence} to ${to};`];
  return [
    `grant ${PRIVILEGES[relation].join(", ").toLowerCase()} on ${quoted} to ${to};`,
    ...sequence,
    ...(facts.kind === "table" ? policySql(platform, quoted, to) : viewSql(platform, quoted)),
  ];
}

/** Kinds of statement that mltrain sends; `mltrain import` sends others, and is not for this role. */
export const PRIVILEGES = {
  tenants: ["SELECT"],
  work_items: ["SELECT"],
  prs: ["SELECT"],
  job_schedules: ["SELECT", "INSERT", "UPDATE"],
} as const;

function policySql({ facts, tenantColumn, tenantType }: PlatformFacts, quoted: string, to: string): string[] {
  const condition = isOwnRow(tenantColumn, tenantType ?? "integer");
  const policy = (name: string, kind: string): string[] => [
    `drop policy if exists ${name} on ${quoted};`,
    `create policy ${name} on ${quoted} ${kind};`,
  ];
  // Where the platform has policies of its own, one for everyone would open what they close.
  const isOurs = !facts.enabled || facts.policies.some(({ name }) => name === "mltrain_others");
  return [
    ...(isOurs
      ? policy("mltrain_others", "using (true) with check (true)")
      : policy("mltrain_access", `to ${to} using (true) with check (true)`)),
    ...policy("mltrain_tenant", `as restrictive to ${to} using (${condition}) with check (${condition})`),
    `alter table ${quoted} enable row level security;`,
  ];
}

function viewSql({ facts, securityInvoker }: PlatformFacts, quoted: string): string[] {
  if (facts.kind === "other")
    return [`-- ${facts.wanted} can have no policy: what kind of relation it is does not allow it.`];
  return [
    `-- ${facts.wanted} is a view: grant select on its tables as well, and give those the policies.`,
    ...(securityInvoker === true ? [] : [invokerSql(quoted, securityInvoker)]),
  ];
}

/** Has a view read its tables with the rights of whoever asks. */
export function invokerSql(quoted: string, securityInvoker: PlatformFacts["securityInvoker"]): string {
  return securityInvoker === null
    ? "-- before PostgreSQL 15 every view reads its tables as its owner: map the relation to a table"
    : `alter view ${quoted} set (security_invoker = true);`;
}
