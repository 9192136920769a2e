import { readFileSync } from "node:fs";
import { expect } from "chai";
import { checkTrainingData } from "../../../../src/domain/dataChecks/checks.js";
import { FINDINGS } from "../../../../src/domain/dataChecks/findings.js";
import type { ExampleRead } from "../../../../src/domain/examples/exampleRead.js";
import type { ModelName } from "../../../../src/domain/models.js";
import { examplesOf, type TestRow } from "../../../helpers/rows/examples.js";

const HOUR = 3_600_000;

/** Returns n ordinary rows, with the fields that the test sets. */
const rows = (n: number, row: (i: number) => Partial<TestRow> = () => ({})): TestRow[] =>
  Array.from({ length: n }, (_, i) => ({
    predictedAt: i * 7 * HOUR,
    labelKnownAt: i * 7 * HOUR + HOUR,
    label: ((i * 7919) % 13) + 1,
    ...row(i),
  }));

const read = (testRows: TestRow[], more: Partial<ExampleRead> = {}): ExampleRead => ({
  examples: examplesOf(testRows),
  rows: testRows.length,
  dropped: {},
  missingColumns: [],
  truncated: false,
  ...more,
});

const check = checkTrainingData;
const names = (model: ModelName, data: ExampleRead) => check(model, data).map(({ finding }) => finding);

describe("checkTrainingData", () => {
  it("finds nothing in ordinary rows", () => {
    expect(check("lead_time", read(rows(60)))).to.deep.equal([]);
  });

  it("refuses 29 rows and accepts 30", () => {
    expect(names("lead_time", read(rows(29)))).to.deep.equal(["too-few-rows"]);
    expect(names("lead_time", read(rows(30)))).to.deep.equal([]);
  });

  it("refuses no rows at all", () => {
    expect(names("rework_risk", read([]))).to.deep.equal(["too-few-rows"]);
  });

  it("refuses one class, and warns of few rows of the rarer class", () => {
    const positives = (n: number) => read(rows(60, (i) => ({ label: i < n ? 1 : 0 })));
    expect(names("rework_risk", positives(0))).to.deep.equal(["one-class"]);
    expect(names("rework_risk", positives(60))).to.deep.equal(["one-class"]);
    expect(names("rework_risk", positives(1))).to.deep.equal(["few-of-the-rarer-class"]);
    const mixed = read(rows(60, (i) => ({ label: (i * 7919) % 13 < 5 ? 1 : 0 })));
    expect(names("rework_risk", mixed)).to.deep.equal([]);
  });

  it("warns of a constant label", () => {
    expect(names("story_points", read(rows(40, () => ({ label: 3 }))))).to.deep.equal(["constant-label"]);
  });

  it("refuses labels that are not finite", () => {
    expect(names("story_points", read(rows(40), { dropped: { "label-not-finite": 1 } }))).to.deep.equal([
      "labels-not-finite",
    ]);
  });

  it("refuses a column that leaks the label, and says what to do", () => {
    const leaking = read(rows(400, (i) => ({ categories: { type: `p${String(((i * 7919) % 13) + 1)}` } })));
    const [finding, ...others] = check("story_points", leaking);
    expect(others).to.deep.equal([]);
    expect(finding).to.include({ finding: "label-leakage", severity: "refuse", subject: "wit_id", limit: 0.92 });
    expect(finding?.seen).to.be.closeTo(1, 1e-12);
    expect(finding?.message).to.equal(
      "wit_id leaks the label: its rank correlation with the label, relative to the best possible one, is 1.00 (limit 0.92) " +
        "on the newer half of the rows. Was it filled in later? In relations.work_items, map it to a column that is known " +
        "at the prediction time, or read a view without it",
    );
  });

  it("names a mostly empty column by its name in the relation, once", () => {
    const data = read(
      rows(40, (i) => ({
        numbers: { acceptanceLength: i < 28 ? NaN : i, titleLength: NaN, titleSaysFix: NaN },
        categories: { type: i < 21 ? null : "Bug" },
      })),
    );
    expect(check("lead_time", data).map(({ message }) => message)).to.deep.equal([
      "mostly empty: acceptance_criteria (70 % of rows)",
      "mostly empty: name (100 % of rows)",
      "mostly empty: wit_id (53 % of rows)",
    ]);
  });

  it("counts rows that were left out or not read, and missing columns", () => {
    const data = read(
      rows(40, (i) => ({ numbers: { size: i < 30 ? NaN : i }, categories: { team: null } })),
      {
        dropped: { "duplicate-key": 2, "label-before-prediction": 3, "label-in-future": 4 },
        missingColumns: ["assignee"],
        truncated: true,
      },
    );
    const found = check("lead_time", data).map(({ finding, seen, subject }) => [finding, seen, subject]);
    expect(found).to.deep.equal([
      ["duplicate-keys", 2, undefined],
      ["labels-before-prediction", 3, undefined],
      ["times-in-the-future", 4, undefined],
      ["rows-left-unread", 40, undefined],
      ["missing-columns", 0, "assignee"],
      ["missing-values", 0.75, "size"],
      ["missing-values", 1, "team"],
    ]);
  });

  it("lists refusals first, with the severity of each finding", () => {
    const findings = check("story_points", read(rows(20, () => ({ label: 3 }))));
    expect(findings.map(({ finding }) => finding)).to.deep.equal(["too-few-rows", "constant-label"]);
    for (const { finding, severity } of findings) expect(severity).to.equal(FINDINGS[finding]);
  });
});

describe("docs/data-checks.md", () => {
  it("names every finding with its severity", () => {
    const table = readFileSync("docs/data-checks.md", "utf8").matchAll(/^\| `([a-z-]+)` +\| (refuse|warn) +\|/gm);
    expect(Object.fromEntries([...table].map(([, name, severity]) => [name, severity]))).to.deep.equal(FINDINGS);
  });
});
