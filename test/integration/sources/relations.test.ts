import { expect } from "chai";
import type { Knex } from "knex";
import { ConfigurationError } from "../../../src/errors.js";
import { describeDatabases } from "../../helpers/databases/databases.js";
import { at, issue, issueColumns, readSource } from "../../helpers/rows/sources.js";

describeDatabases(
  "exampleSource, with other relations,",
  (database) => {
    const db = (): Knex => database().knex;

    afterEach(async () => {
      await db().schema.dropTableIfExists("issues");
      await db().schema.dropTableIfExists("changes");
    });

    const failure = async (reading: Promise<unknown>): Promise<string> => {
      const error: unknown = await reading.then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      expect(error).to.be.instanceOf(ConfigurationError);
      return String(error);
    };

    it("counts points as known at creation if there is no completion time, and reports the missing column", async () => {
      await db().schema.createTable("issues", issueColumns);
      await db().schema.alterTable("issues", (table) => {
        table.dropColumn("work_last_completed_at");
      });
      const row: Record<string, unknown> = issue();
      delete row["work_last_completed_at"];
      await db()("issues").insert(row);
      const { examples, missingColumns } = await readSource(database(), "story_points");
      expect([...examples.labelKnownAt]).to.deep.equal([at("2025-01-01T00:00:00Z")]);
      expect(missingColumns[0]).to.equal("work_last_completed_at");
    });

    it("keeps the newest of several rows with the same key", async () => {
      await db().schema.createTable("issues", issueColumns);
      const days = [3, 7, 5];
      for (const day of days) {
        await db()("issues").insert(issue({ story_points: day, work_last_completed_at: `2025-01-0${day}T00:00:00Z` }));
      }
      const { examples, dropped, rows } = await readSource(database(), "story_points");
      expect([...examples.labels]).to.deep.equal([7]);
      expect(dropped).to.deep.equal({ "duplicate-key": 2 });
      expect(rows).to.equal(3);
    });

    it("reads pull requests with one of the two label columns", async () => {
      await db().schema.createTable("changes", (table) => {
        table.integer("tenant_id");
        table.integer("repository_id");
        table.integer("number");
        table.text("name");
        table.bigInteger("additions");
        table.timestamp("pr_created_at");
        table.timestamp("merged_at");
        table.integer("review_cycles");
      });
      const change = { tenant_id: 1, repository_id: 4, pr_created_at: "2025-01-01T00:00:00Z" };
      await db()("changes").insert([
        { ...change, number: 1, name: "Fix", additions: 12, merged_at: "2025-01-03T00:00:00Z", review_cycles: 3 },
        { ...change, number: 2, name: null, additions: -1, merged_at: "2025-01-02T00:00:00Z", review_cycles: 2 },
        { ...change, number: 3, name: "Add", additions: 1, merged_at: null, review_cycles: 9 },
        { ...change, number: 4, name: "Add", additions: 1, merged_at: "2025-01-02T00:00:00Z", review_cycles: null },
      ]);
      const { examples, dropped, missingColumns } = await readSource(database(), "rework_risk", {
        relations: { prs: { table: "changes" } },
      });
      expect(examples.keys).to.deep.equal(["4#2", "4#1"]);
      expect([...examples.labels]).to.deep.equal([0, 1]);
      expect(examples.numbers["additions"]).to.deep.equal(Float64Array.of(NaN, 12));
      expect(examples.categories["repository"]).to.deep.equal({ names: ["4"], codes: Int32Array.of(0, 0) });
      expect(examples).not.to.have.property("terms");
      expect(dropped).to.deep.equal({ "no-label": 1 });
      expect(missingColumns).to.deep.equal([
        "rework_commit_count",
        "user_name",
        "body",
        "deletions",
        "changed_files",
        "active",
      ]);
    });

    it("reads a set of labels as the same category from each column type", async () => {
      const isSqlite = database().dialect.kind === "sqlite";
      await db().schema.createTable("issues", (table) => {
        issueColumns(table);
        table.specificType("labels", isSqlite ? "text" : "text[]");
        table.specificType("team", isSqlite ? "text" : "jsonb");
      });
      const labels = ["ui", "db"];
      const team = JSON.stringify({ name: "core", floor: 2 });
      await db()("issues").insert(issue({ labels: isSqlite ? JSON.stringify(labels) : labels, team }));
      const { examples } = await readSource(database(), "lead_time");
      expect(examples.categories["labels"]?.names).to.deep.equal(["db,ui"]);
      expect(examples.categories["team"]?.names).to.deep.equal(['{"floor":2,"name":"core"}']);
    });

    it("counts label times that are invalid or infinite", async () => {
      await db().schema.createTable("issues", issueColumns);
      const isSqlite = database().dialect.kind === "sqlite"; // Postgres refuses other texts, but knows infinity
      await db()("issues").insert(issue({ work_last_completed_at: isSqlite ? "soon" : "infinity" }));
      const { examples, rows, dropped } = await readSource(database(), "story_points");
      expect([examples.count, rows]).to.deep.equal([0, 1]);
      expect(dropped).to.deep.equal(isSqlite ? { "no-label-time": 1 } : { "label-in-future": 1 });
      const newer = await readSource(database(), "story_points", {}, { after: at("2025-01-01T00:00:00Z") });
      expect(newer.examples.count).to.equal(0);
    });

    it("returns no examples if the tenant has no rows", async () => {
      await db().schema.createTable("issues", issueColumns);
      await db()("issues").insert(issue({ tenant_id: 2 }));
      const { examples, rows, dropped } = await readSource(database(), "story_points");
      expect([examples.count, rows, dropped]).to.deep.equal([0, 0, {}]);
    });

    it("names a relation that does not exist", async () => {
      const message = await failure(
        readSource(database(), "lead_time", { relations: { work_items: { table: "nowhere" } } }),
      );
      expect(message).to.include("lead_time cannot work: there is no table or view nowhere");
    });

    it("names missing required columns, and missing columns that the config file maps", async () => {
      await db().schema.createTable("issues", (table) => {
        table.integer("tenant_id");
        table.text("key");
        table.timestamp("created");
      });
      const columns = { story_points: "points", team: "squad" };
      const message = await failure(
        readSource(database(), "story_points", { relations: { work_items: { table: "issues", columns } } }),
      );
      expect(message).to.include(
        "story_points cannot work: issues lacks points (for story_points), summary, squad (for team)",
      );
    });

    it("names both label columns of pull requests if both are missing", async () => {
      await db().schema.createTable("changes", (table) => {
        table.integer("tenant_id");
        for (const name of ["repository_id", "number", "pr_created_at", "merged_at"]) table.text(name);
      });
      const message = await failure(
        readSource(database(), "rework_risk", { relations: { prs: { table: "changes" } } }),
      );
      expect(message).to.include("rework_risk cannot work: changes lacks review_cycles, rework_commit_count");
    });
  },
  { migrated: false },
);
