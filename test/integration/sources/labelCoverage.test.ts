import { expect } from "chai";
import { exampleSource } from "../../../src/adapters/sources/exampleSource.js";
import { DEFAULT_SETTINGS } from "../../../src/domain/settings.js";
import type { ModelName } from "../../../src/domain/models.js";
import { describeDatabases } from "../../helpers/databases/databases.js";
import { scopeOf } from "../../helpers/databases/scopes.js";

const UNTIL = Date.parse("2025-06-15T12:00:00Z");

describeDatabases("the label coverage by month", (database) => {
  let next = 0;
  const item = (created: string, done: string | null, tenant_id = 1) => ({
    tenant_id,
    key: `K-${String(++next)}`,
    summary: "text",
    created,
    work_last_completed_at: done,
  });
  const request = (created: string, merged: string | null) => ({
    tenant_id: 1,
    repository_id: "1",
    number: ++next,
    pr_created_at: created,
    merged_at: merged,
  });
  /** Returns each month as 2025-06 with the numbers of created and of labelled rows. */
  async function coverage(model: ModelName, until = UNTIL, tenant = 1): Promise<[string, number, number][]> {
    const source = exampleSource(scopeOf(database(), tenant), DEFAULT_SETTINGS, { now: () => until });
    const months = await source.coverage(model, until);
    return months.map(({ month, created, labelled }) => [new Date(month).toISOString().slice(0, 7), created, labelled]);
  }

  beforeEach(async () => {
    await database()
      .knex("tenants")
      .insert([1, 2, 11].map((id) => ({ id, name: `Tenant ${String(id)}` })));
  });

  it("counts rows by the calendar month of creation, and those whose label is known", async () => {
    await database()
      .knex("work_items")
      .insert([
        item("2024-12-31T23:59:59.999Z", "2025-01-05T00:00:00Z"),
        item("2025-01-01T00:00:00.000Z", "2025-01-05T00:00:00Z"),
        item("2025-04-30T23:59:59.999Z", "2025-05-01T00:00:00Z"),
        item("2025-05-01T00:00:00.000Z", null),
        item("2025-05-31T23:59:59.999Z", "2025-06-15T12:00:00.000Z"),
        item("2025-06-01T00:00:00.000Z", "2025-06-15T12:00:00.001Z"),
        item("2025-06-15T12:00:00.000Z", null),
        item("2025-06-15T12:00:00.001Z", null),
        item("2025-07-01T00:00:00.000Z", null),
      ]);
    const expected = [
      ["2025-01", 1, 1],
      ["2025-02", 0, 0],
      ["2025-03", 0, 0],
      ["2025-04", 1, 1],
      ["2025-05", 2, 1],
      ["2025-06", 2, 0],
    ];
    expect(await coverage("lead_time")).to.deep.equal(expected);
    expect(await coverage("story_points")).to.deep.equal(expected);
  });

  it("counts pull requests by their opening and their merge", async () => {
    await database()
      .knex("prs")
      .insert([request("2025-05-10T00:00:00Z", "2025-05-11T00:00:00Z"), request("2025-05-12T00:00:00Z", null)]);
    expect((await coverage("rework_risk")).at(-2)).to.deep.equal(["2025-05", 2, 1]);
    expect((await coverage("lead_time")).at(-2)).to.deep.equal(["2025-05", 0, 0]);
  });

  it("ignores rows of other tenants", async () => {
    await database()
      .knex("work_items")
      .insert([item("2025-06-02T00:00:00Z", null, 2), item("2025-06-02T00:00:00Z", null, 11)]);
    expect((await coverage("lead_time")).map(([, created]) => created)).to.deep.equal([0, 0, 0, 0, 0, 0]);
    expect((await coverage("lead_time", UNTIL, 2)).at(-1)).to.deep.equal(["2025-06", 1, 0]);
  });

  it("returns six months if there are no rows", async () => {
    const months = await coverage("lead_time", Date.parse("2025-02-01T00:00:00Z"));
    expect(months.map(([month]) => month)).to.deep.equal([
      ...["2024-09", "2024-10", "2024-11", "2024-12", "2025-01", "2025-02"],
    ]);
    for (const [, created, labelled] of months) expect([created, labelled]).to.deep.equal([0, 0]);
  });
});
