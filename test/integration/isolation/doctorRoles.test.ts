import { expect } from "chai";
import { databaseInspector } from "../../../src/adapters/database/doctor/inspector.js";
import { openDatabase } from "../../../src/adapters/database/open.js";
import { judgePostgres } from "../../../src/domain/doctor/judge.js";
import type { Finding } from "../../../src/domain/doctor/findings.js";
import { leastPrivilegeSql } from "../../../src/domain/doctor/leastPrivilege.js";
import { judgeRole } from "../../../src/domain/doctor/protection.js";
import { describeDatabases } from "../../helpers/databases/databases.js";
import { ROLE } from "../../helpers/databases/postgresRole.js";
import { insertTenants } from "../../helpers/leaks/unfiltered.js";

describeDatabases(
  "roles that doctor --sql makes",
  (database) => {
    const sqlFor = async (role: string): Promise<string> => {
      const inspector = databaseInspector(database(), undefined, {}, Date.now);
      return leastPrivilegeSql((await inspector.leastPrivilege())!, role);
    };
    const dropRole = async (role: string): Promise<void> => {
      await database().knex.raw(`drop owned by "${role}"; drop role "${role}"`);
    };
    /** Tenants whose rows the role sees while tenant 2 is set. */
    const seenBy = (role: string, table = "prs"): Promise<unknown[]> =>
      database().knex.transaction(async (trx) => {
        await trx.raw(`set local role "${role}"`);
        await trx.raw("select set_config('mltrain.tenant_id', '2', true)");
        const rows = await trx<{ tenant_id: unknown }>(table).distinct("tenant_id");
        return rows.map(({ tenant_id }) => tenant_id);
      });

    beforeEach(() => insertTenants(database(), 3));

    it("are limited each by itself, whichever was made last, and however long and alike their names are", async () => {
      const long = "a".repeat(62);
      const roles = ["mltrain_doctor_one", "mltrain_doctor_two", `${long}1`, `${long}2`];
      try {
        for (const role of roles) await database().knex.raw(await sqlFor(role));
        for (const role of [...roles, ROLE]) expect(await seenBy(role), role).to.deep.equal([2]);
      } finally {
        for (const role of roles) await dropRole(role);
      }
    });

    it("are made by who may make roles and owns the tables, and is no superuser", async () => {
      const { knex } = database();
      const owner = "mltrain_doctor_owner";
      const role = "mltrain_doctor_made";
      await knex.raw(`create role ${owner} createrole`);
      const tables = await knex("pg_tables").where({ schemaname: "public" }).pluck("tablename");
      const name = new URL(database().url).pathname.slice(1);
      try {
        await knex.raw(
          `grant create on schema public to ${owner}; grant all on database ${name} to ${owner} with grant option`,
        );
        await knex.raw(`grant usage on schema public to ${owner} with grant option`);
        for (const table of tables) await knex.raw(`alter table ${String(table)} owner to ${owner}`);
        const sql = await sqlFor(role);
        for (let times = 0; times < 2; times++) await knex.raw(`set role ${owner}; ${sql}; reset role`);
        expect(await seenBy(role)).to.deep.equal([2]);
      } finally {
        for (const table of tables) await knex.raw(`alter table ${String(table)} owner to current_user`);
        await knex.raw(
          `revoke all on database ${name} from ${owner} cascade; revoke all on schema public from ${owner} cascade`,
        );
        await dropRole(role);
        await dropRole(owner);
      }
    });

    it("are never made of a superuser, who would lose the rights", async () => {
      const { knex } = database();
      const role = "mltrain_doctor_super";
      await knex.raw(`create role ${role} superuser`);
      try {
        const failure: unknown = await knex.raw(await sqlFor(role)).catch((error: unknown) => error);
        expect(failure).to.be.instanceOf(Error).with.property("message").that.includes("name another with --role");
        await knex.raw("rollback");
        expect(await knex("pg_roles").where({ rolname: role }).first("rolsuper")).to.deep.equal({ rolsuper: true });
      } finally {
        await knex.raw(`drop role ${role}`);
      }
    });

    it("have another name than a superuser who is called as they would be", async () => {
      const superuser = {
        superuser: true,
        bypassesRowSecurity: true,
        mayBecome: [],
        presetTenant: null,
        presetFor: [],
      };
      for (const [name, other] of [
        ["postgres", "mltrain"],
        ["mltrain", "mltrain_runner"],
      ] as const) {
        const [{ fix = [] } = { fix: [] }] = judgeRole({ ...superuser, name });
        const { knex } = database();
        try {
          for (const sql of [...fix, ...fix]) await knex.raw(sql);
          const made: unknown = await knex("pg_roles").where({ rolname: other }).first("rolsuper", "rolbypassrls");
          expect(made).to.deep.equal({ rolsuper: false, rolbypassrls: false });
        } finally {
          await knex.raw(`drop role ${other}`);
        }
      }
    });

    it("see one tenant's rows where ids are texts of a domain", async () => {
      const { knex } = database();
      await knex.raw("create domain tenant_code as varchar(9); create table coded (tenant_id tenant_code, id integer)");
      await knex.raw("insert into coded values ('2', 1), ('20', 2), ('3', 3)");
      try {
        const relations = { prs: { table: "coded" } };
        const inspector = databaseInspector(database(), undefined, relations, Date.now);
        await knex.raw(leastPrivilegeSql((await inspector.leastPrivilege())!, ROLE));
        const facts = await databaseInspector(database().asRole, undefined, relations, Date.now).inspect(undefined);
        const found = judgePostgres(facts!).filter(({ check }) => check === "platform");
        expect(found.map(({ level }) => level)).to.deep.equal(["ok"]);
        expect(await seenBy(ROLE, "coded")).to.deep.equal(["2"]);
      } finally {
        await knex.raw("drop table coded; drop domain tenant_code");
      }
    });

    it("are told where nothing can be written, and the SQL that mends it", async () => {
      const { knex } = database();
      const name = new URL(database().url).pathname.slice(1);
      const server = async (): Promise<Finding | undefined> => {
        const anew = await openDatabase(database().url);
        try {
          const facts = await databaseInspector(anew, undefined, {}, Date.now).inspect(undefined);
          return judgePostgres(facts!).find(({ message }) => message.startsWith("nothing can be written"));
        } finally {
          await anew.close();
        }
      };
      for (const whose of [`database ${name}`, `role ${ROLE} in database ${name}`]) {
        await knex.raw(`alter ${whose} set default_transaction_read_only to on`);
        try {
          const found = await server();
          expect(found).to.include({ check: "server", level: "misconfigured" });
          for (const sql of found?.fix ?? []) await knex.raw(sql);
          expect(await server()).to.equal(undefined);
        } finally {
          await knex.raw(`alter database ${name} reset all; alter role ${ROLE} in database ${name} reset all`);
        }
      }
    });
  },
  { only: "postgres" },
);
