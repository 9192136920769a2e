import { expect } from "chai";
import type { Database } from "../../../src/adapters/database/common/database.js";
import { openDatabase } from "../../../src/adapters/database/open.js";
import { tenantScope, type TenantScope } from "../../../src/adapters/database/scope/tenantScope.js";
import { migrations } from "../../../src/adapters/migrations/runner.js";
import { parseTenantId } from "../../../src/domain/tenant.js";
import { ConfigurationError } from "../../../src/errors.js";
import { describeDatabases, newSqliteFile } from "../../helpers/databases/databases.js";
import { rejection } from "../../helpers/program/rejection.js";
import { eachRow } from "../../helpers/rows/eachRow.js";

const TENANT = parseTenantId("1");
const ITEMS = 3500;

function scopeOf(database: Database, source?: Database): TenantScope {
  return tenantScope(database, TENANT, { statementTimeoutSeconds: 30, ...(source === undefined ? {} : { source }) });
}

const item = (key: string) => ({ key, created: "2025-01-01T00:00:00.000Z" });

async function countItems(scope: TenantScope): Promise<number> {
  const query = scope.from("work_items").select("tenant_id", scope.raw("count(*) as items")).groupBy("tenant_id");
  return Number((await scope.rows(query))[0]?.["items"] ?? 0);
}

describeDatabases("the transactions of a tenant's scope", (database) => {
  const scope = (): TenantScope => scopeOf(database().asRole);

  beforeEach(async () => {
    await database().knex("tenants").insert({ id: TENANT, name: "Tenant" });
    await scope().insert(
      "work_items",
      Array.from({ length: ITEMS }, (_, i) => item(`A-${i}`)),
    );
  });

  it("undo everything where the work fails", async () => {
    const failed = scope().transaction(async (transaction) => {
      await transaction.insert("work_items", [item("B-1")]);
      await transaction.from("work_items").where({ key: "A-1" }).delete();
      throw new Error("on purpose");
    });
    expect(await rejection(failed)).to.have.property("message", "on purpose");
    expect(await countItems(scope())).to.equal(ITEMS);
  });

  it("keep everything where it succeeds", async () => {
    const result = await scope().transaction(async (transaction) => {
      await transaction.insert("work_items", [item("B-1")]);
      return "done";
    });
    expect(result).to.equal("done");
    expect(await countItems(scopeOf(await database().another()))).to.equal(ITEMS + 1);
  });

  it("as snapshots, see what was there at their first read, whatever others write", async () => {
    const other = scopeOf(await database().another());
    const counts = await scope().snapshot(async (snapshot) => {
      const first = await countItems(snapshot);
      await other.insert("work_items", [item("B-1")]);
      return [first, await countItems(snapshot)];
    });
    expect(counts).to.deep.equal([ITEMS, ITEMS]);
    expect(await countItems(scope())).to.equal(ITEMS + 1);
  });

  it("as snapshots, cannot write", async () => {
    const written = scope().snapshot((snapshot) => snapshot.insert("work_items", [item("B-1")]));
    expect(await rejection(written)).to.be.instanceOf(ConfigurationError);
    await scope().insert("work_items", [item("B-1")]);
    expect(await countItems(scope())).to.equal(ITEMS + 1);
  });

  it("as snapshots, read from the source database where there is one", async () => {
    const { url, drop } = newSqliteFile();
    const source = await openDatabase(url, { create: true });
    try {
      await migrations(source).up();
      await scopeOf(source).insert("work_items", [item("S-1")]);
      const both = scopeOf(database().asRole, source);
      expect(await both.snapshot((snapshot) => countItems(snapshot))).to.equal(1);
      expect(await both.snapshot((snapshot) => snapshot.columnsOf("sqlite_master"))).to.include("rootpage");
      expect(await countItems(both)).to.equal(ITEMS);
    } finally {
      await source.close();
      await drop();
    }
  });

  it("stream every row", async () => {
    const keys = await scope().snapshot(async (snapshot) => {
      const seen = new Set<unknown>();
      for await (const row of eachRow(snapshot.stream(snapshot.from("work_items").where("active", true))))
        seen.add(row["key"]);
      return seen;
    });
    expect(keys.size).to.equal(ITEMS);
  });

  it("stream no rows where there are none", async () => {
    await scope().snapshot(async (snapshot) => {
      const query = snapshot.from("work_items").where({ key: "none" });
      for await (const row of eachRow(snapshot.stream(query))) expect.fail(`got ${String(row["key"])}`);
    });
  });

  it("can leave a stream early, and go on in the same transaction", async () => {
    const count = await scope().snapshot(async (snapshot) => {
      for await (const row of eachRow(snapshot.stream(snapshot.from("work_items")))) if (row["key"] !== "") break;
      return countItems(snapshot);
    });
    expect(count).to.equal(ITEMS);
  });

  it("after a stream that was left early, see what others have written since", async () => {
    for (const failing of [false, true]) {
      const left = scope().snapshot(async (snapshot) => {
        for await (const row of eachRow(snapshot.stream(snapshot.from("work_items")))) {
          if (failing) throw new Error(`failed at ${String(row["key"])}`);
          break;
        }
      });
      await left.catch(() => undefined);
    }
    await scopeOf(await database().another()).insert("work_items", [item("B-1")]);
    expect(await countItems(scope())).to.equal(ITEMS + 1);
    await scope().insert("work_items", [item("B-2")]);
    expect(await countItems(scope())).to.equal(ITEMS + 2);
  });

  it("tell of a stream's failure as of any other query's", async () => {
    const broken = scope().snapshot(async (snapshot) => {
      for await (const row of eachRow(snapshot.stream(snapshot.from("nowhere")))) expect.fail(JSON.stringify(row));
    });
    expect(await rejection(broken)).to.be.instanceOf(ConfigurationError);
    expect(await countItems(scope())).to.equal(ITEMS);
  });

  it("refuse to stream outside of a snapshot", async () => {
    const rows = scope().stream(scope().from("work_items"))[Symbol.asyncIterator]();
    expect(await rejection(rows.next())).to.have.property("message", "stream() was called outside of snapshot()");
  });
});

describeDatabases("the cost of a tenant's statements", (database) => {
  it("counts queries, rows and seconds, for each tenant alone", async () => {
    const mine = scopeOf(database().asRole);
    const other = parseTenantId("2");
    const before = { ...database().asRole.costOf(TENANT) };
    const otherBefore = { ...database().asRole.costOf(other) };
    await database().knex("tenants").insert({ id: TENANT, name: "Tenant" });
    await mine.insert("work_items", [item("A-1"), item("A-2"), item("A-3")]);
    await mine.rows(mine.from("work_items"));
    await mine.from("work_items").where({ key: "A-1" }).update({ team: "x" });
    await mine.snapshot(async (snapshot) => {
      for await (const row of eachRow(snapshot.stream(snapshot.from("work_items")))) if (row["key"] === "none") break;
    });
    await rejection(mine.rows(mine.from("nowhere")));
    const { queries, rows, seconds, slowestSeconds } = database().asRole.costOf(TENANT);
    expect(queries - before.queries).to.equal(5);
    expect(rows - before.rows).to.equal(3 + 3 + 1 + 3);
    expect(seconds).to.be.greaterThan(before.seconds);
    expect(slowestSeconds).to.be.within(0, seconds);
    expect(database().asRole.costOf(other)).to.deep.equal(otherBefore);
  });
});
