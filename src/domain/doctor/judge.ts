import type { BehaviourFacts, PlatformFacts, PostgresFacts } from "./facts.js";
import { orWell, type Finding } from "./findings.js";
import { invokerSql, ownGrant, PRIVILEGES } from "./leastPrivilege.js";
import { isLimited, judgeProtection, judgeRole } from "./protection.js";
import { judgeServer } from "./serverVersion.js";
import { quoteName, quoteRelation } from "./sql.js";

/** A difference that makes labels seem to lie in the future, or a lease's end unclear to people. */
const MOST_SKEW_SECONDS = 5;

/** Everything that `doctor` says of a Postgres database. */
export function judgePostgres(facts: PostgresFacts): readonly Finding[] {
  const { role, serverVersion, platform } = facts;
  const grants = [
    ...judgeSchemas(facts),
    ...judgeOwnGrants(facts),
    ...platform.flatMap((relation) => judgeGrants(relation, role.name)),
    ...(facts.behaviour?.failed ?? []).map(judgeFailed),
  ];
  return [
    ...judgeProtection(facts),
    ...(facts.sourceRole === undefined ? [] : judgeSourceRole(facts.sourceRole)),
    ...(facts.behaviour === undefined ? [] : judgeBehaviour(facts.behaviour)),
    ...orWell("platform", platform.flatMap(judgePlatform), "the platform's tables show this role one tenant's rows"),
    ...orWell("relations", grants, "the platform's relations are there, and may be read"),
    ...orWell("server", judgeServer(serverVersion), "no known flaw of row-level security"),
    ...orWell("indexes", platform.flatMap(judgeIndex), "queries of one tenant find an index"),
    ...judgeClock(facts.clock),
    ...judgeTimeZone(facts),
  ];
}

function judgeSourceRole(role: PostgresFacts["role"]): readonly Finding[] {
  return judgeRole(role).map((finding) => ({ ...finding, message: `source database: ${finding.message}` }));
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
      mend: [`grant usage on schema ${quoteName(schema)} to ${quoteName(role.name)};`],
    };
  });
}

function judgeFailed({ relation, message }: BehaviourFacts["failed"][number]): Finding {
  return {
    check: "relations",
    level: "misconfigured",
    message: `${relation} cannot be read: ${message}`,
    mend: [
      "-- a policy of the table, what a view reads through, or a setting of the role fails: see what the server said",
    ],
  };
}

function judgeOwnGrants({ tables, role }: PostgresFacts): readonly Finding[] {
  return tables
    .filter(({ name, readable }) => name !== null && !readable)
    .map((table) => ({
      check: "relations",
      level: "misconfigured",
      message: `${role.name} may not read ${table.wanted}`,
      mend: [`grant ${ownGrant(table.wanted)} on ${quoteRelation(table)} to ${quoteName(role.name)};`],
    }));
}

function judgeBehaviour({ tenant, withoutTenant, foreignRows, insertedWithoutTenant }: BehaviourFacts): Finding[] {
  const seen = (relations: readonly string[], when: string): Finding[] =>
    relations.map((relation) => ({
      check: "behaviour",
      level: "unsafe",
      message: `${relation}: ${when}`,
      mend: ["-- as the findings on role and policies say, or what `mltrain doctor --sql` prints"],
    }));
  const findings = [
    ...seen(withoutTenant, "rows are seen although no tenant is set"),
    ...seen(foreignRows, `rows of other tenants are seen while ${String(tenant)} is set`),
    ...seen(insertedWithoutTenant ? ["ml_leases"] : [], "a row can be inserted although no tenant is set"),
  ];
  const well = `tried out: without a tenant no row is seen or inserted, with ${String(tenant)} set none of another`;
  return [...orWell("behaviour", findings, well)];
}

