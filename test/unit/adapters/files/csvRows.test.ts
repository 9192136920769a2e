import { expect } from "chai";
import { decodeCell, LONGEST_CELL } from "../../../../src/domain/importing/cells.js";
import { IMPORT_COLUMNS, type ColumnKind } from "../../../../src/domain/importing/columns.js";
import { decodeRow, planRows, type RowPlan } from "../../../../src/domain/importing/rows.js";
import { parseTenantId } from "../../../../src/domain/tenant.js";
import { BadDataError } from "../../../../src/errors.js";

describe("decodeCell", () => {
  const values: readonly (readonly [ColumnKind, string, string | number | boolean | null])[] = [
    ["text", "", null],
    ["text", " kept as it is ", " kept as it is "],
    ["key", "A-1", "A-1"],
    ["number", "", null],
    ["number", " 2.5 ", 2.5],
    ["number", "-1e3", -1000],
    ["number", ".5", 0.5],
    ["whole-number", "3.0", 3],
    ["whole-number", "9007199254740991", 9_007_199_254_740_991],
    ["whole-key", "17", 17],
    ["boolean", "", null],
    ...(["true", "TRUE", "t", "1"] as const).map((text) => ["boolean", text, true] as const),
    ...(["false", "False", "f", "0"] as const).map((text) => ["boolean", text, false] as const),
    ["time", "", null],
    // Python 3.11, datetime.fromisoformat(…).astimezone(timezone.utc)
    ["time", "2024-02-29", "2024-02-29T00:00:00.000Z"],
    ["time", "2024-02-29T12:30", "2024-02-29T12:30:00.000Z"],
    ["time", "2012-11-19T21:12:23Z", "2012-11-19T21:12:23.000Z"],
    ["time", "2012-11-19 21:12:23.5", "2012-11-19T21:12:23.500Z"],
    ["time", "2012-11-19 21:12:23.123456+00", "2012-11-19T21:12:23.123Z"],
    ["time", "2012-11-19T21:12:23+05:30", "2012-11-19T15:42:23.000Z"],
    ["time", "2012-12-31T21:12:23-0330", "2013-01-01T00:42:23.000Z"],
  ];
  for (const [kind, text, value] of values) {
    it(`reads ${JSON.stringify(text)} as the ${kind} ${JSON.stringify(value)}`, () => {
      expect(decodeCell(kind, text)).to.deep.equal({ value });
    });
  }

  const problems: readonly (readonly [ColumnKind, string, string])[] = [
    ["key", "", "empty-key"],
    ["key", "k".repeat(501), "too-long"],
    ["whole-key", " ", "empty-key"],
    ["known-time", "", "not-a-time"],
    ["text", "a\0b", "holds-nul"],
    ["text", "x".repeat(LONGEST_CELL + 1), "too-long"],
    ...["many", "1,5", "NaN", "Infinity", "1e999", "0x10", "5 points"].map(
      (text) => ["number", text, "not-a-number"] as const,
    ),
    ...["1.5", "9007199254740992", "x"].map((text) => ["whole-number", text, "not-a-whole-number"] as const),
    ...["yes", "2", "null"].map((text) => ["boolean", text, "not-a-boolean"] as const),
    ...[
      "2023-02-29",
      "2024-13-01",
      "2024-00-10",
      "2024-01-00",
      "2024-01-01T24:00",
      "2024-01-01T10:60",
      "2024-01-01T10:00:60",
      "2024-01-01T10:00:00+16:00",
      "2024-01-01T10",
      "01/02/2024",
      "1700000000",
      "0000-00-00 00:00:00",
      "yesterday",
    ].map((text) => ["time", text, "not-a-time"] as const),
  ];
  for (const [kind, text, problem] of problems) {
    it(`refuses ${JSON.stringify(text.slice(0, 30))} as a ${kind}: ${problem}`, () => {
      expect(decodeCell(kind, text)).to.deep.equal({ problem });
    });
  }
});

