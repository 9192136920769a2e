import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { describeDatabases } from "../../helpers/databases/databases.js";
import { freePort } from "../../helpers/databases/postgresServer.js";
import { inParallel, runProgram, type Finished } from "../../helpers/program/program.js";
import { expectRefused } from "../../helpers/program/programRefusal.js";
import { newFolder } from "../../helpers/program/seededFiles.js";
import { insertTenant } from "../../helpers/tenants/tenants.js";

/** Contains characters that a URL must escape and that end a careless pattern. No part of it may be printed. */
const PASSWORD = "Kra/ken:7@Tief#Meer";
const PARTS = ["Kra", "ken:7", "Tief", "Meer"];

/** Checks every spelling of the password. */
function expectNoPassword({ stdout, stderr }: Finished): void {
  const output = stdout + stderr;
  for (const part of [...PARTS, encodeURIComponent(PASSWORD), Buffer.from(PASSWORD).toString("base64")]) {
    expect(output).to.not.include(part);
  }
}

const TRAIN = ["train", "--tenant", "1", "--log-level", "debug"] as const;
const ESCAPED = encodeURIComponent(PASSWORD);

describe("a password in a command line that is not valid", () => {
  const commandLines: readonly (readonly string[])[] = [
    [`postgres://ada:${ESCAPED}@127.0.0.1/platform`],
    [...TRAIN, `--database=postgres://ada:${PASSWORD}@127.0.0.1/platform`],
    [...TRAIN, `--database=postgres://ada:with a blank ${PASSWORD}@127.0.0.1/platform`],
    [...TRAIN, `postgres://ada:${ESCAPED}@127.0.0.1/platform`],
    ["train", "--tenant", `postgres://ada:${PASSWORD}@127.0.0.1/platform`],
    [...TRAIN, "--db", `postgres://ada:${PASSWORD}@127.0.0.1/platform`],
    [...TRAIN, "--db", `postgres//ada:${PASSWORD}@127.0.0.1/platform`],
    [...TRAIN, "--db", `postgres:/ada:${PASSWORD}@127.0.0.1:1/platform`],
    [...TRAIN, "--db", `mysql://ada:${PASSWORD}@127.0.0.1/platform`],
    [...TRAIN, "--db", `host=127.0.0.1 user=ada password=${PASSWORD} dbname=platform`],
    [...TRAIN, "--source-db", `mysql://ada:${PASSWORD}@127.0.0.1/platform`],
  ];

  it("is never printed", async () => {
    const all = await inParallel(
      commandLines.flatMap((line) => [line, [...line, "--json"]]),
      (line) => runProgram(line, { cwd: newFolder() }),
    );
    for (const finished of all) {
      expect(finished.code, finished.stderr).to.be.oneOf([64, 69, 78]);
      expect(finished.stderr).to.match(/^mltrain: .+\n {2}.+\n$/);
      expectNoPassword(finished);
    }
  });

  it("is never printed from a misspelt database name", async () => {
    const secret = "Kra ken7 Meer";
    const names = [
      ...["'", '"', "<", ">", "`", " ", "\\", "/", "#", "?", "%", "@", ":", "&"].map(
        (sign) => `postgres://ada:Kra${sign}ken7${sign}Meer@127.0.0.1:1/platform`,
      ),
      "postgres://ada:Kra ken7 Meer",
      "postgres:ada:Kraken7@127.0.0.1:1/platform",
      "libsql://platform.example?authToken=Kraken7",
      "sqlite:platform.db?key=Kraken7",
      "platform.db?key=Kra ken7&Meer",
      JSON.stringify({ host: "127.0.0.1", user: "ada", password: secret }),
      `host=127.0.0.1 password=${secret} dbname=platform`,
      "host=127.0.0.1 password=Kra&ken7 dbname=platform",
      "user=ada password='Kra\\'ken7 Meer'",
      "ada:Kra ken7@Meer 127.0.0.1/platform",
      "ada:Kraken7:Meer@127.0.0.1/platform",
    ];
    const lines = names.flatMap((name) => [
      ["status", "--tenant", "1", "--json", "--db", name],
      ["status", "--tenant", "1", "--db", "./none.sqlite", "--config", name],
    ]);
    const all = await inParallel(lines, (line) => runProgram(line, { cwd: newFolder() }));
    for (const [i, finished] of all.entries()) {
      expect(finished.code, finished.stderr).to.be.oneOf([69, 78]);
      expect(finished.stdout + finished.stderr, lines[i]?.join(" ")).to.not.match(/Kra|ken7|Meer/);
    }
  });

  it("is never printed from a config file that is not valid", async () => {
    const url = `postgres://ada:${PASSWORD}@127.0.0.1:${await freePort()}/platform`;
    const texts = [
      JSON.stringify({ database: [url] }),
      JSON.stringify({ database: url, seed: "x" }),
      JSON.stringify({ databse: url }),
      JSON.stringify({ database: url }),
      JSON.stringify({ database: url.replace(PASSWORD, ESCAPED) }),
      `{ "database": "${url}`,
      `{ "database": ${url} }`,
    ];
    const all = await inParallel(texts, (text) => {
      const config = join(newFolder(), "config.json");
      writeFileSync(config, text);
      return runProgram([...TRAIN, "--json", "--config", config]);
    });
    for (const finished of all) {
      expect(finished.code, finished.stderr).to.be.oneOf([69, 78]);
      expectNoPassword(finished);
    }
  });
});

describeDatabases(
  "a wrong PostgreSQL password",
  (database) => {
    const role = "mltrain_test_program";

    before(async () => {
      // Roles belong to the server, not to the database, and this one owns nothing.
      await database().knex.raw(`drop role if exists ${role}`);
      await database().knex.raw(`create role ${role} login password 'the right one'`);
    });

    /** Returns the URL with another login. */
    const urlOf = (username: string, password: string): string =>
      Object.assign(new URL(database().url), { username, password }).href;
    const refused = {
      code: 78,
      says: /^the database refuses the login: password authentication failed for user "mltrain_test_program"$/,
      hint: /^Check user and password of the database URL, and the server's pg_hba\.conf\.$/,
    };

    it("exits with 78 and is never printed, from any source", async () => {
      const url = urlOf(role, ESCAPED);
      const bare = urlOf(role, "");
      const ways = [
        { args: [...TRAIN, "--db", url] },
        { args: TRAIN, environment: { DATABASE_URL: url } },
        { args: TRAIN, environment: { MLTRAIN_DB: url } },
        { args: [...TRAIN, "--db", bare], environment: { PGPASSWORD: PASSWORD } },
        { args: [...TRAIN, "--db", `${bare}?password=${ESCAPED}`] },
      ];
      for (const way of ways) (await expectRefused({ ...way, ...refused })).forEach(expectNoPassword);
    });

    it("is refused for a replica too", async () => {
      await insertTenant(database(), { workItems: 1, pullRequests: 1 });
      const args = [...TRAIN, "--db", database().url, "--source-db", urlOf(role, ESCAPED)];
      const ran = await runProgram([...args, "--json"]);
      expect(ran.code, ran.stdout).to.equal(78);
      expectNoPassword(ran);
    });

    it("is requested if it is missing", async () => {
      const says = /^the database asks for a password/;
      await expectRefused({ ...refused, says, args: [...TRAIN, "--db", urlOf(role, "")], hint: /PGPASSWORD/ });
    });
  },
  { only: "postgres" },
);
