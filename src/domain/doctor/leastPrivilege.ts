import type { PlatformFacts, RelationFacts } from "./facts.js";
import { ownGrant, platformGrant } from "./grants.js";
import { policySql, viewAdvice } from "./platformPolicies.js";
import { ROLE_ATTRIBUTES } from "./protection.js";
import { quoteName, quoteText } from "./sql.js";

/** What `doctor --sql` is made of. */
export interface LeastPrivilegeFacts {
  readonly database: string;
  /** Mltrain's own tables, and the one of its migrations. */
  readonly own: readonly RelationFacts[];
  readonly platform: readonly PlatformFacts[];
}

/**
 * SQL that makes a role which can do what mltrain does and nothing else, and policies on the platform's tables that let
 * it see one tenant's rows at a time. Other roles see what they saw. It can be applied again.
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
    ...own.map((table) =>
      table.name === null ? `-- ${table.wanted} is not there: run \`mltrain migrate\` first.` : ownGrant(table, role),
    ),
    ...platform.flatMap((relation) => ["", ...platformSql(relation, role)]),
  ];
  return ["begin;", ...lines, "commit;", ""].join("\n");
}

/** To take away an attribute that a role does not have is a privilege of its own, which providers do not give. */
function roleSql(role: string): string[] {
  const name = quoteText(role);
  const attributes = "rolbypassrls or rolcreatedb or rolcreaterole or rolreplication";
  return [
    "-- The role that mltrain runs as. Give it a password with \\password, or as your provider does.",
    "do $$ begin",
    `  if not exists (select from pg_roles where rolname = ${name}) then create role ${quoteName(role)} login; end if;`,
    `  if exists (select from pg_roles where rolname = ${name} and rolsuper) then`,
    "    raise exception 'the role is a superuser, whom no policy binds: name another with --role';",
    "  end if;",
    `  if exists (select from pg_roles where rolname = ${name} and (${attributes})) then`,
    `    alter role ${quoteName(role)} ${ROLE_ATTRIBUTES};`,
    "  end if;",
    "end $$;",
  ];
}

function schemasOf(relations: readonly RelationFacts[]): string[] {
  return [...new Set(relations.flatMap(({ schema }) => (schema === null ? [] : [quoteName(schema)])))];
}

function platformSql(platform: PlatformFacts, role: string): string[] {
  const { relation, facts, sequence, tenantColumn, tenantType } = platform;
  if (facts.name === null) return [`-- ${facts.wanted} (${relation}) is not there: nothing to grant.`];
  if (tenantType === null) return [`-- ${facts.wanted} (${relation}) has no column ${tenantColumn}: nothing to grant.`];
  const granted = platformGrant(platform, role);
  if (relation === "tenants") return ["-- The list of tenants: which there are, not what they are called.", granted];
  return [
    granted,
    ...(sequence === null ? [] : [`grant usage on sequence ${sequence} to ${quoteName(role)};`]),
    ...(facts.kind === "table" ? policySql(platform, role) : viewAdvice(platform)),
  ];
}
