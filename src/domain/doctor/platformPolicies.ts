import { FNV_OFFSET, hashText } from "../../learning/features/hashing.js";
import type { PlatformFacts } from "./facts.js";
import type { Finding } from "./findings.js";
import { DEFAULT_ROLE, isLimited, showsNothing } from "./protection.js";
import { isOwnRow, quoteName, quoteRelation } from "./sql.js";

/* Policies on the platform's tables, which limit mltrain's role and nobody else. */

/** PostgreSQL cuts longer names. */
const MAXIMUM_BYTES_OF_NAME = 63;

/** For everybody: without a policy that lets rows through, row-level security would close the table to others. */
const OTHERS = "mltrain_others";

/** Each role has policies of its own, so that one made for another role takes away none of them. */
function policyName(kind: "tenant" | "access", role: string): string {
  if (role === DEFAULT_ROLE) return `mltrain_${kind}`;
  const name = `mltrain_${kind}_${role}`;
  const room = MAXIMUM_BYTES_OF_NAME - `_${"f".repeat(8)}`.length;
  if (byteLength(name) <= MAXIMUM_BYTES_OF_NAME) return quoteName(name);
  let cut = name;
  while (byteLength(cut) > room) cut = cut.slice(0, -1);
  return quoteName(`${cut}_${(hashText(FNV_OFFSET, role) >>> 0).toString(16)}`);
}

function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}

/** SQL that shows the role one tenant's rows of a table at a time, and leaves other roles what they see. */
export function policySql({ facts, tenantColumn, tenantType }: PlatformFacts, role: string): string[] {
  const quoted = quoteRelation(facts);
  const condition = isOwnRow(tenantColumn, tenantType ?? "integer");
  const policy = (name: string, kind: string): string[] => [
    `drop policy if exists ${name} on ${quoted};`,
    `create policy ${name} on ${quoted} ${kind};`,
  ];
  // Where the platform has policies of its own, one for everyone would open what they close.
  const isOurs = !facts.enabled || facts.policies.some(({ name }) => name === OTHERS);
  const to = `to ${quoteName(role)}`;
  return [
    ...(isOurs
      ? policy(OTHERS, "using (true) with check (true)")
      : policy(policyName("access", role), `${to} using (true) with check (true)`)),
    ...policy(policyName("tenant", role), `as restrictive ${to} using (${condition}) with check (${condition})`),
    ...(facts.enabled
      ? []
      : ["-- From here on roles that are neither its owner nor bypass policies cannot COPY … FROM into it."]),
    `alter table ${quoted} enable row level security;`,
  ];
}

/** What there is to say of a relation that can have no policy of its own; nothing to run, since others read it, too. */
export function viewAdvice({ facts, securityInvoker }: PlatformFacts): string[] {
  if (facts.kind === "other") return [`-- ${facts.wanted} can have no policy: read from a table or a view.`];
  if (securityInvoker === true)
    return [`-- ${facts.wanted} is a view: grant select on its tables as well, and give those the policies.`];
  if (securityInvoker === null) {
    return ["-- before PostgreSQL 15 every view reads its tables as its owner: map the relation to a table"];
  }
  return [
    `-- ${facts.wanted} is a view that reads its tables as its owner. Give those the policies, grant select on them to all who`,
    `-- read it, and then: alter view ${quoteRelation(facts)} set (security_invoker = true);`,
  ];
}

/** Mltrain asks for one tenant's rows whatever the platform's tables do: where they do not enforce it, it is a warning. */
export function judgePlatform(platform: PlatformFacts, role: string): readonly Finding[] {
  const { relation, facts, tenantColumn, securityInvoker } = platform;
  if (relation === "tenants" || facts.name === null) return [];
  const find = (level: Finding["level"], message: string, fix: readonly string[]): Finding[] => [
    { check: "platform", level, message: `${facts.wanted}: ${message}`, fix },
  ];
  const warn = (message: string, fix: readonly string[]): Finding[] => find("warning", message, fix);
  if (facts.kind === "view") {
    if (securityInvoker === true) return [];
    return warn("the view reads its tables as its owner, whatever their policies", viewAdvice(platform));
  }
  if (facts.kind === "other") return warn("this kind of relation can have no policy", viewAdvice(platform));
  if (facts.owned && !facts.forced) {
    const fix = `alter table ${quoteRelation(facts)} force row level security;`;
    return warn("this role owns it, and its policies are not forced", [fix]);
  }
  if (showsNothing(facts))
    return find("misconfigured", "no policy lets this role see a row", policySql(platform, role));
  if (facts.enabled && isLimited(facts, tenantColumn)) return [];
  return warn("no policy limits this role to one tenant's rows", policySql(platform, role));
}
