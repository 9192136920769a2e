import { gzipSync } from "node:zlib";
import { expect } from "chai";
import { csvReader } from "../../../src/adapters/files/csvReader.js";
import { BadDataError, ConfigurationError, InterruptedError, NotFoundError, UsageError } from "../../../src/errors.js";
import type { FileRow } from "../../../src/usecases/ports/rowReader.js";
import { describeDatabases } from "../../helpers/databases/databases.js";
import { ALL, failure, item, ITEMS, lines, useImports } from "../../helpers/rows/imports.js";

describeDatabases("importFiles, with invalid input,", (database) => {
  const { file, run, runItems, items, summaries } = useImports(database);
  const manyGood = lines(ITEMS, ...Array.from({ length: 700 }, (_, index) => item(1, `G-${String(index)}`)));

  it("refuses a file with bad rows, lists the first 20, and does not change the database", async () => {
    await runItems(lines(ITEMS, item(1, "A-1")));
    const bad = Array.from({ length: 600 }, (_, index) => item(1, `C-${String(index)}`, "x", "many"));
    const result = await runItems(lines(ITEMS, item(1, "A-1", "Changed"), item(2, "A-2"), ...bad, item(1, "A-3")));
    expect(result).to.include({ outcome: "refused", exitCode: 65 });
    expect(result.files[0]).to.include({ rows: 603, refused: 601, added: 0, changed: 0 });
    expect(result.files[0]!.refusedBy).to.deep.equal({ "other-tenant": 1, "not-a-number": 600 });
    expect(result.files[0]!.refusedRows).to.have.length(20);
    expect(result.files[0]!.refusedRows.slice(0, 2)).to.deep.equal([
      { line: 3, problem: "other-tenant", column: "tenant_id", seen: "2" },
      { line: 4, problem: "not-a-number", column: "story_points", seen: "a text of 4 characters" },
    ]);
    expect(await summaries()).to.deep.equal(["1/A-1: Add a button"]);
  });

  it("imports the good rows with skipBadRows", async () => {
    const content = lines(ITEMS, item(1, "A-1"), item(2, "A-2"), item(1, "A-3", "x", "many"), item(1, "A-4"));
    const result = await runItems(content, { skipBadRows: true });
    expect(result).to.include({ outcome: "imported", exitCode: 0 });
    expect(result.files[0]).to.include({ rows: 4, refused: 2, added: 2 });
    expect(await summaries()).to.deep.equal(["1/A-1: Add a button", "1/A-4: Add a button"]);
  });

  it("refuses a cell of 10 MB, and imports the other rows with skipBadRows", async () => {
    const content = lines(ITEMS, item(1, "A-1"), item(1, "A-2", "long ".repeat(2_000_000)), item(1, "A-3"));
    const result = await runItems(content, { skipBadRows: true });
    expect(result.files[0]!.refusedBy).to.deep.equal({ "too-long": 1 });
    expect(await summaries()).to.deep.equal(["1/A-1: Add a button", "1/A-3: Add a button"]);
  });

  const latin1 = Buffer.concat([Buffer.from(manyGood), Buffer.from(item(1, "A-9", "säge"), "latin1")]);
  for (const [what, content, name] of [
    ["an unclosed quote", `${manyGood}1,A-9,"open\n`, "rows.csv"],
    ["bytes that are not UTF-8", latin1, "rows.csv"],
    ["truncated gzip", gzipSync(manyGood).subarray(0, -20), "rows.csv.gz"],
    ["a missing column", "tenant_id,summary\n1,x\n", "rows.csv"],
    ["no content", "", "rows.csv"],
  ] as const) {
    it(`does not change the database after a file with ${what}`, async () => {
      await runItems(lines(ITEMS, item(1, "A-1")));
      const work = run({ files: { work_items: await file(content, name) } });
      expect(await failure(work)).to.be.instanceOf(BadDataError);
      expect(await summaries()).to.deep.equal(["1/A-1: Add a button"]);
    });
  }

  it("imports nothing of the first file if the second is bad or missing", async () => {
    const work_items = await file(manyGood);
    const prs = await file("number\n1\n", "prs.csv");
    expect(await failure(run({ files: { work_items, prs } }))).to.be.instanceOf(BadDataError);
    expect(await failure(run({ files: { work_items, prs: `${prs}.none` } }))).to.be.instanceOf(UsageError);
    expect(await items()).to.deep.equal([]);
  });

  it("requires a file", async () => {
    expect(await failure(run({}))).to.be.instanceOf(UsageError);
  });

  it("imports nothing if it is interrupted", async () => {
    const stop = new AbortController();
    async function* read(path: string): AsyncGenerator<FileRow> {
      for await (const row of csvReader(new AbortController().signal).read(path)) {
        if (row.line === 650) stop.abort(new InterruptedError("SIGTERM"));
        yield row;
      }
    }
    const work = runItems(manyGood, { dependencies: { reader: { read }, signal: stop.signal } });
    expect(await failure(work)).to.be.instanceOf(InterruptedError);
    expect(await items()).to.deep.equal([]);
  });

  it("adds an unknown tenant to the embedded database, but not to PostgreSQL", async () => {
    const work = runItems(lines(ITEMS, item(8, "A-1"), item(9, "A-1"), item(8, "A-2")), { tenants: ALL });
    if (database().dialect.kind === "sqlite") {
      expect((await work).tenantsAdded).to.deep.equal([8, 9]);
      const added: unknown = await database().knex("tenants").where("id", 8).first();
      expect(added).to.deep.equal({ id: 8, name: "Tenant 8", active: 1 });
    } else {
      const error = await failure(work);
      expect(error).to.be.instanceOf(NotFoundError).with.property("message").that.includes("no tenant 8");
      expect(await items()).to.deep.equal([]);
    }
  });

  it("reports why the database refuses a row", async () => {
    await database().knex.schema.createTable("strict_items", (table) => {
      table.integer("tenant_id").notNullable();
      for (const column of ["key", "created"]) table.text(column);
      table.text("approved_by").notNullable();
    });
    try {
      const relations = { work_items: { table: "strict_items" } };
      const error = await failure(runItems(lines("key,created", "A-1,2025-01-01"), { relations }));
      expect(error).to.be.instanceOf(BadDataError);
      expect((error as Error).message).to.match(/^the database refuses a row \(.*approved_by/);
      expect((error as Error).message).not.to.include("insert into");
    } finally {
      await database().knex.schema.dropTable("strict_items");
    }
  });

  it("reports a missing relation, or a missing column of its key", async () => {
    for (const [mapping, expected] of [
      [{ table: "nowhere" }, /work_items cannot be imported into nowhere: there is no such relation/],
      [{ columns: { key: "issue_key" } }, /it has no column issue_key/],
    ] as const) {
      const error = await failure(runItems(lines(ITEMS), { relations: { work_items: mapping } }));
      expect(error).to.be.instanceOf(ConfigurationError);
      expect((error as Error).message).to.match(expected);
    }
  });
});
