import { setTimeout as wait } from "node:timers/promises";
import { expect } from "chai";
import type { Database } from "../../../src/adapters/database/common/database.js";
import { tenantScope, type TenantScope } from "../../../src/adapters/database/scope/tenantScope.js";
import { parseTenantId } from "../../../src/domain/tenant.js";
import { DatabaseUnavailableError } from "../../../src/errors.js";
import { describeDatabases } from "../../helpers/databases/databases.js";
import { eachRow } from "../../helpers/rows/eachRow.js";
import { proxyTo, proxyUntil, type FakeServer } from "../../helpers/databases/fakeServers.js";
import { rejection } from "../../helpers/program/rejection.js";
import { openUnguarded } from "../../helpers/databases/unguarded.js";

describeDatabases(
  "a connection to Postgres that is lost",
  (database) => {
    let proxy: FakeServer | undefined;
    let through: Database | undefined;

    before(() => database().knex.schema.createTable("things", (table) => table.integer("tenant_id")));
    afterEach(async () => {
      await through?.close();
      await proxy?.close();
      [through, proxy] = [undefined, undefined];
      await database().knex("things").delete();
    });

    const host = (): [string, number] => {
      const { hostname, port } = new URL(database().url);
      return [hostname, Number(port || 5432)];
    };
    const openThrough = async (server: FakeServer): Promise<Database> => {
      proxy = server;
      const url = Object.assign(new URL(database().url), { hostname: "127.0.0.1", port: String(server.port) });
      through = await openUnguarded(url.href);
      return through;
    };
    const insert = (rows: number): Promise<unknown> =>
      database()
        .knex("things")
        .insert(Array.from({ length: rows }, () => ({ tenant_id: 1 })));
    const scopeOf = (opened: Database): TenantScope =>
      tenantScope(opened, parseTenantId("1"), { statementTimeoutSeconds: 30 });
    const things = (scope: TenantScope) => scope.stream(scope.from("things").select("tenant_id"));

    it("in the middle of a statement: 69, and the next statement opens another", async () => {
      const server = await proxyTo(...host());
      const { knex } = await openThrough(server);
      setTimeout(() => {
        server.cut();
      }, 100);
      expect(await rejection(knex.raw("select pg_sleep(30)"))).to.be.instanceOf(DatabaseUnavailableError);
      await knex.raw("select 1");
    });

    it("because the server ends it: 69", async () => {
      const { knex } = await database().another();
      const ending = knex.raw("select pg_terminate_backend(pg_backend_pid())");
      expect(await rejection(ending)).to.be.instanceOf(DatabaseUnavailableError);
    });

    it("because the server ends it while rows are read: 69", async () => {
      await insert(5000);
      const reading = scopeOf(await database().another()).snapshot(async (snapshot) => {
        let count = 0;
        for await (const row of eachRow(things(snapshot))) {
          if (row["tenant_id"] === 1 && count++ === 0) {
            await database().knex.raw(
              'select pg_terminate_backend(pid) from pg_stat_activity where query like \'select "tenant_id" from "things"%\'',
            );
          }
        }
      });
      expect(await rejection(reading)).to.be.instanceOf(DatabaseUnavailableError);
    });

    it("after the last row, before the server is ready: rows are read again", async () => {
      await insert(3);
      const { readings, rows } = await counted(await openThrough(await proxyUntil("SELECT 3\0", ...host())));
      expect({ readings, rows }).to.deep.equal({ readings: 2, rows: 3 });
    });

    it("while rows are read of which no more are asked for: 69", async () => {
      await insert(2000);
      const server = await proxyTo(...host());
      const reading = scopeOf(await openThrough(server)).snapshot(async (snapshot) => {
        for await (const rows of things(snapshot)) {
          server.cut();
          await wait(50);
          expect(rows).to.have.length(1000);
          break;
        }
      });
      expect(await rejection(reading)).to.be.instanceOf(DatabaseUnavailableError);
    });

    /** How many rows a snapshot read, and how often it began. */
    async function counted(opened: Database): Promise<{ readings: number; rows: number }> {
      let readings = 0;
      const rows = await scopeOf(opened).snapshot(async (snapshot) => {
        readings++;
        let count = 0;
        for await (const some of things(snapshot)) count += some.length;
        return count;
      });
      return { readings, rows };
    }
  },
  { only: "postgres", migrated: false },
);
