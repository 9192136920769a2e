import type { ProtectionFacts, RelationFacts, RoleFacts } from "./facts.js";
import { orWell, type Finding } from "./findings.js";
import { isOwnRow, quoteName, quoteRelation, saysOwnRow } from "./sql.js";

/** What `doctor --sql` calls the role unless told otherwise. */
export const DEFAULT_ROLE = "mltrain";

/** What a role that policies bind, and that can do no more than it must, is made with, beside `nosuperuser`. */
export const ROLE_ATTRIBUTES = "nobypassrls nocreatedb nocreaterole noreplication";

/** The columns of mltrain's own tables are of this type. */
const OWN_TYPE = "integer";
const COLUMN = "tenant_id";

/** Whether the database keeps the tenants apart for this role: what every run asks at its start. */
export function judgeProtection({ role, tables }: ProtectionFacts): readonly Finding[] {
  const there = tables.filter(({ name }) => name !== null);
  return [
    ...orWell("role", judgeRole(role), `${role.name} is subject to row-level security`),
    ...orWell("policies", there.flatMap(judgeTable), `${String(there.length)} tables limit every row to its tenant`),
  ];
}

/** Whether policies bind the role: what is asked of a source database, too, which holds none of mltrain's tables. */
export function judgeRole(role: RoleFacts): readonly Finding[] {
  const { name, superuser, bypassesRowSecurity } = role;
  if (superuser) {
    const message = `${name} is a superuser, whom no policy binds`;
    const other = name === DEFAULT_ROLE ? `${DEFAULT_ROLE}_runner` : DEFAULT_ROLE;
    const fix = [
      `do $$ begin if not exists (select from pg_roles where rolname = '${other}') then create role "${other}" login nosuperuser ${ROLE_ATTRIBUTES}; end if; end $$;`,
      `-- then grant it what \`mltrain doctor --sql --role ${other}\` prints, and connect as that role`,
    ];
    return [{ check: "role", level: "unsafe", message, fix }];
  }
  const findings: Finding[] = [];
  const find = (level: Finding["level"], message: string, fix: readonly string[]): void => {
    findings.push({ check: "role", level, message, fix });
  };
  if (bypassesRowSecurity) {
    find("unsafe", `${name} has BYPASSRLS: no policy binds it`, [`alter role ${quoteName(name)} nobypassrls;`]);
  }
  for (const other of role.mayBecome) {
    const fix = [`revoke ${quoteName(other)} from ${quoteName(name)};`];
    find("warning", `${name} can become ${other}, whom no policy binds`, fix);
  }
  if (role.presetTenant !== null) {
    find("unsafe", `tenant ${role.presetTenant} is set before ${name} sets one: without one its rows are seen`, [
      ...role.presetFor.map(resetTenant),
      ...(role.presetFor.length > 0 ? [] : ["-- take mltrain.tenant_id out of postgresql.conf, or out of the pooler"]),
    ]);
  }
  return findings;
}

function resetTenant({ role, database }: RoleFacts["presetFor"][number]): string {
  const whose =
    role === null && database !== null
      ? `database ${quoteName(database)}`
      : `role ${role === null ? "all" : quoteName(role)}${database === null ? "" : ` in database ${quoteName(database)}`}`;
  return `alter ${whose} reset mltrain.tenant_id;`;
}

function judgeTable(table: RelationFacts): readonly Finding[] {
  const quoted = quoteRelation(table);
  const findings: Finding[] = [];
  const find = (level: Finding["level"], message: string, ...fix: readonly string[]): void => {
    findings.push({ check: "policies", level, message: `${table.wanted}: ${message}`, fix });
  };
  if (table.kind !== "table") {
    find("unsafe", "it is no table, and can have no policy", "-- put back the table that `mltrain migrate` made");
    return findings;
  }
  if (!table.enabled) {
    find(
      "unsafe",
      "row-level security is off",
      `alter table ${quoted} enable row level security, force row level security;`,
    );
  } else if (!table.forced) {
    const force = `alter table ${quoted} force row level security;`;
    if (table.owned) find("unsafe", "the policies do not bind its owner", force);
    else find("warning", "row-level security is not forced", force);
  }
  const applying = table.policies.filter(({ applies }) => applies);
  const others = applying.filter((policy) => !isTenantPolicy(policy, COLUMN));
  const isOpen = !isLimited(table, COLUMN);
  for (const { name, permissive } of others) {
    const drop = `drop policy ${quoteName(name)} on ${quoted};`;
    if (!permissive) find("misconfigured", `the policy ${name} can hide a tenant's own rows`, drop);
    else if (isOpen) find("unsafe", `the policy ${name} lets rows of other tenants through`, drop);
  }
  if (applying.length === others.length)
    find("unsafe", "no policy limits its rows to a tenant", ...createPolicy(quoted));
  else if (showsNothing(table)) find("misconfigured", "no policy lets this role see a row", ...createPolicy(quoted));
  return findings;
}

/** Whatever is called so, and is for others or says something else, gives way. */
function createPolicy(quoted: string): string[] {
  const condition = isOwnRow(COLUMN, OWN_TYPE);
  return [
    `drop policy if exists mltrain_tenant on ${quoted};`,
    `create policy mltrain_tenant on ${quoted} using (${condition}) with check (${condition});`,
  ];
}

/** Whether row-level security binds the role and no policy opens the table to it: restrictive ones alone close it. */
export function showsNothing({ enabled, forced, owned, policies }: RelationFacts): boolean {
  const isBound = enabled && (forced || !owned);
  return isBound && !policies.some(({ applies, permissive }) => applies && permissive);
}

/** Whether the policies let this role see and write rows of the tenant that was named, and no others. */
export function isLimited({ policies }: RelationFacts, column: string): boolean {
  const own = policies.filter((policy) => policy.applies);
  const permissive = own.filter((policy) => policy.permissive);
  return (
    own.some((policy) => !policy.permissive && isTenantPolicy(policy, column)) ||
    (permissive.length > 0 && permissive.every((policy) => isTenantPolicy(policy, column)))
  );
}

function isTenantPolicy({ forAll, using, check }: RelationFacts["policies"][number], column: string): boolean {
  return forAll && saysOwnRow(using, column) && (check === null || saysOwnRow(check, column));
}
