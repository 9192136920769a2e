import { expect } from "chai";
import type { OpenOptions } from "../../../src/adapters/database/open.js";
import { openUnguarded } from "../../helpers/databases/unguarded.js";
import { tenantScope } from "../../../src/adapters/database/scope/tenantScope.js";
import { parseTenantId } from "../../../src/domain/tenant.js";
import { ConfigurationError, DatabaseUnavailableError, MltrainError, TryLaterError } from "../../../src/errors.js";
import { describeDatabases } from "../../helpers/databases/databases.js";
import { refusingServer, silentServer, type FakeServer } from "../../helpers/databases/fakeServers.js";
import { freePort } from "../../helpers/databases/postgresServer.js";
import { rejection } from "../../helpers/program/rejection.js";

const PASSWORD = "s3cret-Pa55";

/** What the first statement sent to a database fails with. */
async function firstError(url: string | URL, options: OpenOptions = {}, sql = "select 1"): Promise<MltrainError> {
  const database = await openUnguarded(String(url), options);
  try {
    const error = await rejection(database.knex.raw(sql));
    if (!(error instanceof MltrainError)) throw error;
    expect(error.hint, "the hint").to.be.a("string").that.is.not.empty;
    expect(`${error.message} ${error.hint ?? ""}`).not.to.include(PASSWORD);
    return error;
  } finally {
    await database.close();
  }
}