describe("planRows", () => {
  const all = new Set(Object.keys(IMPORT_COLUMNS.work_items));
  const plan = (header: string, available: ReadonlySet<string> = all, needsTenant = false): RowPlan =>
    planRows("work_items", "items.csv", header.split(","), available, needsTenant);

  it("takes the columns in any order, and names those that it does not write", () => {
    const { columns, ignoredColumns, tenantIndex } = plan("id,created,tenant_id, key ,colour");
    expect(columns.map(({ index, name }) => [index, name])).to.deep.equal([
      [1, "created"],
      [3, "key"],
    ]);
    expect(tenantIndex).to.equal(2);
    expect(ignoredColumns).to.deep.equal(["id", "colour"]);
  });

  it("does not write a column that the relation does not have", () => {
    expect(plan("key,created,team", new Set(["key", "created"])).ignoredColumns).to.deep.equal(["team"]);
  });

  it("takes no name of JavaScript's for a column", () => {
    expect(plan("key,created,constructor,__proto__").ignoredColumns).to.deep.equal(["constructor", "__proto__"]);
  });

  for (const [header, needsTenant, said] of [
    [
      "summary,created",
      false,
      /items\.csv: the header has no column key, which work_items requires; it has summary, created/,
    ],
    ["1,Ada Lovelace,ada@example.org", false, /requires; none of its 3 names is a known column: is it a row\?$/],
    ["Key,Created,Team Lead", false, /requires; it has Key, Created, and 1 with other characters$/],
    ["key,summary", false, /no column created/],
    ["key,created", true, /no column tenant_id/],
    ["key;created", false, /it has no comma/],
    ["key,created,key", false, /has the column key twice/],
    ["key,created,summary\rA,2025-01-01", false, /a column name in the header contains a carriage return/],
    ["key,created,tenant_id,tenant_id", false, /has the column tenant_id twice/],
  ] as const) {
    it(`refuses the header ${JSON.stringify(header)}`, () => {
      expect(() => plan(header, all, needsTenant)).to.throw(BadDataError, said);
    });
  }
});

describe("decodeRow", () => {
  const header = ["tenant_id", "repository_id", "number", "pr_created_at", "additions", "active"];
  const plan = planRows("prs", "prs.csv", header, new Set(Object.keys(IMPORT_COLUMNS.prs)), false);
  const tenant = parseTenantId("4");
  const decode = (cells: string, whose: typeof tenant | undefined = tenant) =>
    decodeRow(plan, 7, cells.split(","), whose);

  it("takes a row of the tenant", () => {
    expect(decode("4,api,12,2024-01-01,3,f")).to.deep.equal({
      tenant: 4,
      key: "api#12",
      values: {
        repository_id: "api",
        number: 12,
        pr_created_at: "2024-01-01T00:00:00.000Z",
        additions: 3,
        active: false,
      },
    });
  });

  it("takes a row that does not say whether it is active for active", () => {
    expect(decode("4,api,12,2024-01-01,,")).to.deep.nested.include({ "values.active": true, "values.additions": null });
  });

  it("takes everybody's rows if no tenant is asked for", () => {
    expect(decodeRow(plan, 7, "9,api,12,2024-01-01,,".split(","), undefined)).to.include({ tenant: 9, key: "api#12" });
  });

  for (const [cells, problem, column, seen] of [
    ["5,api,12,,,", "other-tenant", "tenant_id", "5"],
    [",api,12,,,", "not-a-tenant", "tenant_id", ""],
    ["4; drop table,api,12,,,", "not-a-tenant", "tenant_id", "a text of 13 characters"],
    ["4,api,12", "cell-count", undefined, "3 cells, not 6"],
    ["4,api,12,,,,,", "cell-count", undefined, "8 cells, not 6"],
    ["4,,12,,,", "empty-key", "repository_id", ""],
    ["4,api,twelve,,,", "not-a-whole-number", "number", "a text of 6 characters"],
    ["4,api,12,,,", "not-a-time", "pr_created_at", ""],
    ["4,api,12,T. Z.,,", "not-a-time", "pr_created_at", "a text of 5 characters"],
    ["4,api,12,123-45-6789,,", "not-a-time", "pr_created_at", "a text of 11 characters"],
    ["4,api,12,31.12.2024 10:00,,", "not-a-time", "pr_created_at", "31.12.2024 10:00"],
    ["4,api,12,Ada Lovelace,,", "not-a-time", "pr_created_at", "a text of 12 characters"],
    ["4,api,12,2024-13-01T00:00Z,,", "not-a-time", "pr_created_at", "2024-13-01T00:00Z"],
    [`4,api,12,2024-01-01,${"9".repeat(400)},`, "not-a-whole-number", "additions", "a text of 400 characters"],
    ["4,api,12,2024-01-01,12/31/1980,", "not-a-whole-number", "additions", "a text of 10 characters"],
    ["4,api,12,2024-01-01,555.123.4567,", "not-a-whole-number", "additions", "a text of 12 characters"],
    ["4,api,12,2024-01-01,2.5,", "not-a-whole-number", "additions", "2.5"],
    ["4,api,12,+491701234567,,", "not-a-time", "pr_created_at", "a text of 13 characters"],
  ] as const) {
    it(`refuses a row: ${column ?? ""} ${seen} ${problem}`, () => {
      const place = column === undefined ? {} : { column };
      expect(decode(cells)).to.deep.equal({ line: 7, problem, ...place, seen });
    });
  }
});
