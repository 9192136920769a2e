import { expect } from "chai";
import { tenantScope, type TenantScope } from "../../../src/adapters/database/scope/tenantScope.js";
import type { RawRow } from "../../../src/adapters/database/common/rows.js";
import { parseTenantId } from "../../../src/domain/tenant.js";
import { IsolationError } from "../../../src/errors.js";
import { describeDatabases, type TestDatabase } from "../../helpers/databases/databases.js";
import { rejection } from "../../helpers/program/rejection.js";
import { eachRow } from "../../helpers/rows/eachRow.js";

const MINE = parseTenantId("1");
const THEIRS = parseTenantId("2");
const options = { statementTimeoutSeconds: 30 };

/** Two tenants whose items share every key. */
async function fill({ knex }: TestDatabase): Promise<void> {
  await knex("tenants").insert([MINE, THEIRS].map((id) => ({ id, name: `Tenant ${id}` })));
  for (const tenant_id of [MINE, THEIRS]) {
    const rows = ["A-1", "A-2", "A-3"].map((key) => ({ tenant_id, key, created: "2025-01-01T00:00:00.000Z" }));
    await knex("work_items").insert(rows.map((row) => ({ ...row, team: `team of ${tenant_id}` })));
  }
}

/** All that the database holds of a tenant. */
async function itemsOf({ knex }: TestDatabase, tenant: number): Promise<RawRow[]> {
  return knex("work_items").where("tenant_id", tenant).orderBy("id").select<RawRow[]>("*");
}

/** Attempts on the table as a whole, none of which says whose rows are meant. */
const CHANGES: Readonly<Record<string, (scope: TenantScope) => Promise<unknown>>> = {
  update: async (scope) => scope.from("work_items").update({ team: "changed" }),
  "update of a key": async (scope) => scope.from("work_items").where({ key: "A-1" }).update({ team: "changed" }),
  "update of a raw condition": async (scope) =>
    scope.from("work_items").whereRaw("key = ? or 1 = 1", ["A-1"]).update({ team: "changed" }),
  "update of a fragment": async (scope) =>
    scope
      .from("work_items")
      .where(scope.raw("key = ? or 1 = 1", ["A-1"]))
      .update({ team: "changed" }),
  "update of the other tenant": async (scope) =>
    scope.from("work_items").where("tenant_id", THEIRS).update({ team: "changed" }),
  delete: async (scope) => scope.from("work_items").delete(),
  insert: (scope) => scope.insert("work_items", [{ key: "A-4", created: "2025-01-01T00:00:00.000Z" }]),
  upsert: (scope) =>
    scope.upsert("work_items", { key: "A-1", created: "2025-01-01T00:00:00.000Z" }, ["key"], { team: "changed" }),
};

