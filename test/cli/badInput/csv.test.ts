import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect } from "chai";
import type { Database } from "../../../src/adapters/database/common/database.js";
import { isLong } from "../../helpers/longTests.js";
import { describeDatabases, type TestDatabase } from "../../helpers/databases/databases.js";
import { dumpOf } from "../../helpers/databases/databaseDump.js";
import { documentIn } from "../../helpers/program/documents.js";
import { createPlatformTables } from "../../helpers/databases/platformTables.js";
import { grantRole } from "../../helpers/databases/postgresRole.js";
import { runProgram } from "../../helpers/program/program.js";
import { expectRefused } from "../../helpers/program/programRefusal.js";
import { newFolder } from "../../helpers/program/seededFiles.js";
import { insertTenant } from "../../helpers/tenants/tenants.js";

const HEADER = "key,created,summary,story_points,work_last_completed_at";
const row = (key: string, summary = "Add a button"): string => `${key},2024-05-02,${summary},3,2024-05-09`;
const file = (...rows: readonly string[]): string => [HEADER, ...rows, ""].join("\n");
const manyRows = file(...Array.from({ length: 2000 }, (_, index) => row(`G-${index}`, `Item ${index * 7919}`)));

/** A file that is refused as a whole: the mistake, its name, content, message and hint. */
const REFUSED: readonly (readonly [
  what: string,
  name: string,
  content: string | Buffer,
  says: RegExp,
  hint: RegExp,
])[] = [
  [
    "lacks a column",
    "items.csv",
    "key,summary\nA-1,x\n",
    /items\.csv: the header has no column created, which work_items requires; it has key, summary$/,
    /rename them in the header/,
  ],
  ["has no header", "items.csv", `${row("A-1")}\n`, /the header has no column key/, /must name the columns/],
  [
    "leaves a quote open",
    "items.csv",
    `${manyRows}${row("A-2", '"open')}\n${row("A-3")}\n`,
    /items\.csv, line 2002: a quote opens in the record that begins here, and is never closed$/,
    /double the quotes within/,
  ],
  [
    "has a quote within a cell",
    "items.csv",
    file(row("A-1"), row("A-2", 'a "big" thing')),
    /items\.csv, line 3: a quote stands in the middle of a cell/,
    /double the quotes within/,
  ],
  [
    "is UTF-16",
    "items.csv",
    Buffer.from(`\ufeff${file(row("A-1"))}`, "utf16le"),
    /items\.csv is not UTF-8: it begins as UTF-16 does$/,
    /iconv -f UTF-16 -t UTF-8/,
  ],
  [
    "is Latin-1",
    "items.csv",
    Buffer.from(`${manyRows}${row("A-2", "s\xe4ge")}\n`, "latin1"),
    /items\.csv, line 2002: not UTF-8$/,
    /iconv -f WINDOWS-1252 -t UTF-8/,
  ],
  [
    "is truncated gzip",
    "items.csv.gz",
    gzipSync(manyRows).subarray(0, 6000),
    /items\.csv\.gz cannot be decompressed: it is damaged, cut off, or not gzip$/,
    /gzip -t/,
  ],
  [
    "is gzip without .gz in its name",
    "items.csv",
    gzipSync(manyRows),
    /items\.csv is compressed with gzip, but its name does not end in \.gz$/,
    /Rename it, or decompress it/,
  ],
  ["is empty", "items.csv", "", /items\.csv is empty$/, /The first line must name the columns/],
];

/** An unusual file that is accepted: its content, and the number of work items. */
const ACCEPTED: readonly (readonly [what: string, content: string, added: number])[] = [
  ["starts with a byte order mark", `\ufeff${file(row("BOM-1"))}`, 1],
  ["has Windows line ends", file(row("CRLF-1"), row("CRLF-2")).replaceAll("\n", "\r\n"), 2],
  ["has only a header", file(), 0],
];

const written = (name: string, content: string | Buffer): string => {
  const path = join(newFolder(), name);
  writeFileSync(path, content);
  return path;
};
const importArgs = (path: string): string[] => ["import", "--tenant", "1", "--work-items", path];

async function prepared(database: TestDatabase): Promise<void> {
  if (database.dialect.kind === "postgres") await createPlatformTables(database.knex);
  const { code, stderr } = await runProgram(["migrate", "--db", database.ownerUrl]);
  expect(code, stderr).to.equal(0);
  await grantRole(database);
  await insertTenant(database, { workItems: 40, pullRequests: 5 });
}

async function keysLike({ knex }: Database, prefix: string): Promise<string[]> {
  const rows = await knex("work_items").where("key", "like", `${prefix}%`).orderBy("key").select("key");
  return (rows as { key: string }[]).map(({ key }) => key);
}

describeDatabases(
  "a CSV file that the built program refuses",
  (database) => {
    before(() => prepared(database()));

    for (const [what, name, content, says, hint] of REFUSED) {
      it(`is refused without any change if it ${what}`, async () => {
        const args = importArgs(written(name, content));
        await expectRefused({ args, code: 65, says, hint, database: database().url });
      });
    }

    it("is refused with 64 if it does not exist", async () => {
      const says = /nowhere\.csv does not exist$/;
      await expectRefused({
        ...{ args: importArgs("nowhere.csv"), cwd: newFolder(), database: database().url },
        ...{ code: 64, says, hint: /Give the path of a CSV file/ },
      });
    });

    it("is refused for a cell of 10 MB, showing its length; the other rows can be imported", async () => {
      const { url } = database();
      const untouched = await dumpOf(url);
      const path = written("items.csv", file(row("BIG-1"), row("BIG-2", "long ".repeat(2_000_000))));
      const text = await runProgram([...importArgs(path), "--db", url]);
      expect(text.code).to.equal(65);
      expect(text.stdout).to.match(
        /line 3: summary \(a text of 10000000 characters\) is too long\n[^]*--skip-bad-rows/,
      );
      const json = await runProgram([...importArgs(path), "--db", url, "--json"]);
      expect(json.code).to.equal(65);
      expect(documentIn(json.stdout, "import")).to.deep.include({ outcome: "refused", exitCode: 65 });
      expect(text.stdout.length + text.stderr.length + json.stdout.length + json.stderr.length).to.be.below(3000);
      expect(await dumpOf(url)).to.deep.equal(untouched);

      const kept = await runProgram([...importArgs(path), "--skip-bad-rows", "--db", url]);
      expect(kept.code, kept.stderr).to.equal(0);
      expect(await keysLike(database(), "BIG-")).to.deep.equal(["BIG-1"]);
    });
  },
  // The reader refuses the file before it uses the database.
  { migrated: false, ...(isLong ? {} : { only: "sqlite" }) },
);

describeDatabases(
  "a CSV file that the built program accepts",
  (database) => {
    before(() => prepared(database()));

    for (const [what, content, added] of ACCEPTED) {
      it(`is accepted if it ${what}`, async () => {
        const args = [...importArgs(written("items.csv", content)), "--json", "--db", database().url];
        const { code, stdout, stderr } = await runProgram(args);
        expect(code, stderr).to.equal(0);
        expect((documentIn(stdout, "import") as { files: object[] }).files[0]).to.deep.include({ added, refused: 0 });
        const prefix = content.slice(content.indexOf("\n") + 1).split("-")[0]!;
        if (added > 0) expect(await keysLike(database(), prefix)).to.have.lengthOf(added);
      });
    }
  },
  { migrated: false },
);
