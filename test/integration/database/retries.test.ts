import { expect } from "chai";
import { describeDatabases } from "../../helpers/databases/databases.js";
import { DatabaseUnavailableError } from "../../../src/errors.js";
import { refusal } from "../../helpers/program/refusal.js";
import { scopeOf } from "../../helpers/databases/scopes.js";

describeDatabases(
  "a transaction that the database gave up",
  (database) => {
    const cut = () =>
      database()
        .knex("pg_stat_activity")
        .whereNot("pid", database().knex.raw("pg_backend_pid()"))
        .where("datname", database().knex.raw("current_database()"))
        .select(database().knex.raw("pg_terminate_backend(pid)"));

    for (const kind of ["transaction", "snapshot"] as const) {
      it(`because its connection was cut is done again as a whole (${kind})`, async () => {
        const other = await database().another();
        let tries = 0;
        const rows = await scopeOf(other)[kind](async (scope) => {
          tries++;
          await scope.rows(scope.from("ml_leases").select("tenant_id"));
          if (tries === 1) await cut();
          return scope.rows(scope.from("ml_leases").select("tenant_id"));
        });
        expect({ tries, rows }).to.deep.equal({ tries: 2, rows: [] });
      });
    }

    it("again and again is given up in the end, and nothing of it is done", async () => {
      const other = await database().another();
      let tries = 0;
      await refusal(
        DatabaseUnavailableError,
        scopeOf(other).transaction(async (scope) => {
          tries++;
          await scope.insert("ml_leases", [{ holder: "x", token: 1, expires_at: scope.now() }]);
          await cut();
          await scope.rows(scope.from("ml_leases").select("tenant_id"));
        }),
      );
      expect(tries).to.equal(4);
      expect(await database().knex("ml_leases")).to.deep.equal([]);
    });

    it("is not tried again for an error of its own", async () => {
      let tries = 0;
      const failing = scopeOf(database()).transaction(() => {
        tries++;
        return Promise.reject(new RangeError("of its own"));
      });
      await failing.then(
        () => expect.fail("it did not fail"),
        (error: unknown) => expect(error).to.be.instanceOf(RangeError),
      );
      expect(tries).to.equal(1);
    });
  },
  { only: "postgres" },
);
