import { expect } from "chai";
import { Guard } from "../../../../src/adapters/database/guard/guard.js";
import { Purpose } from "../../../../src/adapters/database/guard/statement/purpose.js";
import { IsolationError } from "../../../../src/errors.js";
import { CHANGES, INSERTS } from "../../../helpers/leaks/writes.js";
import { NOT_THE_TENANT, OTHER_KINDS, POSTGRES_TRICKS, SQLITE_TRICKS } from "../../../helpers/leaks/tricks.js";
import { JOINED, NESTED, ONE_RELATION } from "../../../helpers/leaks/reads.js";
import { mutants } from "../../../helpers/leaks/mutants.js";
import { bound, type Bound } from "../../../helpers/leaks/twins.js";
import { tenant } from "../../../helpers/tenants/platform.js";
import { rejection } from "../../../helpers/program/rejection.js";
import { readStatements } from "../../../helpers/leaks/statements.js";

const TENANTS = { table: "tenants", id: "id", active: "active" };
const MINE = Purpose.ofTenant(tenant(1));
const GROUPS = { ONE_RELATION, NESTED, JOINED, INSERTS, CHANGES };
const TRICKS = { sqlite: SQLITE_TRICKS, postgres: POSTGRES_TRICKS };

for (const kind of ["sqlite", "postgres"] as const) {
  describe(`the guard of ${kind}`, () => {
    const guard = new Guard(kind, {});
    const send = ({ sql, bindings }: Bound, purpose: Purpose | undefined = MINE, connection = {}): Promise<void> =>
      guard.check({ config: {} }, connection, { sql, bindings, queryContext: purpose });
    const isRefused = async (statement: Bound, purpose: Purpose | undefined = MINE): Promise<void> => {
      expect(await rejection(send(statement, purpose)), statement.sql).to.be.instanceOf(IsolationError);
    };

    for (const [name, { correct, leaks }] of Object.entries(GROUPS)) {
      describe(`of ${name.toLowerCase().replace("_", " ")}`, () => {
        for (const text of correct) it(`lets through: ${text}`, () => send(bound(text, kind)));
        for (const text of leaks) it(`refuses: ${text}`, () => isRefused(bound(text, kind)));
        it("refuses each that is correct for one tenant where it is sent for another, or for nobody", async () => {
          for (const text of correct) {
            await isRefused(bound(text, kind), Purpose.ofTenant(tenant(3)));
            await isRefused(bound(text, kind), Purpose.nobody);
            await isRefused(bound(text, kind), Purpose.ofTenantList(TENANTS));
            await isRefused(bound(text, kind), { kind: "tenant", tenant: 1, key: "tenant" } as unknown as Purpose);
          }
        });
      });
    }

    for (const text of OTHER_KINDS) it(`refuses: ${text}`, () => isRefused(bound(text, kind)));
    for (const trick of TRICKS[kind]) it(`refuses: ${JSON.stringify(trick)}`, () => isRefused(trick));

    it("takes nothing for the tenant's id but the id", async () => {
      const { sql } = bound("select id from work_items where tenant_id = :me", kind);
      for (const id of [1, 1n, "1"]) await send({ sql, bindings: [id] });
      for (const value of NOT_THE_TENANT) await isRefused({ sql, bindings: [value] });
    });

    it("refuses every mutant of the statements that the program sends", async () => {
      let count = 0;
      for (const { sql, purpose, admission } of readStatements(kind).filter((each) => each.purpose === "tenant")) {
        for (const mutant of mutants({ sql, admission }, kind)) {
          count++;
          await isRefused(mutant).catch((error: unknown) => {
            throw new Error(`let through: ${JSON.stringify(mutant)}`, { cause: error });
          });
        }
        expect(purpose).to.equal(MINE.key);
      }
      expect(count).to.be.above(500);
    });

    it("lets the list of tenants be read in one way, by its own port", async () => {
      const list = Purpose.ofTenantList(TENANTS);
      for (const text of ["select id, active from tenants", "select id from tenants where id in (:me, :x)"]) {
        await send(bound(text, kind), list);
        await isRefused(bound(text, kind), MINE);
        await isRefused(bound(text, kind), Purpose.nobody);
      }
      for (const text of NOT_THE_LIST) await isRefused(bound(text, kind), list);
    });

    it("ties the row of the list of tenants by its id, and other relations by their tenant_id", async () => {
      const importing = Purpose.ofTenant(tenant(1), TENANTS);
      await send(bound("update tenants set name = :x where id = :me", kind), importing);
      await send(bound("insert into tenants (id, name) values (:me, :x)", kind), importing);
      for (const text of NOT_THE_ROW) await isRefused(bound(text, kind), importing);
    });

    it("lets the catalogue be read for nobody", async () => {
      await send({ sql: "select name from mltrain_migrations order by id", bindings: [] }, Purpose.nobody);
      await send({ sql: "BEGIN;", bindings: [] }, Purpose.nobody);
      await isRefused({ sql: "BEGIN; delete from prs", bindings: [] }, Purpose.nobody);
    });
  });
}

const NOT_THE_LIST = [
  "select id, name from tenants",
  "select * from tenants",
  "select id as active, active from tenants",
  "select tenants.id from tenants",
  "select count(id) from tenants",
  "select id from tenants t",
  "select id from tenants where active",
  "select id from tenants where name in (:x)",
  "select id from tenants where id in (select id from prs)",
  "select id from tenants, prs",
  "select id from tenants union select id from prs",
  "select id from tenants order by (select max(id) from prs)",
  "select id from prs",
  "select id from other.tenants",
  "with tenants as (select id from prs) select id from tenants",
  "update tenants set active = true",
  "delete from tenants",
];

const NOT_THE_ROW = [
  "update tenants set name = :x",
  "update tenants set name = :x where tenant_id = :me",
  "update tenants set name = :x where id = :other",
  "update tenants set id = :other where id = :me",
  "insert into tenants (name) values (:x)",
  "insert into tenants (id, name) values (:other, :x)",
  "update prs set name = :x where id = :me",
  "select id from prs where id = :me",
  "delete from other.tenants where id = :me",
];

describe("COPY", () => {
  const FILTER = "nullif(current_setting('mltrain.tenant_id', true), '')::bigint";
  const COPY = `copy (select id from work_items where tenant_id = ${FILTER}) to stdout (format binary)`;
  const SET = "select set_config('mltrain.tenant_id', $1, true)";
  const guard = new Guard("postgres", {});
  const send = (connection: object, sql: string, bindings: readonly unknown[] = [], id = 1): Promise<void> =>
    guard.check({ config: {} }, connection, { sql, bindings, queryContext: Purpose.ofTenant(tenant(id)) });

  it("is let through where the transaction's tenant is the one that it is sent for", async () => {
    const connection = {};
    await send(connection, SET, ["1"]);
    await send(connection, COPY);
    expect(await rejection(send(connection, COPY, [], 2))).to.be.instanceOf(IsolationError);
  });

  for (const end of ["COMMIT;", "ROLLBACK", "ROLLBACK TO SAVEPOINT trx2", "BEGIN;"]) {
    it(`is refused after ${end}`, async () => {
      const connection = {};
      await send(connection, SET, ["1"]);
      await send(connection, end);
      expect(await rejection(send(connection, COPY))).to.be.instanceOf(IsolationError);
    });
  }

  it("is refused on another connection", async () => {
    await send({}, SET, ["1"]);
    expect(await rejection(send({}, COPY))).to.be.instanceOf(IsolationError);
  });
});
