import { expect } from "chai";
import {
  count,
  counted,
  days,
  changeRange,
  changeText,
  intervalText,
  limitText,
  measured,
  originOf,
  originWord,
  percent,
  within,
} from "../../../src/reporting/format/numbers.js";
import { createPage } from "../../../src/reporting/format/page.js";
import { monthOf } from "../../../src/reporting/format/times.js";
import { printable, reasonText, scoresText, undefinedScore } from "../../../src/reporting/format/words.js";
import {
  classificationScores,
  manyScores,
  reasons,
  regressionScores,
  undefinedScores,
} from "../../cli/results/parts.js";

describe("measured", () => {
  const numbers: readonly (readonly [number | undefined, string])[] = [
    [0, "0.000"],
    [-0, "0.000"],
    [-0.0004, "0.000"],
    [-0.0006, "-0.001"],
    [0.2134, "0.213"],
    [0.69951, "0.700"],
    [-0.021, "-0.021"],
    [1.4249, "1.42"],
    [-12.345, "-12.3"],
    [123.4, "123"],
    [98765.4, "98765"],
    [undefined, "–"],
    [NaN, "–"],
    [-Infinity, "–"],
  ];
  for (const [value, text] of numbers) {
    it(`writes ${String(value)} as ${text}`, () => {
      expect(measured(value)).to.equal(text);
    });
  }
});

describe("a score with its interval", () => {
  it("shows the value with three digits, and the bounds with two", () => {
    expect(within({ value: 0.412, interval: [0.3456, 0.4744] })).to.equal("0.412 [0.35, 0.47]");
    expect(within({ value: 4.124, interval: [-0.001, 12.34] })).to.equal("4.12 [0.00, 12.3]");
    expect(within({ value: 0.412 })).to.equal("0.412");
    expect(within({ value: undefined, interval: [0, 1] })).to.equal("–");
    expect(intervalText([-0.156, 123.4])).to.equal("[-0.16, 123]");
  });
});

describe("the other numbers", () => {
  it("are shares in whole percent, and months", () => {
    expect([0, 0.005, 0.934, 1].map(percent)).to.deep.equal(["0 %", "1 %", "93 %", "100 %"]);
    expect(monthOf(Date.UTC(2026, 4, 31, 23, 59))).to.equal("2026-05");
  });

  it("write all digits, and the singular or plural of a noun", () => {
    expect(count(1234567)).to.equal("1,234,567");
    expect([0, 1, 2].map((value) => counted(value, "row"))).to.deep.equal(["0 rows", "1 row", "2 rows"]);
  });

  it("round ages to tenths of days", () => {
    expect([0, 35.24, undefined].map(days)).to.deep.equal(["0", "35.2", "–"]);
  });

  it("name their source, unless they are defaults", () => {
    expect(originOf({ value: 1, origin: "default" })).to.equal("");
    expect(originOf({ value: 1, origin: "file" })).to.include("config file");
    expect(originOf({ value: 1, origin: "tenant" })).to.include("tenant's section");
    expect((["default", "file", "tenant"] as const).map((origin) => originWord({ value: 1, origin }))).to.deep.equal([
      "default",
      "config file",
      "tenant",
    ]);
  });

  it("show limits with their source, and the factor of a raised limit", () => {
    expect(limitText({ value: 50, origin: "default" })).to.equal("50");
    expect(limitText({ value: 50, origin: "file" }, 4)).to.equal("200 = 4 × 50, from the config file");
  });

  it("show ratios as changes in per cent", () => {
    expect([1.014, 1.1, 0.947, 1, 0.9999, undefined].map(changeText)).to.deep.equal([
      ...["+1.4 %", "+10 %", "−5.3 %", "0 %", "0 %", "–"],
    ]);
    expect(changeRange([0.98, 1.05])).to.equal("−2 to +5 %");
  });
});

describe("reasons", () => {
  it("show the value that was seen, its limit, and the source of the limit", () => {
    expect(Object.values(reasons).map((reason) => reasonText(reason, "r2"))).to.deep.equal([
      "never trained",
      "requested with --force",
      "63 new labels (minimum 50, from the config file)",
      "R² 0.213 (target 0.7, from the tenant's section of the config file)",
      "trained 35.2 days ago (maximum 30)",
    ]);
  });
});

describe("scores", () => {
  it("are shown with those of the baseline", () => {
    expect(scoresText(classificationScores)).to.equal(
      "on 40 rows, 12 positive: F1 0.500 (baseline 0.460), Brier loss 0.190 (baseline 0.210)",
    );
    expect(scoresText(undefinedScores)).to.equal("– on 1 row");
  });

  it("are shown with their intervals, the effective rows, and the normal approximation", () => {
    expect(scoresText(regressionScores)).to.match(/^on 63 rows: R² 0\.213 \[0\.10, 0\.31\] \(baseline -0\.021\), mean/);
    expect(scoresText(manyScores)).to.equal(
      "on 30,000 rows, reweighted to the training mix, effective rows 21,235, " +
        "intervals by the normal approximation: R² 0.412 [0.40, 0.42] (baseline -0.010)",
    );
  });

  it("name the number of rows on which they are not defined", () => {
    expect(undefinedScore("story_points", 1)).to.equal("R² is not defined on 1 row");
    expect(undefinedScore("rework_risk", 4)).to.equal("F1 is not defined on 4 rows like these");
  });
});

describe("printable", () => {
  it("escapes characters that control a terminal or the direction of text", () => {
    expect(printable("a\u001b[2J\u0000\u202Eb")).to.equal("a\\u001b[2J\\u0000\\u202eb");
    expect(printable("Jürgen, 日本")).to.equal("Jürgen, 日本");
  });
});

describe("a page", () => {
  const plain = createPage({ terminal: false, colourLevel: 0 });

  it("aligns columns by their visible characters", () => {
    const coloured = createPage({ terminal: false, colourLevel: 1 });
    const table = coloured.table(
      ["a", "b"],
      [
        [coloured.colour.red("R²"), "1"],
        ["long", "2"],
      ],
    );
    const lines = table.split("\n");
    expect(lines[0]).to.equal("a     b");
    expect(lines[1]).to.equal(`${coloured.colour.red("R²")}    1`);
    expect(lines[2]).to.equal("long  2");
  });

  it("wraps between words, and indents the next lines", () => {
    const narrow = createPage({ terminal: true, colourLevel: 0, columns: 40 });
    expect(narrow.wrap(`  - ${"word ".repeat(14)}end`)).to.equal(
      ["  - word word word word word word word", "    word word word word word word word", "    end"].join("\n"),
    );
    expect(plain.wrap("short")).to.equal("short");
    expect(narrow.wrap(`${"x".repeat(30)} 0.412 [0.35, 0.47], and so on`)).to.equal(
      [`${"x".repeat(30)} 0.412`, "  [0.35, 0.47], and so on"].join("\n"),
    );
    expect(narrow.wrap(`${"x".repeat(36)} 95 % of rows`)).to.equal(`${"x".repeat(36)}\n  95 % of rows`);
    expect(plain.wrap("x".repeat(150))).to.equal("x".repeat(150));
  });

  it("uses 100 columns if the terminal reports a width of 0", () => {
    const page = createPage({ terminal: true, colourLevel: 0, columns: 0 });
    expect(page.wrap("word ".repeat(30)).split("\n")[0]).to.have.lengthOf(99);
  });
});
