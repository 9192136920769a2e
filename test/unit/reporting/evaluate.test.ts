import { expect } from "chai";
import { parseTenantId } from "../../../src/domain/tenant.js";
import { createPage } from "../../../src/reporting/format/page.js";
import { evaluateText } from "../../../src/reporting/text/evaluate.js";
import type { EvaluateOutcome } from "../../../src/usecases/results/evaluateResult.js";
import { evaluateResult } from "../../cli/results/commands.js";
import {
  autoRollbacks,
  evaluatedClassic,
  evaluatedWith,
  evaluateOutcomes,
  insufficient,
} from "../../cli/results/outcomes.js";
import { commandResult, tenantResult } from "../../cli/results/parts.js";

const page = createPage({ terminal: false, colourLevel: 0 });

const text = (outcome: EvaluateOutcome): string[] =>
  evaluateText(commandResult([tenantResult({ story_points: outcome })]), { tenant: parseTenantId("7") }, page)
    .trimEnd()
    .split("\n")
    .slice(3);

describe("the text of evaluate", () => {
  it("shows the verdict, all scores with their intervals, the asking and the label coverage", () => {
    expect(text(evaluateOutcomes.evaluated)).to.deep.equal([
      "story_points  v3       degraded  0.213 [0.10, 0.31] / 0.7  -0.021  63",
      "",
      "story_points: scored on 63 rows: R² 0.213 [0.10, 0.31] (naive -0.021), mean absolute error 1.42",
      "  [1.30, 1.55] (naive 1.60), share within one planning step 0.610; labels known from 2026-05-12 to",
      "  2026-05-31",
      "  performance: degraded: shown to have got worse",
      "  asking 2 of this version on 2026-06-01, on 63 rows: R² 0.213 [0.08, 0.33], each end with 85 %",
      "    confidence, held against 0.7; less that of its holdout: -0.210 [-0.35, -0.05], each end with 95",
      "    % confidence",
      "  it is asked again from 95 new rows on",
      "  labels known, by month of creation: 2026-04 98 % of 40, 2026-05 nothing, 2026-06 1 % of 1,200",
    ]);
  });

  it("says what weighted rows are worth, and where intervals are approximate; classic has a plain verdict", () => {
    expect(text(evaluatedClassic).slice(2, 5)).to.deep.equal([
      "story_points: scored on 30,000 rows, weighted to the mix of the training, worth 21,235 rows,",
      "  intervals by the normal approximation: R² 0.412 [0.40, 0.42] (naive -0.010); labels known from",
      "  2026-05-12 to 2026-05-31",
    ]);
    expect(text(evaluatedClassic).join("\n")).to.not.include("performance:");
  });

  it("says why there is no verdict", () => {
    expect(text(insufficient).slice(2)).to.deep.equal([
      "story_points: R² is not defined on 1 row",
      "  performance: insufficient: 19 more labelled rows needed",
    ]);
    expect(text(evaluateOutcomes["no-version"])[2]).to.equal("story_points: no version serves; it was never trained");
  });

  it("says so where nothing was created lately", () => {
    const evaluated = evaluateOutcomes.evaluated as Extract<EvaluateOutcome, { outcome: "evaluated" }>;
    const coverage = [{ month: Date.UTC(2026, 0, 1), created: 0, labelled: 0 }];
    expect(text({ ...evaluated, coverage }).at(-1)).to.equal("  nothing was created since 2026-01");
  });

  it("says what became of --auto-rollback, with the comparison that it stands on", () => {
    const endings = autoRollbacks.map((rollback) => {
      const lines = text(evaluatedWith(rollback));
      return lines
        .slice(lines.findIndex((line) => /rolled back/.test(line)))
        .map((line) => line.trim())
        .join(" ");
    });
    const compared =
      "compared on 48 rows that neither knew: mean absolute error 1.42 against 1.50, ratio 0.947 [0.88, 1.02], limit 1.1";
    expect(endings).to.deep.equal([
      `rolled back: version 2 serves again, in place of version 3, which was shown worse; ${compared}`,
      `not rolled back: it was not shown worse than the version before it; ${compared}`,
      "not rolled back: it is pinned",
      "not rolled back: there are no new labels to compare on",
      "not rolled back: there are too few new labels, or too few since it was last compared",
      "not rolled back: no good version came before it",
    ]);
  });

  it("has a line for each of many tenants, with what was rolled back", () => {
    const all = { all: true, shard: { index: 0, count: 1 }, concurrency: 1 } as const;
    const lines = evaluateText(evaluateResult, all, page).split("\n");
    expect(lines).to.include.members([
      "tenant 1: story_points degraded",
      "tenant 2: story_points never trained",
      "tenant 4: story_points insufficient",
      "tenant 6: story_points below target (rolled back to v2)",
      "tenant 7: story_points below target",
    ]);
    expect(lines.at(-2)).to.equal(
      "12 tenants: models 2 degraded, 1 never trained, 1 failed, 1 insufficient, 6 below target; 1 tenant broke off",
    );
  });
});
