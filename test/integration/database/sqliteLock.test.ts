import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import Driver from "libsql";
import { TryLaterError } from "../../../src/errors.js";
import { runProgram, startProgram } from "../../helpers/program/program.js";
import { openUnguarded } from "../../helpers/databases/unguarded.js";
import { newFolder } from "../../helpers/program/seededFiles.js";

/** As another program that writes, in the kind of journal in which nobody can read meanwhile. */
async function lockedFile(): Promise<{ readonly path: string; readonly free: () => void }> {
  const path = join(newFolder(), "mltrain.sqlite");
  expect((await runProgram(["migrate", "--db", path])).code).to.equal(0);
  const other = new Driver(path);
  other.exec("pragma journal_mode = truncate");
  other.exec("begin exclusive");
  return {
    path,
    free: () => {
      other.exec("rollback");
      other.close();
    },
  };
}

const failureOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

describe("a SQLite file that another program has locked", () => {
  it("is waited for: to open it, to read and to write, in a transaction and outside", async () => {
    const { path, free } = await lockedFile();
    const database = await openUnguarded(path);
    const works = [
      () => database.knex("tenants").select("id"),
      () => database.knex.transaction((trx) => trx("tenants").select("id"), { readOnly: true }),
      () => database.knex.transaction((trx) => trx("tenants").insert({ id: 1, name: "a", active: true })),
      () => database.knex("tenants").update({ name: "b" }),
    ];
    const done = (async () => {
      for (const work of works) await work();
    })();
    await sleep(700); // longer than the driver waits by itself
    free();
    await done;
    expect(await database.knex("tenants").select("id", "name")).to.deep.equal([{ id: 1, name: "b" }]);
    await database.close();
  });

  it("is given up in the end: 75", async () => {
    const { path, free } = await lockedFile();
    const began = performance.now();
    const { code, stderr } = await runProgram(["status", "--tenant", "1", "--db", path]);
    free();
    expect(stderr).to.match(/^mltrain: the SQLite file is in use: /);
    expect(code).to.equal(75);
    expect(performance.now() - began).to.be.within(4500, 9000);
  });

  it("is waited for no longer once a signal came", async () => {
    const { path, free } = await lockedFile();
    const stop = new AbortController();
    const database = await openUnguarded(path, { signal: stop.signal });
    const began = performance.now();
    const failure = failureOf(database.knex("tenants").select("id"));
    await sleep(300);
    stop.abort("SIGTERM");
    expect(await failure).to.be.instanceOf(TryLaterError);
    expect(performance.now() - began).to.be.below(3000);
    await database.close();

    const { child, finished } = startProgram(["train", "--tenant", "1", "--db", path]);
    await sleep(1500);
    const asked = performance.now();
    child.kill("SIGTERM");
    expect((await finished).code).to.equal(143);
    expect(performance.now() - asked).to.be.below(3000);
    free();
  });
});
