import type { Knex } from "knex";
import type { PostgresFacts, RelationFacts } from "../../../domain/doctor/facts.js";
import type { Settings } from "../../../domain/settings.js";
import type { DatabaseInspector } from "../../../usecases/doctorPorts.js";
import type { Database } from "../database.js";
import { tryPolicies } from "./behaviour.js";
import { platformNames, readPlatform } from "./platformRelations.js";
import { OWN_TABLES, readProtection } from "./protection.js";

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
      const { tables } = await readProtection(knex, platformNames(relations));
      const platform = await readPlatform(knex, relations, tables);
      const tried = [
        ...own.tables,
        ...platform.filter(({ relation }) => relation !== "tenants").map(({ facts }) => facts),
      ];
      const isThere = own.tables.every(({ name }) => name !== null);
      return {
        ...own,
        ...(source?.dialect.kind === "postgres" ? { sourceRole: (await readProtection(source.knex, [])).role } : {}),
        ...(await readServer(knex)),
        clock: await readClock(knex, now),
        platform,
        behaviour: isThere ? await tryPolicies(knex, tried.filter(canBeTried), tenant ?? ANY_TENANT) : undefined,
      };
    },
    async leastPrivilege() {
      if (dialect.kind !== "postgres") return undefined;
      const { tables } = await readProtection(knex, platformNames(relations));
      return {
        database: (await readServer(knex)).database,
        own: (await readProtection(knex, [...OWN_TABLES, "mltrain_migrations"])).tables,
        platform: await readPlatform(knex, relations, tables),
      };
    },
  };
}

/** Tables whose policies are said to hold: of the others the catalogues alone say what is wrong. */
function canBeTried({ name, kind, enabled, readable }: RelationFacts): boolean {
  return name !== null && kind === "table" && enabled && readable;
}

async function readServer(knex: Knex): Promise<Pick<PostgresFacts, "database" | "serverVersion" | "timeZone">> {
  const { rows } = await knex.raw<{ rows: Pick<PostgresFacts, "database" | "serverVersion" | "timeZone">[] }>(
    `select current_database() as database, current_setting('server_version_num')::int as "serverVersion",
        -- Not the statement's own, which mltrain sets.
        (select reset_val from pg_catalog.pg_settings where name = 'TimeZone') as "timeZone"`,
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
