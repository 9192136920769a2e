import { expect } from "chai";
import type { Knex } from "knex";
import type { Database } from "../../../src/adapters/database/common/database.js";
import { Purpose } from "../../../src/adapters/database/guard/statement/purpose.js";
import { openDatabase } from "../../../src/adapters/database/open.js";
import { IsolationError } from "../../../src/errors.js";
import { describeDatabases } from "../../helpers/databases/databases.js";
import { tenant } from "../../helpers/tenants/platform.js";
import { rejection } from "../../helpers/program/rejection.js";
import { scopeOf } from "../../helpers/databases/scopes.js";
import { settingsOf } from "../../helpers/leaks/unfiltered.js";
import { eachRow } from "../../helpers/rows/eachRow.js";

const MINE = Purpose.ofTenant(tenant(1));

/** Builders that the guard alone stands against: none of them comes from a tenant's scope. */
const LEAKS: Readonly<Record<string, (knex: Knex) => PromiseLike<unknown>>> = {
  "a select for nobody": (knex) => knex("work_items").where("tenant_id", 1),
  "a select of every tenant": (knex) => knex("work_items").queryContext(MINE).select("*"),
  "a select of another tenant": (knex) => knex("work_items").queryContext(MINE).where("tenant_id", 2),
  "a select with an or": (knex) => knex("work_items").queryContext(MINE).where("tenant_id", 1).orWhere("active", true),
  "a select for another purpose": (knex) =>
    knex("work_items").queryContext({ kind: MINE.kind, tenant: MINE.tenant, key: MINE.key }).where("tenant_id", 1),
  "a join": (knex) =>
    knex("work_items").queryContext(MINE).join("prs", "prs.id", "work_items.id").where("work_items.tenant_id", 1),
  "a union": (knex) =>
    knex("work_items").queryContext(MINE).select("id").where("tenant_id", 1).unionAll(knex("prs").select("id")),
  "a subquery": (knex) =>
    knex("work_items").queryContext(MINE).where("tenant_id", 1).whereIn("id", knex("prs").select("id")),
  "an update": (knex) => knex("work_items").queryContext(MINE).where("key", "A-1").update({ team: "changed" }),
  "an update of the tenant": (knex) =>
    knex("work_items").queryContext(MINE).where("tenant_id", 1).update({ tenant_id: 2 }),
  "a delete": (knex) => knex("work_items").queryContext(MINE).delete(),
  "a truncate": (knex) => knex("work_items").queryContext(MINE).truncate(),
  "an insert for another": (knex) =>
    knex("work_items").queryContext(MINE).insert({ tenant_id: 2, key: "A-9", created: "2025-01-01T00:00:00.000Z" }),
  "raw SQL": (knex) => knex.raw("delete from work_items"),
  "a second statement": (knex) => knex.raw("select 1; delete from work_items"),
  "a drop": (knex) => knex.schema.dropTable("work_items"),
};

describeDatabases("what the guard refuses", (database) => {
  let guarded: Database;
  const items = (): Promise<unknown[]> => database().knex("work_items").orderBy("tenant_id");

  beforeEach(async () => {
    for (const id of [1, 2]) {
      await database()
        .knex("tenants")
        .insert({ id, name: `Tenant ${String(id)}` });
      await scopeOf(database(), id).insert("work_items", [{ key: "A-1", created: "2025-01-01T00:00:00.000Z" }]);
    }
    guarded = await openDatabase(database().url);
  });
  afterEach(() => guarded.close());

  for (const [title, leak] of Object.entries(LEAKS)) {
    it(`is not sent: ${title}`, async () => {
      const before = await items();
      const error = await rejection(Promise.resolve(leak(guarded.knex)));
      expect(error).to.be.instanceOf(IsolationError).with.property("exitCode", 77);
      expect((error as Error).message).to.match(/^a statement was not sent: /);
      expect(await items()).to.deep.equal(before);
    });
  }

  it("is not streamed", async () => {
    const stream = async (query: Knex.QueryBuilder): Promise<number> => {
      return guarded.knex.transaction(async (trx) => {
        await guarded.dialect.beginSnapshot(trx, settingsOf(1));
        const rows: unknown[] = [];
        for await (const row of eachRow(guarded.dialect.stream(trx, query))) rows.push(row);
        return rows.length;
      });
    };
    const query = (): Knex.QueryBuilder => guarded.knex("work_items").where("tenant_id", 1);
    expect(await stream(query().queryContext(MINE))).to.equal(1);
    expect(await rejection(stream(query()))).to.be.instanceOf(IsolationError);
    expect(await rejection(stream(guarded.knex("work_items").queryContext(MINE)))).to.be.instanceOf(IsolationError);
  });

  it("ends its transaction, of which nothing stays", async () => {
    const before = await items();
    const work = guarded.knex.transaction(async (trx) => {
      await scopeOf({ ...guarded, knex: trx })
        .from("work_items")
        .update({ team: "changed" });
      await trx("prs").queryContext(MINE).delete();
    });
    expect(await rejection(work)).to.be.instanceOf(IsolationError);
    expect(await items()).to.deep.equal(before);
  });
});