describeDatabases(
  "an error of Postgres",
  (database) => {
    const role = "mltrain_test_role";
    let url: URL;
    let fake: FakeServer | undefined;

    before(async () => {
      url = new URL(database().url);
      const { knex } = database();
      // Roles belong to the server, not to the database, and this one owns nothing.
      await knex.raw(`drop role if exists ${role}`);
      await knex.raw(`create role ${role} login password '${PASSWORD}'`);
      await knex.schema.createTable("things", (table) => table.integer("tenant_id"));
    });
    afterEach(async () => {
      await fake?.close();
      fake = undefined;
    });

    /** The database's URL with parts of it changed. */
    const changed = (parts: Partial<Record<"username" | "password" | "pathname" | "hostname" | "port", string>>): URL =>
      Object.assign(new URL(url), parts);
    const asRole = (): URL => changed({ username: role, password: PASSWORD });

    it("69: nothing listens", async () => {
      const port = String(await freePort());
      const error = await firstError(changed({ hostname: "127.0.0.1", port, password: PASSWORD }));
      expect(error)
        .to.be.instanceOf(DatabaseUnavailableError)
        .with.property("message")
        .that.includes(`127.0.0.1:${port}`);
      expect(await firstError(changed({ hostname: "localhost", port }))).to.be.instanceOf(DatabaseUnavailableError);
    });

    it("69: the server never answers", async () => {
      fake = await silentServer();
      const error = await firstError(changed({ hostname: "127.0.0.1", port: String(fake.port) }), {
        connectTimeoutSeconds: 0.2,
      });
      expect(error).to.be.instanceOf(DatabaseUnavailableError);
      expect(error.message).to.equal("the database does not answer: timeout expired");
    });

    it("69: there is no such host", async () => {
      const error = await firstError(changed({ hostname: "no-such-host.invalid" }));
      expect(error).to.be.instanceOf(DatabaseUnavailableError);
      expect(error.message).to.include("no-such-host.invalid");
    });

    for (const [state, said] of [
      ["57P03", "the database system is starting up"],
      ["53300", "sorry, too many clients already"],
    ] as const) {
      it(`69: ${said}`, async () => {
        fake = await refusingServer(state, said);
        const error = await firstError(changed({ hostname: "127.0.0.1", port: String(fake.port) }));
        expect(error).to.be.instanceOf(DatabaseUnavailableError).with.property("message").that.includes(said);
      });
    }

    it("69: the role has no connection left", async () => {
      await database().knex.raw(`alter role ${role} connection limit 0`);
      try {
        expect(await firstError(asRole())).to.be.instanceOf(DatabaseUnavailableError);
      } finally {
        await database().knex.raw(`alter role ${role} connection limit -1`);
      }
    });

    it("69: a statement takes longer than a snapshot allows", async () => {
      const scope = tenantScope(database().asRole, parseTenantId("1"), { statementTimeoutSeconds: 0.05 });
      await database().knex("things").insert({ tenant_id: 1 });
      const slow = scope.snapshot((snapshot) =>
        snapshot.rows(snapshot.from("things").select("tenant_id").where(snapshot.raw("pg_sleep(30) is not null"))),
      );
      expect(await rejection(slow)).to.be.instanceOf(DatabaseUnavailableError);
    });

    it("75: a lock is held by another", async () => {
      const { knex } = database();
      const other = await database().another();
      await knex.transaction(async (trx) => {
        await trx.raw("lock table things in access exclusive mode");
        const error = await rejection(other.knex.transaction((late) => late.raw("lock table things nowait")));
        expect(error).to.be.instanceOf(TryLaterError);
      });
    });

    it("75: two transactions get in each other's way", async () => {
      const { knex } = database();
      const other = await database().another();
      await knex("things").insert({ tenant_id: 1 });
      const late = knex.transaction(
        async (trx) => {
          await trx("things").select();
          await other.knex("things").update({ tenant_id: 2 });
          await trx("things").update({ tenant_id: 3 });
        },
        { isolationLevel: "repeatable read" },
      );
      expect(await rejection(late)).to.be.instanceOf(TryLaterError);
    });

    it("78: the password is wrong, and never shown", async () => {
      const error = await firstError(changed({ username: role, password: `${PASSWORD}-not` }));
      expect(error).to.be.instanceOf(ConfigurationError);
      expect(error.message).to.equal(
        `the database refuses the login: password authentication failed for user "${role}"`,
      );
    });

    it("78: no password is given", async () => {
      expect(await firstError(changed({ username: role, password: "" }))).to.be.instanceOf(ConfigurationError);
    });

    it("78: there is no such role", async () => {
      const error = await firstError(changed({ username: "nobody_known", password: PASSWORD }));
      expect(error).to.be.instanceOf(ConfigurationError).with.property("message").that.includes("nobody_known");
    });

    it("78: there is no such database", async () => {
      const error = await firstError(changed({ pathname: "no_such_database" }));
      expect(error).to.be.instanceOf(ConfigurationError).with.property("message").that.includes("no_such_database");
    });

    it("78: the role lacks a permission", async () => {
      const error = await firstError(asRole(), {}, "select * from things");
      expect(error).to.be.instanceOf(ConfigurationError);
      expect(error.message).to.equal("the database refuses permission: permission denied for table things");
    });

    it("78: a relation or a column is missing", async () => {
      for (const sql of ["select * from nothing", "select nothing from things", "select * from nowhere.things"]) {
        expect(await firstError(url, {}, sql)).to.be.instanceOf(ConfigurationError);
      }
    });

    it("78: the database is read-only", async () => {
      const sql = "set transaction read only; insert into things values (1)";
      expect(await firstError(url, {}, sql)).to.be.instanceOf(ConfigurationError);
    });

    it("78: the server does not speak TLS", async () => {
      const withTls = new URL(url);
      withTls.searchParams.set("sslmode", "verify-full");
      expect(await firstError(withTls)).to.be.instanceOf(ConfigurationError);
    });

    it("78: the URL is malformed, and its password is not shown", async () => {
      const error = await rejection(openUnguarded(`postgres://role:${PASSWORD}/#x@host:5432/db`));
      expect(error).to.be.instanceOf(ConfigurationError);
      expect(JSON.stringify([error, String(error), (error as Error).cause ?? null])).not.to.include(PASSWORD);
    });

    it("anything else stays what it was, with its statement, but without the values", async () => {
      const error = await rejection(database().knex.raw("select ?::text / 2", [PASSWORD]));
      expect(error).to.be.instanceOf(Error).and.not.to.be.instanceOf(MltrainError);
      expect((error as Error).message).to.include("select $1::text / 2 - operator does not exist");
      expect((error as Error).message).not.to.include(PASSWORD);
    });
  },
  { only: "postgres", migrated: false },
);
