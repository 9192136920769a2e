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
  it("shows the verdict, all scores with their intervals, the sequential test and the label coverage", () => {
    expect(text(evaluateOutcomes.evaluated)).to.deep.equal([
      "story_points  v3       degraded  0.213 [0.10, 0.31] (0.7)  -0.021    63",
      "",
      "story_points: scored on 63 rows: R² 0.213 [0.10, 0.31] (baseline -0.021), mean absolute error 1.42",
      "  [1.30, 1.55] (baseline 1.60), share within one planning step 0.610; labels known from 2026-05-12",
      "  to 2026-05-31",
      "  performance: degraded: significant drop since training",
      "  sequential test 2 on 2026-06-01, 63 rows: R² 0.213 [0.08, 0.33], one-sided 85 % bounds, target",
      "    0.7; difference from its holdout: -0.210 [-0.35, -0.05], one-sided 95 % bounds",
      "  next test: at 95 new labels",
      "  label coverage by month of creation: 2026-04 98 % of 40, 2026-05 no rows, 2026-06 1 % of 1,200",
    ]);
  });

  it("shows effective rows and approximate intervals; the classic policy has no performance test", () => {
    expect(text(evaluatedClassic).slice(2, 5)).to.deep.equal([
      "story_points: scored on 30,000 rows, reweighted to the training mix, effective rows 21,235,",
      "  intervals by the normal approximation: R² 0.412 [0.40, 0.42] (baseline -0.010); labels known from",
      "  2026-05-12 to 2026-05-31",
    ]);
    expect(text(evaluatedClassic).join("\n")).to.not.include("performance:");
  });

  it("shows why there is no verdict", () => {
    expect(text(insufficient).slice(2)).to.deep.equal([
      "story_points: R² is not defined on 1 row",
      "  performance: insufficient: 19 more labelled rows needed",
    ]);
    expect(text(evaluateOutcomes["no-version"])[2]).to.equal("story_points: no champion; the model was never trained");
  });

  it("shows that no rows were created lately", () => {
    const evaluated = evaluateOutcomes.evaluated as Extract<EvaluateOutcome, { outcome: "evaluated" }>;
    const coverage = [{ month: Date.UTC(2026, 0, 1), created: 0, labelled: 0 }];
    expect(text({ ...evaluated, coverage }).at(-1)).to.equal("  no rows created since 2026-01");
  });

  it("shows the outcome of --auto-rollback, with its comparison", () => {
    const endings = autoRollbacks.map((rollback) => {
      const lines = text(evaluatedWith(rollback));
      return lines
        .slice(lines.findIndex((line) => /rolled back/.test(line)))
        .map((line) => line.trim())
        .join(" ");
    });
    const compared = "on 48 new labels: MAE 1.42 vs 1.50 (−5.3 %, CI −12 to +2 %, limit +10 %)";
    expect(endings).to.deep.equal([
      `rolled back: version 2 is the champion again; version 3 was significantly worse; version 2 vs version 3 ${compared}`,
      `not rolled back: not significantly worse than the previous version; previous version vs champion ${compared}`,
      "not rolled back: the champion is pinned",
      "not rolled back: no new labels to compare on",
      "not rolled back: too few new labels, or too few since the last comparison",
      "not rolled back: no previous good version",
    ]);
  });

  it("prints a line for each of many tenants, with rollbacks", () => {
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
      "12 tenants. Models: 2 degraded, 1 never trained, 1 failed, 1 insufficient, 6 below target. 1 tenant failed.",
    );
  });
});
