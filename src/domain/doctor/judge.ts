import type { BehaviourFacts, PlatformFacts, PostgresFacts } from "./facts.js";
import { orWell, type Finding } from "./findings.js";
import { judgeGrants } from "./grants.js";
import { judgePlatform } from "./platformPolicies.js";
import { judgeProtection, judgeRole } from "./protection.js";
import { judgeServer } from "./serverVersion.js";
import { quoteName, quoteRelation } from "./sql.js";

/** A difference that makes labels seem to lie in the future, or a lease's end unclear to people. */
const MAXIMUM_SKEW_SECONDS = 5;

/** Everything that `doctor` says of a Postgres database. */
export function judgePostgres(facts: PostgresFacts): readonly Finding[] {
  const { role, serverVersion, platform } = facts;
  const policies = platform.flatMap((relation) => judgePlatform(relation, role.name));
  return [
    ...judgeProtection(facts),
    ...(facts.sourceRole === undefined ? [] : judgeSourceRole(facts.sourceRole)),
    ...(facts.behaviour === undefined ? [] : judgeBehaviour(facts.behaviour)),
    ...orWell("platform", policies, "the platform's tables show this role one tenant's rows"),
    ...orWell("relations", judgeGrants(facts), "the platform's relations are there, and may be read"),
    ...orWell("server", judgeServer(serverVersion), "no known flaw of row-level security"),
    ...judgeWrites(facts),
    ...orWell("indexes", platform.flatMap(judgeIndex), "queries of one tenant find an index"),
    ...judgeClock(facts.clock),
    ...judgeTimeZone(facts),
  ];
}

function judgeSourceRole(role: PostgresFacts["role"]): readonly Finding[] {
  return judgeRole(role).map((finding) => ({ ...finding, message: `source database: ${finding.message}` }));
}

function judgeBehaviour({ tenant, withoutTenant, foreignRows, insertedWithoutTenant }: BehaviourFacts): Finding[] {
  const seen = (relations: readonly string[], when: string): Finding[] =>
    relations.map((relation) => ({
      check: "behaviour",
      level: "unsafe",
      message: `${relation}: ${when}`,
      fix: ["-- as the findings on role and policies say, or what `mltrain doctor --sql` prints"],
    }));
  const findings = [
    ...seen(withoutTenant, "rows are seen although no tenant is set"),
    ...seen(foreignRows, `rows of other tenants are seen while ${String(tenant)} is set`),
    ...seen(insertedWithoutTenant ? ["ml_leases"] : [], "a row can be inserted although no tenant is set"),
  ];
  const well = `tried out: without a tenant no row is seen or inserted, with ${String(tenant)} set none of another`;
  return [...orWell("behaviour", findings, well)];
}

function judgeWrites({ readOnly, role, database }: PostgresFacts): Finding[] {
  const find = (message: string, fix: string): Finding[] => [
    { check: "server", level: "misconfigured", message, fix: [fix] },
  ];
  if (readOnly === "standby")
    return find(
      "nothing can be written: it is a standby",
      "-- name the primary; of a standby rows are read with --source-db",
    );
  if (readOnly === "setting") {
    const whose = `role ${quoteName(role.name)} in database ${quoteName(database)}`;
    return find(
      "nothing can be written: default_transaction_read_only is on",
      `alter ${whose} set default_transaction_read_only to off;`,
    );
  }
  return [];
}

function judgeIndex({ facts, indexed, tenantColumn, tenantType, rangeColumn }: PlatformFacts): Finding[] {
  if (facts.kind !== "table" || facts.name === null || tenantType === null || indexed) return [];
  const columns = [tenantColumn, ...(rangeColumn === null ? [] : [rangeColumn])].map(quoteName).join(", ");
  const message = `${facts.wanted}: no index begins with ${tenantColumn}, so that each query reads every tenant's rows`;
  const online = facts.partitioned ? "" : " concurrently"; // of a partitioned table PostgreSQL builds none so
  const fix = [`create index${online} on ${quoteRelation(facts)} (${columns});`];
  return [{ check: "indexes", level: "warning", message, fix }];
}

function judgeClock({ aheadSeconds, uncertainSeconds }: PostgresFacts["clock"]): Finding[] {
  const off = Math.abs(aheadSeconds);
  const said = `the database's clock is ${off.toFixed(1)} s ${aheadSeconds < 0 ? "behind" : "ahead of"} this machine's`;
  if (off - uncertainSeconds <= MAXIMUM_SKEW_SECONDS) return [{ check: "clock", level: "ok", message: said }];
  return [{ check: "clock", level: "warning", message: said, fix: ["Set both by NTP; no SQL mends it."] }];
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
      fix: [`alter database ${quoteName(database)} set timezone to 'UTC';`],
    },
  ];
}
