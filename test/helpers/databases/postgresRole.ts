import type { Database } from "../../../src/adapters/database/common/database.js";
import { databaseInspector } from "../../../src/adapters/database/doctor/inspector.js";
import { leastPrivilegeSql } from "../../../src/domain/doctor/leastPrivilege.js";
import { testServerUrl } from "./testServer.js";

/** The role that mltrain runs as in the tests: it owns nothing, and policies bind it. Databases share it. */
export const ROLE = "mltrain_test";

/** The same database as that role. */
export function asRole(url: string): string {
  return Object.assign(new URL(url), { username: ROLE, password: ROLE }).href;
}

/** The same database as the superuser that the tests set things up as; other URLs and paths are left as they are. */
export async function asOwner(url: string): Promise<string> {
  if (!/^postgres(ql)?:/.test(url) || new URL(url).username !== ROLE) return url;
  const { username, password } = new URL(await testServerUrl());
  return Object.assign(new URL(url), { username, password }).href;
}

export async function createRole({ knex }: Database): Promise<void> {
  await knex.raw(`do $$ begin
    if not exists (select from pg_roles where rolname = '${ROLE}') then
      create role ${ROLE} login password '${ROLE}';
    end if;
  end $$`);
}

/** Tables that a test makes later are its own business: the role may use them. */
export async function allowLaterTables({ knex }: Database): Promise<void> {
  await knex.raw(`alter default privileges grant select, insert, update, delete on tables to ${ROLE}`);
  await knex.raw(`alter default privileges grant usage on schemas to ${ROLE}`);
}

/**
 * Grants the role what `mltrain doctor --sql` prints, what `mltrain import` takes beside it, and, for the tests of the
 * tenant's scope, the right to delete.
 */
export async function grantRole(database: Database): Promise<void> {
  const { knex } = database;
  const facts = await databaseInspector(database, undefined, {}, Date.now).leastPrivilege();
  if (facts === undefined) return;
  await knex.raw(leastPrivilegeSql(facts, ROLE));
  const imported = facts.platform.filter(({ relation, facts }) => relation !== "job_schedules" && facts.name !== null);
  for (const { relation } of imported) await knex.raw(`grant insert, update, delete on ${relation} to ${ROLE}`);
  await allowLaterTables(database);
}