describeDatabases("tenantScope", (database) => {
  const scope = (): TenantScope => tenantScope(database().asRole, MINE, options);

  beforeEach(() => fill(database()));

  it("sees no row of another tenant", async () => {
    const rows = await scope().rows(scope().from("work_items").select("tenant_id", "key", "team").orderBy("key"));
    expect(rows).to.deep.equal(["A-1", "A-2", "A-3"].map((key) => ({ tenant_id: MINE, key, team: `team of ${MINE}` })));
  });

  it("streams no row of another tenant", async () => {
    const teams = await scope().snapshot(async (snapshot) => {
      const seen: unknown[] = [];
      for await (const row of eachRow(snapshot.stream(snapshot.from("work_items")))) seen.push(row["team"]);
      return seen;
    });
    expect(teams).to.deep.equal(Array(3).fill(`team of ${MINE}`));
  });

  it("counts no row of another tenant", async () => {
    const query = scope().from("work_items").select("tenant_id", scope().raw("count(*) as items")).groupBy("tenant_id");
    expect((await scope().rows(query)).map((row) => Number(row["items"]))).to.deep.equal([3]);
  });

  for (const [name, change] of Object.entries(CHANGES)) {
    it(`leaves every row of another tenant as it was: ${name}`, async () => {
      const before = await itemsOf(database(), THEIRS);
      await change(scope());
      expect(await itemsOf(database(), THEIRS)).to.deep.equal(before);
    });
  }

  it("changes the tenant's own rows", async () => {
    await CHANGES["update of a fragment"]?.(scope());
    expect((await itemsOf(database(), MINE)).map((row) => row["team"])).to.deep.equal(Array(3).fill("changed"));
    await scope().from("work_items").delete();
    expect(await itemsOf(database(), MINE)).to.deep.equal([]);
  });

  it("gives every inserted row the tenant's id, also where they do not fit into one statement", async () => {
    const rows = Array.from({ length: 2500 }, (_, i) => ({ key: `B-${i}`, created: "2025-01-01T00:00:00.000Z" }));
    await scope().insert("work_items", rows);
    expect(await itemsOf(database(), MINE)).to.have.length(2503);
    expect(await itemsOf(database(), THEIRS)).to.have.length(3);
  });

  it("inserts all rows or none", async () => {
    const rows = Array.from({ length: 2500 }, (_, i) => ({
      key: `B-${i % 2400}`,
      created: "2025-01-01T00:00:00.000Z",
    }));
    const error = await rejection(scope().insert("work_items", rows));
    expect(database().dialect.isUniqueViolation(error)).to.equal(true);
    expect(await itemsOf(database(), MINE)).to.have.length(3);
  });

  it("refuses to insert a row of another tenant", async () => {
    const row = { tenant_id: THEIRS, key: "A-9", created: "2025-01-01T00:00:00.000Z" };
    expect(await rejection(scope().insert("work_items", [row]))).to.be.instanceOf(IsolationError);
    expect(await rejection(scope().upsert("work_items", row, ["key"], {}))).to.be.instanceOf(IsolationError);
    expect(await itemsOf(database(), THEIRS)).to.have.length(3);
  });

  it("refuses a row that says it is another tenant's, or does not say whose it is", async () => {
    const foreign = scope().from("work_items").select(scope().raw("2 as tenant_id"), "key");
    const unscoped = scope().from("work_items").select("key");
    expect(await rejection(scope().rows(foreign)))
      .to.be.instanceOf(IsolationError)
      .with.property("exitCode", 77);
    expect(await rejection(scope().rows(unscoped))).to.be.instanceOf(IsolationError);
    const drain = scope().snapshot(async (snapshot) => {
      const query = snapshot.from("work_items").select(snapshot.raw("2 as tenant_id"), "key");
      for await (const row of eachRow(snapshot.stream(query))) expect.fail(`got ${String(row["key"])}`);
    });
    expect(await rejection(drain)).to.be.instanceOf(IsolationError);
  });
});

describeDatabases("a scoped query", (database) => {
  const query = () => tenantScope(database().asRole, MINE, options).from("work_items");
  const escapes: Readonly<Record<string, () => unknown>> = {
    orWhere: () => query().orWhere({ tenant_id: THEIRS }),
    orWhereRaw: () => query().orWhereRaw("1 = 1"),
    orWhereIn: () => query().orWhereIn("tenant_id", [THEIRS]),
    "or, as a word": () => query().or,
    orHaving: () => query().orHaving("tenant_id", "=", THEIRS),
    clearWhere: () => query().clearWhere(),
    clear: () => query().clear("where"),
    truncate: () => query().truncate(),
    join: () => query().join("tenants", "tenants.id", "work_items.tenant_id"),
    leftJoin: () => query().leftJoin("tenants", "tenants.id", "work_items.tenant_id"),
    union: () => query().union(database().knex("work_items")),
    from: () => query().from("tenants"),
    insert: () => query().insert({ tenant_id: THEIRS }),
    "update of tenant_id": () => query().update({ tenant_id: THEIRS }),
    "update of a qualified tenant_id": () => query().update({ "work_items.Tenant_ID": THEIRS }),
    "update of one column": () => query().update("tenant_id", THEIRS),
    increment: () => query().increment("tenant_id", 1),
  };

  for (const [name, escape] of Object.entries(escapes)) {
    it(`refuses ${name}`, () => {
      expect(escape).to.throw(IsolationError);
    });
  }

  it("keeps an `or` within a group", () => {
    const grouped = query().where((group) => void group.where("key", "A-1").orWhere("key", "A-2"));
    expect(grouped.toSQL().sql.replaceAll(/[`"]/g, "")).to.equal(
      "select * from work_items where tenant_id = ? and (key = ? or key = ?)",
    );
  });
});
