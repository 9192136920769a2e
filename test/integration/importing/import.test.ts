import { expect } from "chai";
import { describeDatabases } from "../../helpers/databases/databases.js";
import { ALL, item, ITEMS, lines, ONE, useImports } from "../../helpers/rows/imports.js";

describeDatabases("importFiles", (database) => {
  const { file, run, runItems, items, summaries } = useImports(database);
  const requests = (): Promise<Record<string, unknown>[]> => database().knex("prs").orderBy("id");

  it("imports three files, and changes nothing the second time", async () => {
    const folder = "fixtures/csv";
    const files = {
      tenants: `${folder}/tenants.csv`,
      work_items: `${folder}/work_items.csv`,
      prs: `${folder}/prs.csv`,
    };
    const first = await run({ tenants: ALL, files });
    expect(first).to.include({ outcome: "imported", exitCode: 0 });
    expect(first.files.map(({ rows, added, changed }) => [rows, added, changed])).to.deep.equal([
      [2, 0, 2],
      [12, 12, 0],
      [8, 8, 0],
    ]);
    const stored = [await items(), await requests()];
    const second = await run({ tenants: ALL, files });
    expect(second.files.map(({ added, changed }) => [added, changed])).to.deep.equal([
      [0, 2],
      [0, 12],
      [0, 8],
    ]);
    expect([await items(), await requests()]).to.deep.equal(stored);
  });

  it("stores values in the database's formats", async () => {
    await runItems(lines(ITEMS, item(1, "A-1", '"größer, ""quoted"""', "2.5"), "1,A-2,,,2025-01-02,,"));
    const [first, second] = await items();
    const isSqlite = database().dialect.kind === "sqlite";
    expect(first!["created"]).to.equal(isSqlite ? "2025-01-02T02:04:05.000Z" : "2025-01-02 02:04:05+00");
    expect(first!["work_last_completed_at"]).to.equal(isSqlite ? "2025-01-09T00:00:00.000Z" : "2025-01-09 00:00:00+00");
    expect(first).to.include({ summary: 'größer, "quoted"', story_points: 2.5 });
    expect(second).to.include({ summary: null, story_points: null, work_last_completed_at: null });
    expect([first, second].map((row) => Boolean(row!["active"]))).to.deep.equal([true, true]);
  });

  it("updates the tenant's row with the same key, and no row of another tenant", async () => {
    await runItems(lines(ITEMS, item(1, "A-1"), item(2, "A-1")), { tenants: ALL });
    const { files } = await runItems(lines(ITEMS, item(1, "A-1", "Changed"), item(1, "A-2", "New")));
    expect(files[0]).to.include({ added: 1, changed: 1 });
    expect(await summaries()).to.deep.equal(["1/A-1: Changed", "1/A-2: New", "2/A-1: Add a button"]);
  });

  it("does not change columns that the file lacks", async () => {
    await runItems(lines(ITEMS, item(1, "A-1")));
    await runItems(lines("key,created,team", "A-1,2025-02-03,Core"));
    expect((await items())[0]).to.include({ team: "Core", summary: "Add a button", story_points: 3 });
  });

  it("identifies pull requests by repository and number", async () => {
    const header = "tenant_id,repository_id,number,pr_created_at,name";
    const rows = ["1,api,7,2025-01-01,a", "1,app,7,2025-01-01,b", "2,api,7,2025-01-01,c"];
    const first = await run({ tenants: ALL, files: { prs: await file(lines(header, ...rows)) } });
    expect(first.files[0]).to.include({ added: 3 });
    const changed = lines(header, "1,app,7,2025-01-01,changed", "1,app,8,2025-01-01,new");
    expect((await run({ files: { prs: await file(changed) } })).files[0]).to.include({ added: 1, changed: 1 });
    expect((await requests()).map(({ name }) => name)).to.have.members(["a", "c", "changed", "new"]);
  });

  it("uses the last row of a repeated key, within and across batches, and counts the others", async () => {
    const many = Array.from({ length: 1200 }, (_, index) => item(1, `B-${String(index)}`));
    const { files } = await runItems(
      lines(ITEMS, item(1, "A-1", "first"), item(1, "A-1", "second"), ...many, item(1, "A-1", "last")),
    );
    expect(files[0]).to.include({ rows: 1203, repeatedKeys: 2, refused: 0 });
    expect((await summaries())[0]).to.equal("1/A-1: last");
    expect(await items()).to.have.length(1201);
  });

  it("stores a cell of the maximum length", async () => {
    await runItems(lines(ITEMS, item(1, "A-1", "ä".repeat(1_048_576))));
    expect((await items())[0]!["summary"]).to.have.length(1_048_576);
  });

  it("imports tenants", async () => {
    const tenants = await file("id,name,active\n2,Renamed,\n7,Sleeping,false\n", "tenants.csv");
    expect((await run({ tenants: ALL, files: { tenants } })).files[0]).to.include({ added: 1, changed: 1 });
    const rows = await database().knex("tenants").whereIn("id", [2, 7]).orderBy("id").select("name", "active");
    expect(rows.map((row: { name: string; active: unknown }) => [row.name, Boolean(row.active)])).to.deep.equal([
      ["Renamed", true],
      ["Sleeping", false],
    ]);
    expect(await run({ tenants: ONE, files: { tenants } })).to.include({ outcome: "refused" });
  });

  it("names the columns that it ignores", async () => {
    const { files } = await runItems(lines("id,key,created,colour", "17,A-1,2025-01-01,red"));
    expect(files[0]!.ignoredColumns).to.deep.equal(["id", "colour"]);
  });

  it("writes to mapped relations and columns without a unique key", async () => {
    await database().knex.schema.createTable("issues", (table) => {
      table.integer("tenant_id").notNullable();
      for (const column of ["issue_key", "opened", "title"]) table.text(column);
    });
    try {
      const columns = { key: "issue_key", created: "opened", summary: "title" };
      for (const title of ["first", "second"]) {
        const { files } = await runItems(lines(ITEMS, item(1, "A-1", title)), {
          relations: { work_items: { table: "issues", columns } },
        });
        expect(files[0]!.ignoredColumns).to.deep.equal(["story_points", "work_last_completed_at", "active"]);
      }
      expect(await database().knex("issues").select()).to.deep.equal([
        { tenant_id: 1, issue_key: "A-1", opened: "2025-01-02T02:04:05.000Z", title: "second" },
      ]);
    } finally {
      await database().knex.schema.dropTable("issues");
    }
  });
});