/** Mltrain asks for one tenant's rows whatever the platform's tables do: where they do not enforce it, it is a warning. */
function judgePlatform({ relation, facts, tenantColumn, securityInvoker }: PlatformFacts): Finding[] {
  if (relation === "tenants" || facts.name === null) return [];
  const quoted = quoteRelation(facts);
  const warn = (message: string, mend: string): Finding[] => [
    { check: "platform", level: "warning", message: `${facts.wanted}: ${message}`, mend: [mend] },
  ];
  if (facts.kind === "view") {
    if (securityInvoker === true) return [];
    return warn("the view reads its tables as its owner, whatever their policies", invokerSql(quoted, securityInvoker));
  }
  if (facts.kind === "other") return warn("this kind of relation can have no policy", "-- read from a table or a view");
  if (facts.owned && !facts.forced)
    return warn(
      "this role owns it, and its policies are not forced",
      `alter table ${quoted} force row level security;`,
    );
  if (facts.enabled && isLimited(facts, tenantColumn)) return [];
  return warn("no policy limits this role to one tenant's rows", "-- what `mltrain doctor --sql` prints");
}

function judgeGrants(
  { relation, facts, tenantType, tenantColumn, missingPrivileges, columns }: PlatformFacts,
  role: string,
): Finding[] {
  const find = (message: string, mend: string): Finding => ({
    check: "relations",
    // Who uses no `mltrain job` needs no table for it.
    level: relation === "job_schedules" ? "warning" : "misconfigured",
    message,
    mend: [mend],
  });
  if (facts.hiddenIn !== null) return [];
  if (facts.name === null) {
    return [find(`there is no ${facts.wanted}`, `-- map the name in the config file: relations.${relation}.table`)];
  }
  if (tenantType === null) {
    return [find(`${facts.wanted} has no column ${tenantColumn}`, "-- read from a view that has it")];
  }
  if (missingPrivileges.length === 0) return [];
  const granted =
    relation === "tenants"
      ? `select (${columns.map(quoteName).join(", ")})`
      : PRIVILEGES[relation].join(", ").toLowerCase();
  return [
    find(
      `${role} has no privilege to ${missingPrivileges.join(", ").toLowerCase()} of ${facts.wanted}`,
      `grant ${granted} on ${quoteRelation(facts)} to ${quoteName(role)};`,
    ),
  ];
}

function judgeIndex({ facts, indexed, tenantColumn, tenantType, rangeColumn }: PlatformFacts): Finding[] {
  if (facts.kind !== "table" || facts.name === null || tenantType === null || indexed) return [];
  const columns = [tenantColumn, ...(rangeColumn === null ? [] : [rangeColumn])].map(quoteName).join(", ");
  const message = `${facts.wanted}: no index begins with ${tenantColumn}, so that each query reads every tenant's rows`;
  const online = facts.partitioned ? "" : " concurrently"; // of a partitioned table PostgreSQL builds none so
  const mend = [`create index${online} on ${quoteRelation(facts)} (${columns});`];
  return [{ check: "indexes", level: "warning", message, mend }];
}

function judgeClock({ aheadSeconds, uncertainSeconds }: PostgresFacts["clock"]): Finding[] {
  const off = Math.abs(aheadSeconds);
  const said = `the database's clock is ${off.toFixed(1)} s ${aheadSeconds < 0 ? "behind" : "ahead of"} this machine's`;
  if (off - uncertainSeconds <= MOST_SKEW_SECONDS) return [{ check: "clock", level: "ok", message: said }];
  return [{ check: "clock", level: "warning", message: said, mend: ["Set both by NTP; no SQL mends it."] }];
}

function judgeTimeZone({ timeZone, platform, database }: PostgresFacts): Finding[] {
  const columns = platform.flatMap(({ facts, zonelessTimes }) =>
    zonelessTimes.map((name) => `${facts.wanted}.${name}`),
  );
  if (/^(Etc\/)?(UTC|GMT|UCT|Zulu)$/i.test(timeZone) || columns.length === 0) {
    return [{ check: "time-zone", level: "ok", message: `${timeZone}; mltrain sets UTC in its transactions` }];
  }
  return [
    {
      check: "time-zone",
      level: "warning",
      message: `the zone is ${timeZone}, and mltrain reads times without a zone as UTC: ${columns.join(", ")}`,
      mend: [`alter database ${quoteName(database)} set timezone to 'UTC';`],
    },
  ];
}
