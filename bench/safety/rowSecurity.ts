import type { Database } from "../../src/adapters/database/common/database.js";
import { newPostgresDatabase, prepare } from "../../test/helpers/databases/databases.js";
import { asRole, createRole } from "../../test/helpers/databases/postgresRole.js";
import {
  expectedRows,
  insertTenants,
  shownInSnapshot,
  shownTo,
  TENANT_TABLES,
  unjudged,
} from "../../test/helpers/leaks/unfiltered.js";
import { openUnguarded } from "../../test/helpers/databases/unguarded.js";
import { findPgbouncer, startPgbouncer } from "../support/pgbouncer.js";
import { missing, type Target } from "../support/targets.js";

/*
 * Tests row-level security alone, without any filter of mltrain: 50 interleaved tenants as a role that owns nothing,
 * directly and through a transaction pooler with fewer connections than clients.
 */

const TENANTS = 50;
const ROUNDS = 4;
const CLIENTS = 20;
const SERVER_CONNECTIONS = 5;

interface Seen {
  statements: number;
  foreign: number;
  missing: number;
  withoutTenant: number;
  written: number;
}

export async function rowSecurity(): Promise<Target[]> {
  const { url, drop } = await newPostgresDatabase();
  const owner = await openUnguarded(url);
  try {
    await createRole(owner);
    await prepare(owner);
    await insertTenants(owner, TENANTS);
    const direct = await attack(asRole(url), owner);
    return [...targetsOf("directly", direct), ...(await throughPooler(asRole(url), owner))];
  } finally {
    await owner.close();
    await drop();
  }
}

async function throughPooler(url: string, owner: Database): Promise<Target[]> {
  const program = findPgbouncer();
  if (program === undefined) {
    missing("pgbouncer", "apt-get install pgbouncer");
    return [];
  }
  const pooler = await startPgbouncer(program, url, SERVER_CONNECTIONS);
  try {
    return targetsOf("through pgbouncer", await attack(pooler.url, owner));
  } finally {
    await pooler.stop();
  }
}

/** Selects everything as every tenant at once, between statements that name no tenant. */
async function attack(url: string, owner: Database): Promise<Seen> {
  const role = await openUnguarded(url, { poolSize: CLIENTS });
  const seen: Seen = { statements: 0, foreign: 0, missing: 0, withoutTenant: 0, written: 0 };
  try {
    const work = Array.from({ length: ROUNDS }, () => tenantIds()).flat();
    await Promise.all(work.flatMap((tenant) => tasksOf(role, tenant, seen)));
    const touched = await owner.knex("job_schedules").whereNot("integration_id", owner.knex.ref("tenant_id"));
    seen.written = touched.length;
    return seen;
  } finally {
    await role.close();
  }
}

function tenantIds(): number[] {
  return Array.from({ length: TENANTS }, (_, i) => i + 1);
}

function tasksOf(role: Database, tenant: number, seen: Seen): Promise<void>[] {
  const { knex } = role;
  return [
    ...TENANT_TABLES.map(async (table) => {
      note(seen, tenant, table, await shownTo(role, tenant, table));
    }),
    ...TENANT_TABLES.map(async (table) => {
      seen.withoutTenant += (await knex(table).select("tenant_id")).length;
      seen.statements++;
    }),
    shownInSnapshot(role, tenant).then((shown) => {
      for (const [table, tenants] of shown) note(seen, tenant, table, tenants);
    }),
    // An update without a filter: every row must end with the number of its own tenant.
    Promise.resolve(knex("job_schedules").update({ integration_id: tenant }).queryContext(unjudged(tenant))).then(
      () => {
        seen.statements++;
      },
    ),
  ];
}

function note(seen: Seen, tenant: number, table: string, tenants: readonly number[]): void {
  const own = tenants.filter((one) => one === tenant).length;
  seen.statements++;
  seen.foreign += tenants.length - own;
  seen.missing += Math.abs(expectedRows(table, tenant) - own);
}

function targetsOf(how: string, seen: Seen): Target[] {
  console.log(JSON.stringify({ part: "rowSecurity", how, tenants: TENANTS, clients: CLIENTS, ...seen }));
  const none = (name: string, figure: number): Target => ({
    name: `row security ${how}: ${name}`,
    figure,
    target: `0 in ${String(seen.statements)} statements`,
    met: figure === 0 && seen.statements > 0,
  });
  return [
    none("foreign rows shown", seen.foreign),
    none("own rows not shown", seen.missing),
    none("rows shown without a tenant", seen.withoutTenant),
    none("foreign rows changed", seen.written),
  ];
}
