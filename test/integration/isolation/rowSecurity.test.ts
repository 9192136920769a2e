import { expect } from "chai";
import type { Database } from "../../../src/adapters/database/common/database.js";
import { describeDatabases } from "../../helpers/databases/databases.js";
import { rejection } from "../../helpers/program/rejection.js";
import { openUnguarded } from "../../helpers/databases/unguarded.js";
import {
  expectedRows,
  insertTenants,
  shownInSnapshot,
  shownTo,
  TENANT_TABLES,
  unjudged,
} from "../../helpers/leaks/unfiltered.js";

const TENANTS = 50;
/** Fewer than there are tenants at work, so that each connection serves many of them in turn. */
const CONNECTIONS = 3;

describeDatabases(
  "the policies of the tables, were the tenant's scope to forget its filter,",
  (database) => {
    let role: Database;

    before(async () => {
      role = await openUnguarded(database().url, { poolSize: CONNECTIONS });
    });
    beforeEach(() => insertTenants(database(), TENANTS));
    after(() => role.close());

    it("show each of 50 interleaved tenants its own rows alone", async () => {
      const asked = Array.from({ length: TENANTS }, (_, i) => i + 1).flatMap((tenant) =>
        TENANT_TABLES.map((table) => ({ tenant, table })),
      );
      // Neighbours in the queue are of different tenants and tables.
      asked.sort((a, b) => ((a.tenant * 31) % 53) - ((b.tenant * 31) % 53) || a.table.length - b.table.length);
      await Promise.all(
        asked.map(async ({ tenant, table }) => {
          const expected = Array<number>(expectedRows(table, tenant)).fill(tenant);
          expect(await shownTo(role, tenant, table), table).to.deep.equal(expected);
        }),
      );
    });

    it("show a snapshot, read through a cursor, its tenant's rows alone", async () => {
      const tenants = Array.from({ length: 12 }, (_, i) => i + 1);
      await Promise.all(
        tenants.map(async (tenant) => {
          for (const [table, shown] of await shownInSnapshot(role, tenant)) {
            expect(shown, table).to.deep.equal(Array<number>(expectedRows(table, tenant)).fill(tenant));
          }
        }),
      );
    });

    it("show nothing, and take nothing, where no tenant was set, also after others were", async () => {
      for (const table of TENANT_TABLES) {
        expect(await shownTo(role, 7, table)).to.not.be.empty;
        expect(await role.knex(table).select("tenant_id"), table).to.deep.equal([]);
      }
      const lease = { tenant_id: 99, holder: "x", token: 1, expires_at: new Date() };
      const refused = /violates row-level security policy/;
      expect(String(await rejection(role.knex("ml_leases").insert(lease)))).to.match(refused);
      const job = { tenant_id: 1, job_name: "x", execution_order: 1 };
      expect(String(await rejection(role.knex("job_schedules").insert(job)))).to.match(refused);
    });

    it("let an update without a filter change the tenant's rows alone, and hand none over", async () => {
      const { knex } = role;
      const update = (table: string, values: object): Promise<unknown> =>
        Promise.resolve(knex(table).update(values).queryContext(unjudged(2)));
      expect(await update("ml_leases", { holder: "tenant 2" })).to.equal(1);
      expect(await update("job_schedules", { status: "PAUSED" })).to.equal(expectedRows("job_schedules", 2));
      expect(await database().knex("ml_leases").where({ holder: "tenant 2" }).select("tenant_id")).to.deep.equal([
        { tenant_id: 2 },
      ]);
      for (const table of ["ml_runs", "job_schedules"]) {
        expect(String(await rejection(update(table, { tenant_id: 3 })))).to.match(/violates row-level security policy/);
      }
    });

    it("leave nothing of a tenant on a connection", async () => {
      const setting = `select coalesce(current_setting('mltrain.tenant_id', true), '') as tenant,
          current_setting('statement_timeout') as timeout`;
      await Promise.all(Array.from({ length: 20 }, (_, i) => shownTo(role, i + 1, "ml_runs")));
      const left = await Promise.all(Array.from({ length: 10 }, () => role.knex.raw<{ rows: object[] }>(setting)));
      for (const { rows } of left) expect(rows).to.deep.equal([{ tenant: "", timeout: "0" }]);
    });

    it("hold for the owner of mltrain's tables as well", async () => {
      const { knex } = database();
      const owner = "mltrain_test_owner";
      await knex.raw(`do $$ begin
        if not exists (select from pg_roles where rolname = '${owner}') then create role ${owner}; end if;
      end $$`);
      const trx = await knex.transaction();
      try {
        await trx.raw(`grant usage on schema public to ${owner}`);
        await trx.raw(`alter table ml_runs owner to ${owner}`);
        await trx.raw(`set local role ${owner}`);
        expect(await trx("ml_runs").select("tenant_id")).to.deep.equal([]);
        await trx.raw("select set_config('mltrain.tenant_id', '4', true)");
        expect(await trx("ml_runs").select("tenant_id")).to.have.length(expectedRows("ml_runs", 4));
      } finally {
        await trx.rollback();
      }
    });

    it("of the platform leave its own programs alone, and hide the tenants' names from mltrain", async () => {
      const { knex } = database();
      const other = "mltrain_test_platform";
      await knex.raw(`do $$ begin
        if not exists (select from pg_roles where rolname = '${other}') then create role ${other}; end if;
      end $$`);
      await knex.raw(`grant select on work_items to ${other}`);
      await knex.transaction(async (trx) => {
        await trx.raw(`set local role ${other}`);
        const rows = await trx("work_items").select("tenant_id");
        const expected = Array.from({ length: TENANTS }, (_, i) => expectedRows("work_items", i + 1));
        expect(rows).to.have.length(expected.reduce((sum, count) => sum + count, 0));
      });
      expect(await role.knex("tenants").select("id")).to.have.length(TENANTS);
      expect(String(await rejection(role.knex("tenants").select("name")))).to.match(/permission denied/);
    });
  },
  { only: "postgres" },
);
