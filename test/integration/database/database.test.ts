import { expect } from "chai";
import { tenantScope, type TenantScope } from "../../../src/adapters/database/scope/tenantScope.js";
import { parseTenantId } from "../../../src/domain/tenant.js";
import { describeDatabases } from "../../helpers/databases/databases.js";
import { eachRow } from "../../helpers/rows/eachRow.js";

const TENANT = parseTenantId("1");

describeDatabases(
  "a database",
  (database) => {
    const scope = (): TenantScope => tenantScope(database().asRole, TENANT, { statementTimeoutSeconds: 30 });
    const onPostgres = (): boolean => database().dialect.kind === "postgres";

    beforeEach(async () => {
      await database().knex.schema.createTable("things", (table) => {
        table.integer("tenant_id");
        table.text("name");
        table.bigInteger("size");
        table.integer("Mixed Case");
      });
      const names = ["b", "a", "B", "é", "z", "😀", "\ue000"];
      await scope().insert(
        "things",
        names.map((name, i) => ({ name, size: i })),
      );
    });
    afterEach(async () => {
      await database().knex.raw("drop view if exists things_view");
      await database().knex.schema.dropTable("things");
    });

    it("finds the columns of a table and of a view, in their order and spelling", async () => {
      await database().knex.raw("create view things_view as select name as title, tenant_id from things");
      expect(await scope().columnsOf("things")).to.deep.equal(["tenant_id", "name", "size", "Mixed Case"]);
      expect(await scope().columnsOf("things_view")).to.deep.equal(["title", "tenant_id"]);
      expect(await scope().columnsOf("nothing")).to.equal(undefined);
    });

    it("takes the name of a table for a name, not for SQL", async () => {
      for (const name of ["things; drop table things", 'things"', "things'--", ""]) {
        expect(await scope().columnsOf(name), name).to.equal(undefined);
      }
      expect(await scope().columnsOf("things")).to.have.length(4);
    });

    it("sorts by the bytes of UTF-8", async () => {
      const rows = await scope().rows(scope().from("things").select("*").orderByRaw(scope().byteOrder("name")));
      const names = rows.map((row) => String(row["name"]));
      expect(names).to.deep.equal(["B", "a", "b", "z", "é", "\ue000", "😀"]);
      expect(names).to.deep.equal(names.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))));
    });

    it("sorts whole numbers by their digits, as their text", async () => {
      await scope().insert("things", [{ name: "ten", size: 10 }]);
      const rows = await scope().rows(
        scope().from("things").where("size", ">", 0).orderByRaw(scope().byteOrder("size")),
      );
      expect(rows.map((row) => row["size"])).to.deep.equal([1, 10, 2, 3, 4, 5, 6]);
    });

    it("gives whole numbers of 64 bits as numbers, where they can be held", async () => {
      const [row] = await scope().rows(scope().from("things").where("name", "z").select("tenant_id", "size"));
      expect(row).to.deep.equal({ tenant_id: 1, size: 4 });
    });

    it("tells the time by its own clock", async () => {
      const query = scope()
        .from("things")
        .limit(1)
        .select("tenant_id", scope().raw("? as clock", [scope().now(90)]));
      const [row] = await scope().rows(query);
      const text = String(row?.["clock"]);
      if (!onPostgres()) expect(text).to.match(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
      expect(Date.parse(text.replace(/\+00$/, "Z")) - Date.now()).to.be.within(80_000, 100_000);
    });

    it("goes on where a transaction's clock would stand still", async () => {
      const { first, second } = await scope().transaction(async (transaction) => {
        const ask = async (): Promise<string> => {
          const query = transaction.from("things").limit(1);
          const [row] = await transaction.rows(
            query.select("tenant_id", transaction.raw("? as at", [transaction.now()])),
          );
          return String(row?.["at"]);
        };
        const before = await ask();
        await new Promise((resolve) => setTimeout(resolve, 20));
        return { first: before, second: await ask() };
      });
      expect(second > first, `${first} < ${second}`).to.equal(true);
    });

    it("compares times whatever the column's type, with milliseconds since 1970", async () => {
      const noon = Date.UTC(2025, 0, 5, 12);
      await database().knex("things").update("name", null);
      const forms = [
        "2025-01-05T12:00:00.000Z",
        "2025-01-05 14:00:00+02:00",
        "2025-01-05 14:00:00.001+02",
        "2025-01-05T17:30:00.002+0530",
        "2025-01-05 12:00:00",
        "2025-01-05T11:59:59.999Z",
      ];
      await scope().insert(
        "things",
        forms.map((name) => ({ name })),
      );
      const rows = await scope().snapshot((snapshot) => {
        const atOrAfter = snapshot.raw("? >= ?", [snapshot.comparableTime("name"), snapshot.dialect.time(noon)]);
        return snapshot.rows(snapshot.from("things").whereNotNull("name").where(atOrAfter).orderBy("name"));
      });
      expect(rows.map((row) => row["name"]).sort()).to.deep.equal(forms.slice(0, 5).sort());
    });

    it("compares with times that no calendar has", async () => {
      await database().knex("things").update("name", "2025-01-05T12:00:00.000Z");
      const count = (compare: string, time: number): Promise<number> =>
        scope().snapshot(async (snapshot) => {
          const condition = snapshot.raw(`? ${compare} ?`, [
            snapshot.comparableTime("name"),
            snapshot.dialect.time(time),
          ]);
          return (await snapshot.rows(snapshot.from("things").where(condition))).length;
        });
      expect(await count("<", 8.64e15)).to.equal(7);
      expect(await count(">", -8.64e15)).to.equal(7);
      expect(await count(">", 8.64e15)).to.equal(0);
    });
  },
  { migrated: false },
);

