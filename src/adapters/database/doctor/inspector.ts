import type { Knex } from "knex";
import type { PlatformFacts, PostgresFacts, RelationFacts } from "../../../domain/doctor/facts.js";
import type { Settings } from "../../../domain/settings.js";
import type { DatabaseInspector } from "../../../usecases/ports/databaseInspector.js";
import type { Database } from "../common/database.js";
import { tryPolicies, type RelationsToTry } from "./behaviour.js";
import { platformNames, readPlatform } from "./platformRelations.js";
import { MIGRATIONS_TABLE, OWN_TABLES, readProtection } from "./protection.js";

/** The one whose tenant the policies are tried out as, where none is asked about. */
const ANY_TENANT = 1;

/** Looks at the database, and at the role on the source database where there is one. */
export function databaseInspector(
  database: Database,
  source: Database | undefined,
  relations: Settings["relations"],
  now: () => number,
): DatabaseInspector {
  const { knex, dialect } = database;
  return {
    async inspect(tenant) {
      if (dialect.kind !== "postgres") return undefined;
      const own = await readProtection(knex, OWN_TABLES);
      const [migrations] = (await readProtection(knex, [MIGRATIONS_TABLE])).tables;
      const { tables } = await readProtection(knex, platformNames(relations));
      const platform = await readPlatform(knex, relations, tables);
      const isThere = own.tables.every(({ name }) => name !== null);
      return {
        ...own,
        ...(source?.dialect.kind === "postgres" ? { sourceRole: (await readProtection(source.knex, [])).role } : {}),
        ...(await readServer(knex)),
        clock: await readClock(knex, now),
        migrations,
        platform,
        behaviour: isThere
          ? await tryPolicies(knex, relationsToTry(own.tables, platform), tenant ?? ANY_TENANT)
          : undefined,
      };
    },
    async leastPrivilege() {
      if (dialect.kind !== "postgres") return undefined;
      const { tables } = await readProtection(knex, platformNames(relations));
      return {
        database: (await readServer(knex)).database,
        own: (await readProtection(knex, [...OWN_TABLES, MIGRATIONS_TABLE])).tables,
        platform: await readPlatform(knex, relations, tables),
      };
    },
  };
}

/** Tables whose policies are said to hold are tried out; of the others the catalogues alone say what is wrong with those. */
function relationsToTry(own: readonly RelationFacts[], platform: readonly PlatformFacts[]): RelationsToTry {
  const hasPolicies = ({ kind, enabled }: RelationFacts): boolean => kind === "table" && enabled;
  const mayRead = ({ name, privileges }: RelationFacts): boolean => name !== null && privileges.includes("SELECT");
  const ofTenants = [...own, ...platform.filter(({ relation }) => relation !== "tenants").map(({ facts }) => facts)];
  const others = platform
    .map(({ facts }) => facts)
    .filter((facts) => !ofTenants.includes(facts) || !hasPolicies(facts));
  return { limited: ofTenants.filter(hasPolicies).filter(mayRead), others: others.filter(mayRead) };
}

type ServerFacts = Pick<PostgresFacts, "database" | "serverVersion" | "timeZone" | "readOnly">;

async function readServer(knex: Knex): Promise<ServerFacts> {
  const { rows } = await knex.raw<{ rows: ServerFacts[] }>(
    `select current_database() as database, current_setting('server_version_num')::int as "serverVersion",
        -- Not the statement's own, which mltrain sets.
        (select reset_val from pg_catalog.pg_settings where name = 'TimeZone') as "timeZone",
        case when pg_is_in_recovery() then 'standby'
          when current_setting('default_transaction_read_only')::bool then 'setting' end as "readOnly"`,
  );
  const [row] = rows;
  if (row === undefined) throw new Error("the server said nothing of itself");
  return row;
}

/** The shorter the way there and back, the surer the difference: the shortest of a few is taken. */
async function readClock(knex: Knex, now: () => number): Promise<PostgresFacts["clock"]> {
  let best = { aheadSeconds: 0, uncertainSeconds: Infinity };
  for (let tries = 0; tries < 3; tries++) {
    const asked = performance.now();
    const asOf = now();
    const { rows } = await knex.raw<{ rows: { at: number }[] }>(
      "select extract(epoch from clock_timestamp())::float8 * 1000 as at",
    );
    const halfWay = (performance.now() - asked) / 2;
    const aheadSeconds = ((rows[0]?.at ?? NaN) - (asOf + halfWay)) / 1000;
    if (halfWay / 1000 < best.uncertainSeconds) best = { aheadSeconds, uncertainSeconds: halfWay / 1000 };
  }
  return best;
}
