import { expect } from "chai";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import Driver from "libsql";
import { dirname, join } from "node:path";
import { openUnguarded } from "../../helpers/databases/unguarded.js";
import { ConfigurationError, MltrainError, TryLaterError } from "../../../src/errors.js";
import { describeDatabases } from "../../helpers/databases/databases.js";
import { rejection } from "../../helpers/program/rejection.js";

/** SQLite's numbers of how often it waits for the disk; only with a write-ahead log is `normal` safe. */
const [NORMAL, FULL] = [1, 2];

/** What opening a file, or the first statement sent to it, fails with. */
async function firstError(path: string, create = false, sql = "select * from sqlite_master"): Promise<MltrainError> {
  const opened = await openUnguarded(path, { create }).catch((error: unknown) => error);
  if (opened instanceof MltrainError) return opened;
  const database = opened as Awaited<ReturnType<typeof openUnguarded>>;
  try {
    const error = await rejection(database.knex.raw(sql));
    if (!(error instanceof MltrainError)) throw error;
    expect(error.hint, "the hint").to.be.a("string").that.is.not.empty;
    return error;
  } finally {
    await database.close();
  }
}

describeDatabases(
  "an error of SQLite",
  (database) => {
    const inFolder = (name: string): string => join(dirname(database().url), name);

    before(() => database().knex.schema.createTable("things", (table) => table.integer("tenant_id").primary()));

    it("75: another program writes for longer than one waits", async () => {
      const other = await database().another();
      await other.knex.raw("pragma busy_timeout = 20");
      await database().knex.transaction(async (trx) => {
        await trx("things").insert({ tenant_id: 1 });
        expect(await rejection(other.knex("things").insert({ tenant_id: 2 }))).to.be.instanceOf(TryLaterError);
        expect(await rejection(other.knex.transaction((late) => late("things").delete()))).to.be.instanceOf(
          TryLaterError,
        );
      });
      await other.knex("things").insert({ tenant_id: 2 });
    });

    it("none: another program writes to a file that no mltrain has opened yet", async () => {
      const path = inFolder("other.sqlite");
      const writer = new Driver(path);
      writer.exec("create table things (tenant_id integer); begin immediate; insert into things values (1)");
      const readNow = async (): Promise<unknown> => {
        const reader = await openUnguarded(path, { create: false });
        try {
          return [
            await reader.knex("things").count({ rows: "*" }),
            await reader.knex.raw("pragma journal_mode"),
            await reader.knex.raw("pragma synchronous"),
          ];
        } finally {
          await reader.close();
        }
      };
      expect(await readNow()).to.deep.equal([[{ rows: 0 }], [{ journal_mode: "delete" }], [{ synchronous: FULL }]]);
      writer.exec("commit");
      writer.close();
      expect(await readNow()).to.deep.equal([[{ rows: 1 }], [{ journal_mode: "wal" }], [{ synchronous: NORMAL }]]);
    });

    it("78: the file is not there, and is not made", async () => {
      const path = inFolder("missing.sqlite");
      const error = await firstError(path);
      expect(error).to.be.instanceOf(ConfigurationError);
      expect(error.message).to.equal(`there is no SQLite file ${path}`);
      expect(error.hint).to.include("mltrain migrate");
      expect(existsSync(path)).to.equal(false);
    });

    it("78: the folder is not there, whether the file may be made or not", async () => {
      for (const create of [false, true]) {
        const error = await firstError(inFolder("nowhere/test.sqlite"), create);
        expect(error).to.be.instanceOf(ConfigurationError);
        expect(error.message).to.include(`there is no folder ${inFolder("nowhere")}`);
      }
    });

    it("78: the path is a folder", async () => {
      mkdirSync(inFolder("folder"));
      expect(await firstError(inFolder("folder"))).to.be.instanceOf(ConfigurationError);
    });

    it("78: the file is not a database, and stays as it is", async () => {
      writeFileSync(inFolder("notes.txt"), "neither a database nor empty\n".repeat(100));
      expect(await firstError(inFolder("notes.txt"))).to.be.instanceOf(ConfigurationError);
    });

    it("78: the file is damaged", async () => {
      const path = inFolder("damaged.sqlite");
      const damaged = await openUnguarded(path, { create: true });
      await damaged.knex.schema.createTable("things", (table) => table.text("name"));
      await damaged.knex("things").insert(Array.from({ length: 100 }, () => ({ name: "x".repeat(500) })));
      await damaged.knex.raw("pragma wal_checkpoint(truncate)");
      await damaged.close();
      writeFileSync(path, readFileSync(path).fill(0x55, 4096));
      expect(await firstError(path, false, "select * from things")).to.be.instanceOf(ConfigurationError);
    });

    it("78: the file cannot be written", async () => {
      const other = await database().another();
      await other.knex.raw("pragma query_only = on");
      expect(await rejection(other.knex("things").insert({ tenant_id: 5 }))).to.be.instanceOf(ConfigurationError);
    });

    it("78: a table or a column is missing", async () => {
      for (const sql of ["select * from nowhere", "select nowhere from things", "insert into things (x) values (1)"]) {
        expect(await firstError(database().url, false, sql), sql).to.be.instanceOf(ConfigurationError);
      }
    });

    it("anything else stays what it was, with its statement, but without the values", async () => {
      const insert = async () => database().knex("things").insert({ tenant_id: 77 });
      await insert();
      const error = await rejection(insert());
      expect(error).to.be.instanceOf(Error).and.not.to.be.instanceOf(MltrainError);
      expect((error as Error).message).to.equal(
        "insert into `things` (`tenant_id`) values (?) - UNIQUE constraint failed: things.tenant_id",
      );
    });
  },
  { only: "sqlite", migrated: false },
);
