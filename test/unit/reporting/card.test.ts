import { expect } from "chai";
import { cardMarkdown } from "../../../src/reporting/markdown/card.js";
import { plain, table } from "../../../src/reporting/markdown/markdown.js";
import { cardFacts, cardResult, classifierFacts } from "../../cli/results/card.js";
import { deployment, evaluation } from "../../cli/results/parts.js";

describe("plain text in Markdown", () => {
  const cases: readonly (readonly [text: string, shown: string])[] = [
    ["guesses low", "guesses low"],
    ["never_trained", "never_trained"],
    ["_never_ __trained__", "\\_never\\_ \\_\\_trained\\_\\_"],
    ["a | b", "a \\| b"],
    ["[click](http://x) ![i](y)", "\\[click\\](http://x) !\\[i\\](y)"],
    ["<script>&amp;`code` *bold* ~~s~~", "\\<script\\>\\&amp;\\`code\\` \\*bold\\* \\~\\~s\\~\\~"],
    ["line\n# heading\u001b[2J", "line\\\\u000a# heading\\\\u001b\\[2J"],
    ["\\| sly", "\\\\\\| sly"],
  ];
  for (const [text, shown] of cases) {
    it(`is ${JSON.stringify(shown)} of ${JSON.stringify(text)}`, () => {
      expect(plain(text)).to.equal(shown);
    });
  }

  it("aligns a table, and keeps foreign text inside its cell", () => {
    expect(table(["a", "by"], [["1", plain("x|y\nz")]]).split("\n")).to.deep.equal([
      "| a   | by           |",
      "| --- | ------------ |",
      "| 1   | x\\|y\\\\u000az |",
    ]);
  });
});

describe("a model card as Markdown", () => {
  it("shows everything that is recorded of a regression", () => {
    const text = cardMarkdown(cardResult());
    expect(text.split("\n").filter((line) => line.startsWith("#"))).to.deep.equal([
      "# story_points_tenant_7_v3",
      "## Data",
      "## Scores",
      "## Feature importance",
      "## Deployments",
      "## Evaluations",
      "## Known limitations",
      "## Training",
    ]);
    expect(text).to.include("As of 2026-06-01 12:00 UTC: quarantined.");
    expect(text).to.include(
      "- **500 rows**, labels known from 2025-04-27 to 2026-04-22, prediction times from 2025-04-07 on",
    );
    expect(text).to.include("- 612 rows read; left out: 12 inactive, 100 no-label");
    expect(text).to.include("- labels: median 3.00 points, 80 % between 1.00 and 8.00");
    expect(text).to.match(/^\| R² +\| 0\.213 +\| \[0\.10, 0\.31\] +\| -0\.021 +\|$/m);
    expect(text).to.match(/^\| text +\| × or ÷ 1\.36 \| 0\.310 +\|$/m);
    expect(text).to.match(/^\| assignee so far \| × or ÷ 1\.11 \| 0\.100 +\|$/m);
    expect(text).to.match(/^\| 2026-05-31 12:00 \| now +\| train +\| ada \| – +\|$/m);
    expect(text).to.match(/^\| 2026-06-01 12:00 \| 63 +\| 0\.213 \[0\.10, 0\.31\] \| -0\.021 +\| degraded \|$/m);
    expect(text).to.include("\n- The version is quarantined: guesses low.\n");
    expect(text).to.include(
      "\n- R² is uncertain: 0.213 [0.10, 0.31] on 63 rows. Its 95 % interval is wider than 0.2.\n",
    );
    expect(text).to.include("\n- Useful columns are missing: priority.\n");
    expect(text).to.include("\n- learner: ridge (penalty 4, logTarget true), 2 features\n");
    expect(text).to.not.match(/undefined|NaN|\[object/);
    expect(text.endsWith("`cd34`\n")).to.equal(true);
  });

  it("shows the calibration of a classifier, and that an older mltrain recorded no more", () => {
    const text = cardMarkdown(cardResult(classifierFacts()));
    expect(text).to.include(
      "- **500 rows**, labels known until 2026-04-22\n- trained by an older version of mltrain, which recorded no more",
    );
    expect(text).to.include("40 rows, 12 positive");
    expect(text).to.include("Calibration: Platt scaling. Decision threshold: 0.400.");
    expect(text).to.match(/^\| 2 +\| 0\.100 +\| 0\.000 +\| \[0\.00, 0\.66\] +\|$/m);
    expect(text).to.include("- An older version of mltrain trained it.");
    expect(text).to.not.match(/## (Intervals|Feature importance|Evaluations)|undefined|NaN/);
  });

  it("escapes reasons and actors, so that they cannot change the page or the terminal", () => {
    const evil = "x | y\n# z\u001b[31m<b>";
    const facts = cardFacts({
      deployments: [{ ...deployment, version: 3, reason: evil, actor: evil }],
      quarantine: [{ model: "story_points", version: 3, reason: evil, actor: evil, run: "r", quarantinedAt: 0 }],
      evaluations: [evaluation],
    });
    const text = cardMarkdown(cardResult(facts));
    expect(text)
      .to.not.include("\u001b")
      .and.not.match(/^# z|[^\\]<b/m);
    const bars = (line: string): number => line.replaceAll("\\|", "").split("|").length;
    const rows = text.split("\n").filter((line) => line.startsWith("| 2026-05-31"));
    expect(rows.map(bars)).to.deep.equal([7]);
  });
});
