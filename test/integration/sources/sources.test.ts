import { expect } from "chai";
import type { Knex } from "knex";
import type { LabelWindow } from "../../../src/usecases/ports/tenant/exampleSource.js";
import { describeDatabases } from "../../helpers/databases/databases.js";
import { at, issue, issueColumns, NOW, readSource } from "../../helpers/rows/sources.js";

describeDatabases(
  "exampleSource, with the same unusual rows on every database,",
  (database) => {
    const db = (): Knex => database().knex;

    afterEach(async () => {
      await db().schema.dropViewIfExists("issues_view");
      await db().schema.dropTable("issues");
    });

    beforeEach(async () => {
      await db().schema.createTable("issues", (table) => {
        issueColumns(table);
        table.text("description");
        table.integer("wit_id");
        table.text("assignee");
        table.boolean("active");
        table.text("colour");
      });
      const rows = [
        issue({ key: "\ue000", work_last_completed_at: "2025-01-05T12:00:00.123456Z", story_points: 8 }),
        issue({ key: "😀", work_last_completed_at: "2025-01-05 12:00:00.123999+00:00", wit_id: 5, active: true }),
        issue({ key: "10", work_last_completed_at: "2025-01-05T14:00:00.123+02:00", wit_id: 40, active: null }),
        issue({ key: "ž", assignee: "Žofie", description: "Größe  ändern", colour: "red" }),
        issue({ key: "early", story_points: "0.50", assignee: "  ", description: "" }),
        issue({ key: "gone", active: false }),
        issue({ key: "blank", summary: " " }),
        issue({ key: "zero", story_points: 0 }),
        issue({ key: "none", story_points: null }),
        issue({ key: "backwards", created: "2025-02-01T00:00:00Z" }),
        issue({ key: "uncreated", created: null }),
        issue({ key: "open", work_last_completed_at: null }),
        issue({ key: "future", work_last_completed_at: "2025-06-01T00:00:00.001Z" }),
        issue({ key: "10", tenant_id: 2, wit_id: 99, assignee: "other tenant's" }),
      ];
      for (const row of rows) await db()("issues").insert(row);
    });

    it("reads the same examples", async () => {
      const { examples, ...about } = await readSource(database(), "story_points");
      expect(examples.keys).to.deep.equal(["early", "ž", "10", "😀", "\ue000"]);
      expect(examples.labels).to.deep.equal(Float64Array.of(0.5, 3, 3, 3, 8));
      const noon = at("2025-01-05T12:00:00Z");
      expect(examples.labelKnownAt).to.deep.equal(Float64Array.of(noon, noon, noon + 123, noon + 123, noon + 123));
      expect(examples.predictedAt).to.deep.equal(new Float64Array(5).fill(at("2025-01-01T00:00:00Z")));
      expect(examples.numbers).to.deep.equal({
        summaryLength: new Float64Array(5).fill(6),
        descriptionLength: Float64Array.of(0, 13, NaN, NaN, NaN),
        acceptanceLength: new Float64Array(5).fill(NaN),
      });
      expect(examples.categories["type"]).to.deep.equal({ names: ["40", "5"], codes: Int32Array.of(-1, -1, 0, 1, -1) });
      expect(examples.categories["assignee"]).to.deep.equal({
        names: ["Žofie"],
        codes: Int32Array.of(-1, 0, -1, -1, -1),
      });
      expect([...(examples.terms?.starts ?? [])]).to.deep.equal([0, 3, 9, 12, 15, 18]); // fix, it, "fix it", …
      expect(about).to.deep.equal({
        rows: 12,
        dropped: {
          inactive: 1,
          "no-summary": 1,
          "label-out-of-range": 1,
          "no-label": 1,
          "label-before-prediction": 1,
          "no-prediction-time": 1,
          "label-in-future": 1,
        },
        missingColumns: ["project_id", "team", "priority", "labels", "acceptance_criteria"],
        truncated: false,
      });
    });

    it("uses the time from creation to completion if there is no lead time", async () => {
      const { examples, missingColumns } = await readSource(database(), "lead_time");
      expect(examples.keys).to.deep.equal(["blank", "early", "none", "zero", "ž", "10", "😀", "\ue000"]);
      expect(examples.labels[0]).to.equal(4.5);
      expect(missingColumns).to.include("total_lead_time_seconds");
    });

    it("reads labels after one time and up to another", async () => {
      const noon = at("2025-01-05T12:00:00Z");
      const keys = async (window: Partial<LabelWindow>): Promise<readonly string[]> =>
        (await readSource(database(), "story_points", {}, window)).examples.keys;
      expect(await keys({ until: noon + 122 })).to.deep.equal(["early", "ž"]);
      expect(await keys({ until: noon + 123 })).to.have.length(5);
      expect(await keys({ after: noon, until: NOW })).to.deep.equal(["10", "😀", "\ue000"]);
      expect(await keys({ after: noon + 122, until: noon + 123 })).to.deep.equal(["10", "😀", "\ue000"]);
      expect(await keys({ after: noon + 123, until: NOW })).to.deep.equal([]);
      expect(await keys({ until: noon - 1 })).to.deep.equal([]);
    });

    it("ignores rows after --as-of", async () => {
      const { rows, dropped } = await readSource(database(), "story_points", {}, { until: at("2025-02-01T00:00:00Z") });
      expect(rows).to.equal(11);
      expect(dropped).not.to.have.property("label-in-future");
    });

    it("leaves out the oldest rows beyond the limit, and breaks ties by the key", async () => {
      const { examples, rows, truncated } = await readSource(database(), "story_points", { maxTrainingRows: 2 });
      expect(truncated).to.equal(true);
      expect(rows).to.equal(4); // also the one in the future and the one without a label
      expect([...examples.keys].sort()).to.deep.equal(["\ue000", "😀"].sort());
      expect((await readSource(database(), "story_points", { maxTrainingRows: 10 })).truncated).to.equal(false);
      expect((await readSource(database(), "story_points", { maxTrainingRows: 9 })).truncated).to.equal(true);
    });

    it("does not count rows without a label against the limit", async () => {
      await db()("issues").insert(
        issue({ key: "newest", story_points: null, work_last_completed_at: "2025-01-06T00:00:00Z" }),
      );
      const { examples, dropped } = await readSource(database(), "story_points", { maxTrainingRows: 2 });
      expect([...examples.keys].sort()).to.deep.equal(["\ue000", "😀"].sort());
      expect(dropped["no-label"]).to.equal(2);
    });

    it("reads a view with mapped names, in any letter case", async () => {
      await db().schema.createView("issues_view", (view) => {
        view.columns(["tenant_id", "ID", "Points", "opened", "done", "Title"]);
        view.as(
          db()("issues")
            .select("tenant_id", "key", "story_points", "created", "work_last_completed_at", "summary")
            .where("key", "<>", "early"),
        );
      });
      const columns = {
        key: "id",
        story_points: "points",
        created: "opened",
        work_last_completed_at: "done",
        summary: "Title",
      };
      const { examples, missingColumns } = await readSource(database(), "story_points", {
        relations: { work_items: { table: "issues_view", columns } },
      });
      expect(examples.keys).to.deep.equal(["gone", "ž", "10", "😀", "\ue000"]);
      expect(missingColumns).to.include.members(["active", "description"]);
    });

    it("measures texts without hashing them if terms are not requested", async () => {
      const withText = await readSource(database(), "story_points");
      const { examples } = await readSource(database(), "story_points", {}, { withText: false });
      const { terms, ...others } = withText.examples;
      expect(terms).not.to.equal(undefined);
      expect(examples).to.deep.equal(others);
    });

    it("reads only the newest examples if requested, and skips rows that are left out", async () => {
      const newest = async (count: number) =>
        (await readSource(database(), "story_points", {}, { newest: count })).examples;
      expect((await newest(3)).keys).to.deep.equal(["10", "😀", "\ue000"]);
      expect((await newest(5)).keys).to.deep.equal(["early", "ž", "10", "😀", "\ue000"]);
      expect((await newest(100)).count).to.equal(5);
      const { rows, truncated } = await readSource(database(), "story_points", {}, { newest: 4 });
      expect(truncated).to.equal(true);
      expect(rows).to.be.lessThan(12);
    });
  },
  { migrated: false },
);