describeDatabases(
  "a database of Postgres",
  (database) => {
    const scope = (): TenantScope => tenantScope(database().asRole, TENANT, { statementTimeoutSeconds: 30 });

    before(async () => {
      await database().knex.raw("create schema analytics");
      await database().knex.raw(
        "create table analytics.issues (tenant_id bigint, big bigint, at timestamptz, local timestamp, day date, done boolean)",
      );
      await scope().insert("analytics.issues", [
        {
          big: "9007199254740993",
          at: "2025-01-05T12:00:00.123456+02:00",
          local: "2025-01-05 12:00",
          day: "2025-01-05",
          done: true,
        },
      ]);
    });

    it("finds, reads and changes a relation of another schema", async () => {
      expect(await scope().columnsOf("analytics.issues")).to.include("big");
      expect(await scope().columnsOf("issues")).to.equal(undefined);
      expect(await scope().from("analytics.issues").update({ day: "2025-01-06" })).to.equal(1);
      expect(await scope().from("analytics.issues").update({ day: "2025-01-05" })).to.equal(1);
    });

    it("gives times as the server writes them, and numbers that JavaScript cannot hold as text", async () => {
      const expected = {
        tenant_id: 1,
        big: "9007199254740993",
        at: "2025-01-05 10:00:00.123456+00",
        local: "2025-01-05 12:00:00",
        day: "2025-01-05",
        done: true,
      };
      await scope().snapshot(async (snapshot) => {
        expect(await snapshot.rows(snapshot.from("analytics.issues").select("*"))).to.deep.equal([expected]);
        for await (const row of eachRow(snapshot.stream(snapshot.from("analytics.issues"))))
          expect(row).to.deep.equal(expected);
      });
    });

    it("is told who asks", async () => {
      const { rows } = await database().knex.raw<{ rows: unknown[] }>(
        "select current_setting('application_name') as name",
      );
      expect(rows).to.deep.equal([{ name: "mltrain" }]);
    });

    it("gives a snapshot its limits, and takes them back with it", async () => {
      const settings = [
        "statement_timeout",
        "lock_timeout",
        "TimeZone",
        "transaction_isolation",
        "transaction_read_only",
      ];
      const read = async (from: TenantScope): Promise<unknown[]> => {
        const columns = settings.map((name) => from.raw("current_setting(?) as ??", [name, name]));
        const [row] = await from.rows(from.from("analytics.issues").select("tenant_id", ...columns));
        return settings.map((name) => row?.[name]);
      };
      const before = await read(scope());
      expect(await scope().snapshot(read)).to.deep.equal(["30s", "10s", "UTC", "repeatable read", "on"]);
      expect((await scope().transaction(read)).slice(0, 3)).to.deep.equal(["30s", "10s", "UTC"]);
      expect(await read(scope())).to.deep.equal(before);
    });
  },
  { only: "postgres", migrated: false },
);
