import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { dumpOf } from "../../helpers/databases/databaseDump.js";
import { describeDatabases } from "../../helpers/databases/databases.js";
import { documentIn } from "../../helpers/program/documents.js";
import { freePort } from "../../helpers/databases/postgresServer.js";
import { runProgram } from "../../helpers/program/program.js";
import { expectRefused } from "../../helpers/program/programRefusal.js";
import { newFolder } from "../../helpers/program/seededFiles.js";

const TRAIN = ["train", "--tenant", "1"] as const;

describe("a missing database", () => {
  it("is unreachable if nothing listens: 69", async () => {
    const args = [...TRAIN, "--db", `postgres://mltrain@127.0.0.1:${await freePort()}/platform`];
    const says = /^the database cannot be reached: connect ECONNREFUSED 127\.0\.0\.1:\d+$/;
    await expectRefused({ args, code: 69, says, hint: /Check that it runs, and host and port/ });
  });

  it("is not created in a missing folder, and neither is the folder: 78", async () => {
    const cwd = newFolder();
    const says = /^the SQLite file data\/x\.sqlite cannot be opened: there is no folder data$/;
    for (const args of [TRAIN, ["migrate"]]) {
      const refusal = { args: [...args, "--db", "data/x.sqlite"], cwd, code: 78, says, hint: /Make the folder/ };
      await expectRefused(refusal);
    }
    expect(readdirSync(cwd)).to.deep.equal([]);
  });

  it("is created only by migrate: 78", async () => {
    const cwd = newFolder();
    const hint = /Run `mltrain migrate` to make it, or name the database with --db or DATABASE_URL/;
    await expectRefused({ args: TRAIN, cwd, code: 78, says: /^there is no SQLite file \.\/mltrain\.sqlite$/, hint });
    expect(readdirSync(cwd)).to.deep.equal([]);
  });

  it("is not a folder: 78", async () => {
    const cwd = newFolder();
    mkdirSync(join(cwd, "data"));
    const args = [...TRAIN, "--db", "data"];
    const says = /^data is a folder, not a SQLite file$/;
    await expectRefused({ args, cwd, code: 78, says, hint: /Name a file with --db/ });
  });

  it("is not a file of another format, which stays unchanged: 78", async () => {
    const cwd = newFolder();
    const notes = join(cwd, "notes.txt");
    writeFileSync(notes, "Not a database. ".repeat(100));
    for (const command of [TRAIN, ["migrate"]]) {
      const args = [...command, "--db", notes];
      await expectRefused({ args, code: 78, says: /^the file is not a SQLite database/, hint: /Name another file/ });
    }
    expect(readFileSync(notes, "utf8")).to.equal("Not a database. ".repeat(100));
    expect(readdirSync(cwd)).to.deep.equal(["notes.txt"]);
  });

  it("is not of an unknown kind: 78", async () => {
    const args = [...TRAIN, "--db", "mysql://127.0.0.1/platform"];
    const hint = /^Give the path of a SQLite file, or postgres:\/\/user@host:port\/database\.$/;
    await expectRefused({ args, code: 78, says: /mysql/, hint });
  });
});

describeDatabases(
  "a database without the tables of mltrain",
  (database) => {
    before(async () => {
      await database().knex.schema.createTable("of_the_platform", (table) => table.integer("id"));
      await database().knex("of_the_platform").insert({ id: 1 });
    });

    const commands = ["assess", "train", "evaluate", "status", "job run", "job ensure", "import --prs rows.csv"];
    for (const command of commands) {
      it(`is not changed by mltrain ${command}, which lists pending migrations: 78`, async () => {
        const args = [...command.split(" "), "--tenant", "1"];
        const says = /^the database is not up to date: 0001_mltrain_tables.* to be applied$/;
        await expectRefused({ args, code: 78, says, hint: /^Run `mltrain migrate`\.$/, database: database().url });
      });
    }

    it("is reported by migrate --status, which changes nothing: 78", async () => {
      const untouched = await dumpOf(database().url);
      const { code, stdout } = await runProgram(["migrate", "--status", "--json", "--db", database().url]);
      expect(code).to.equal(78);
      expect(documentIn(stdout, "migrate")).to.deep.include({ outcome: "pending", exitCode: 78 });
      expect(await dumpOf(database().url)).to.deep.equal(untouched);
    });
  },
  { migrated: false },
);

describeDatabases(
  "a PostgreSQL database that does not exist",
  (database) => {
    it("is reported: 78", async () => {
      const url = Object.assign(new URL(database().url), { pathname: "no_such_database" }).href;
      const says = /^there is no such database: database "no_such_database" does not exist$/;
      await expectRefused({ args: [...TRAIN, "--db", url], code: 78, says, hint: /Check the last part/ });
    });
  },
  { migrated: false, only: "postgres" },
);
