import type { BehaviourFacts, PlatformFacts, PostgresFacts, RelationFacts } from "./facts.js";
import type { Finding } from "./findings.js";
import { quoteName, quoteRelation } from "./sql.js";

/* What the role is granted, and what it lacks. */

/** What mltrain does with each of its own tables; it deletes nothing. */
const OWN_PRIVILEGES: Readonly<Record<string, readonly string[]>> = {
  ml_models: ["SELECT", "INSERT"],
  ml_deployments: ["SELECT", "INSERT"],
  ml_attempts: ["SELECT", "INSERT"],
  mltrain_migrations: ["SELECT"],
};

/** Kinds of statement that mltrain sends; `mltrain import` sends others, and is not for this role. */
export const PLATFORM_PRIVILEGES = {
  tenants: ["SELECT"],
  work_items: ["SELECT"],
  prs: ["SELECT"],
  job_schedules: ["SELECT", "INSERT", "UPDATE"],
} as const;

/** What the role is granted on a relation of mltrain's own. */
export function ownGrant(table: RelationFacts, role: string): string {
  return grant(ownPrivileges(table), table, role);
}

/** What the role is granted on a relation of the platform's: of the list of tenants no more than which there are. */
export function platformGrant({ relation, facts, columns }: PlatformFacts, role: string): string {
  return grant(PLATFORM_PRIVILEGES[relation], facts, role, relation === "tenants" ? columns : []);
}

function ownPrivileges({ wanted }: RelationFacts): readonly string[] {
  return OWN_PRIVILEGES[wanted] ?? ["SELECT", "INSERT", "UPDATE"];
}

/** Of the whole relation, unless columns are named. */
function grant(
  kinds: readonly string[],
  relation: RelationFacts,
  role: string,
  columns: readonly string[] = [],
): string {
  const what = kinds.join(", ").toLowerCase() + (columns.length === 0 ? "" : ` (${columns.map(quoteName).join(", ")})`);
  return `grant ${what} on ${quoteRelation(relation)} to ${quoteName(role)};`;
}

/** What the role lacks to work with the relations that mltrain and the platform have. */
export function judgeGrants(facts: PostgresFacts): readonly Finding[] {
  return [
    ...judgeSchemas(facts),
    ...judgeOwn(facts),
    ...facts.platform.flatMap((relation) => judgePlatformRelation(relation, facts.role.name)),
    ...(facts.behaviour?.failed ?? []).map(judgeFailed),
  ];
}

/** A relation in a schema that the role may not use looks as if it were not there. */
function judgeSchemas({ tables, platform, role }: PostgresFacts): readonly Finding[] {
  const hidden = [...tables, ...platform.map(({ facts }) => facts)].filter(({ hiddenIn }) => hiddenIn !== null);
  const schemas = new Set(hidden.map(({ hiddenIn }) => hiddenIn ?? ""));
  return [...schemas].map((schema) => {
    const names = hidden.filter(({ hiddenIn }) => hiddenIn === schema).map(({ wanted }) => wanted);
    return {
      check: "relations",
      level: "misconfigured",
      message: `${role.name} may not use the schema ${schema}, which has ${names.join(", ")}`,
      fix: [`grant usage on schema ${quoteName(schema)} to ${quoteName(role.name)};`],
    };
  });
}

function judgeOwn({ tables, migrations, role }: PostgresFacts): readonly Finding[] {
  const own = [...tables, ...(migrations === undefined ? [] : [migrations])].filter(({ name }) => name !== null);
  return own.flatMap((table): readonly Finding[] => {
    const lacks = ownPrivileges(table).filter((kind) => !table.privileges.includes(kind));
    if (lacks.length === 0) return [];
    return [lacking(table, lacks, role.name, "misconfigured", ownGrant(table, role.name))];
  });
}

function lacking(
  { wanted }: RelationFacts,
  kinds: readonly string[],
  role: string,
  level: Finding["level"],
  fix: string,
): Finding {
  const message = `${role} has no privilege to ${kinds.join(", ").toLowerCase()} of ${wanted}`;
  return { check: "relations", level, message, fix: [fix] };
}

function judgePlatformRelation(platform: PlatformFacts, role: string): readonly Finding[] {
  const { relation, facts, tenantType, tenantColumn, missingPrivileges } = platform;
  // Who uses no `mltrain job` needs no table for it.
  const level = relation === "job_schedules" ? "warning" : "misconfigured";
  const find = (message: string, fix: string): Finding[] => [{ check: "relations", level, message, fix: [fix] }];
  if (facts.hiddenIn !== null) return [];
  if (facts.name === null) {
    return find(`there is no ${facts.wanted}`, `-- map the name in the config file: relations.${relation}.table`);
  }
  if (tenantType === null)
    return find(`${facts.wanted} has no column ${tenantColumn}`, "-- read from a view that has it");
  if (missingPrivileges.length === 0) return [];
  return [lacking(facts, missingPrivileges, role, level, platformGrant(platform, role))];
}

function judgeFailed({ relation, message }: BehaviourFacts["failed"][number]): Finding {
  return {
    check: "relations",
    level: "misconfigured",
    message: `${relation} cannot be read: ${message}`,
    fix: [
      "-- a policy of the table, what a view reads through, or a setting of the role fails: see what the server said",
    ],
  };
}
