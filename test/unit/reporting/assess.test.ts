import { expect } from "chai";
import type { Assessment, PerformanceStatus, TriggerCheck } from "../../../src/domain/retraining/assessment.js";
import type { Insufficiency } from "../../../src/domain/retraining/performance.js";
import { parseTenantId } from "../../../src/domain/tenant.js";
import { createPage } from "../../../src/reporting/format/page.js";
import { assessText } from "../../../src/reporting/text/assess.js";
import { insufficiencyText, performanceLines } from "../../../src/reporting/text/parts/performance.js";
import type { AssessOutcome } from "../../../src/usecases/results/assessResult.js";
import { assessment, backedOff, kept, neverTrained, pinned, rolledBack } from "../../cli/results/outcomes.js";
import {
  belowTarget,
  tenantFailure,
  byDefault,
  commandResult,
  degraded,
  failure,
  notTested,
  tenantResult,
} from "../../cli/results/parts.js";

const page = createPage({ terminal: false, colourLevel: 0 });
const ONE = { tenant: parseTenantId("7") };
const ALL = { all: true, shard: { index: 0, count: 1 }, concurrency: 1 } as const;

/** Returns the lines of a text without the first two, which hold the tenant and the time. */
const lines = (text: string): string[] => text.trimEnd().split("\n").slice(2);
const outcomeText = (outcome: AssessOutcome, explained = false): string =>
  assessText(commandResult([tenantResult({ story_points: outcome })]), ONE, page, explained);
const text = (found: Assessment): string[] => lines(outcomeText({ outcome: "assessed", assessment: found }));
const explanation = (found: Assessment): string[] =>
  lines(outcomeText({ outcome: "assessed", assessment: found }, true));

describe("the text of assess", () => {
  it("starts with the tenant and the time", () => {
    expect(outcomeText({ outcome: "assessed", assessment: kept })).to.match(
      /^Tenant 7, as of 2026-06-01 12:00 UTC\n\n/,
    );
  });

  it("shows facts, thresholds, verdict, decision, and the reasons with the source of each limit", () => {
    expect(text(assessment())).to.deep.equal([
      "model         champion  new (min)  R² or F1 (target)         baseline  rows  verdict   decision",
      "story_points  v3 ridge  63 (50)    0.213 [0.10, 0.31] (0.7)  -0.021    63    degraded  retrain",
      "",
      "story_points: retrain, because",
      "  - 63 new labels (minimum 50, from the config file)",
      "  - R² 0.213 (target 0.7, from the tenant's section of the config file)",
      "  - trained 35.2 days ago (maximum 30)",
    ]);
  });

  it("shows why a score is missing, the next check, and thresholds that are not defaults", () => {
    expect(text(kept)).to.deep.equal([
      "model         champion  new (min)  R² or F1 (target)  baseline  rows  verdict       decision",
      "story_points  v3 ridge  1 (50)     – (0.7)            –         1     insufficient  keep",
      "",
      "story_points: no retraining needed",
      "  no score: R² is not defined on 1 row",
      "  insufficient: 19 more labelled rows needed",
      "  next check: with 19 more completed items, or on 2026-06-29",
      "  minimum of new labels: 50 (from the config file)",
      "  target of R²: 0.7 (from the tenant's section of the config file)",
    ]);
  });

  it("omits the missing score of a model without a version, and default thresholds", () => {
    const thresholds = {
      minimumScore: byDefault(0.7),
      minimumNewLabels: byDefault(50),
      maximumAgeDays: byDefault(30),
    };
    expect(text({ ...neverTrained, thresholds }).slice(1)).to.deep.equal([
      "story_points  –         63 (50)    – (0.7)            –         0     –        retrain",
      "",
      "story_points: retrain, because",
      "  - never trained",
      "  - requested with --force",
    ]);
  });

  it("shows no verdict under the classic policy, which has none", () => {
    expect(text(assessment({ policy: "classic", performance: undefined }))[1]).to.match(/ 63 {4}– {8}retrain$/);
  });

  it("shows a champion below its target without a significant drop, and the next check", () => {
    expect(text(backedOff).slice(1, 5)).to.deep.equal([
      "story_points  v3 ridge  63 (50)    0.213 [0.10, 0.31] (0.7)  -0.021    63    below target  keep",
      "",
      "story_points: no retraining needed",
      "  next check: with 32 more completed items, or on 2026-09-24",
    ]);
  });

  it("shows that a version is pinned, how to unpin it, and the ignored reasons", () => {
    const [, row, , ...notes] = text(pinned);
    expect(row).to.match(/degraded {2}pinned$/);
    expect(notes.slice(0, 3)).to.deep.equal([
      "story_points: keep; pinned; to unpin: mltrain rollback --tenant 7 --model story_points --unpin",
      "  ignored reasons to retrain:",
      "  - 63 new labels (minimum 50, from the config file)",
    ]);
  });

  it("shows what ends the hold after a rollback, and no earlier check", () => {
    const [, row, , ...notes] = text(rolledBack);
    expect(row).to.match(/rolled back$/);
    expect(notes.join(" ")).to.match(/restored by a rollback, .* a replacement needs +38 more completed items/);
    expect(notes.join(" ")).to.not.include("next check");
  });

  it("shows that label delays have shifted, and the effective rows", () => {
    const mix = { shifted: true, weights: undefined, effectiveRows: 31.4, covered: 0.934 };
    const notes = text(assessment({ performance: { ...belowTarget, mix } })).join(" ");
    expect(notes).to.match(/delays have shifted .*coverage 93 %, +effective +rows 31\)/);
  });

  it("shows failures of a model and of the whole tenant, with their hints", () => {
    expect(outcomeText(failure)).to.match(
      /story_points .* failed\n\nstory_points: failed \(exit code 73\): version 3 does not match its hash\n {2}Put another/,
    );
    expect(lines(assessText(commandResult([tenantFailure]), ONE, page))).to.deep.equal([
      "tenant 8: failed (exit code 75): another run works on tenant 8",
      "  Try again later.",
    ]);
  });
});

describe("the text of assess --explain", () => {
  it("shows every trigger with its value, interval, threshold, source and back-off, and the counterfactual", () => {
    expect(explanation(backedOff).slice(2)).to.deep.equal([
      "",
      "story_points: no retraining needed",
      "  policy guarded:",
      "trigger      value          interval      threshold  source       back-off  fires",
      "volume       12 new labels  –             4 × 50     config file  ×4        no",
      "performance  R² 0.213       [0.08, 0.33]  0.7        tenant       –         no",
      "age          5 days         –             4 × 30     default      ×4        no",
      "  63 new labels since the champion was trained, 51 of them used in the last attempt",
      "  last attempt: 2026-05-27, refused; 2 attempts in a row without promotion",
      "  performance: below target, no significant drop since training: no retraining",
      "  sequential test 2 on 2026-05-29, 63 rows: R² 0.213 [0.08, 0.33], one-sided 85 % bounds, target",
      "    0.7; difference from its holdout: -0.020 [-0.15, 0.11], one-sided 95 % bounds",
      "  next test: at 95 new labels",
      "  retraining would start with 188 more completed items, or 32 more completed items and a significant",
      "    drop, or 115 more days",
    ]);
  });

  it("shows both new labels and days if a trigger needs both", () => {
    expect(explanation(kept).slice(-2)).to.deep.equal([
      "  retraining would start with 49 more completed items, or 19 more completed items and a significant",
      "    drop, or 19 more completed items and 28 more days",
    ]);
  });

  it("shows that new labels only have to mature, and what fires under the classic policy", () => {
    const [volume, performance, age] = kept.triggerChecks as [TriggerCheck, TriggerCheck, TriggerCheck];
    const mature = { ...kept, triggerChecks: [volume, { ...performance, nextTestIn: 0 }, age] };
    expect(text(mature).join("\n")).to.match(/next check: with mature new labels, or on 2026-06-29$/m);
    expect(explanation({ ...kept, policy: "classic" }).join(" ")).to.match(/items and a score +below +target/);
  });

  it("has no counterfactual if a trigger fires already, or the version is held", () => {
    for (const found of [assessment(), pinned, rolledBack]) {
      expect(explanation(found).join("\n")).to.not.include("would start");
    }
  });

  it("explains a model that was never trained", () => {
    expect(explanation(neverTrained).slice(6)).to.deep.equal([
      "  policy guarded:",
      "trigger        value       interval  threshold  source  back-off  fires",
      "never trained  no version  –         –          –       –         yes",
    ]);
  });

  it("names pull requests, and shows the interval of the current score before the first test", () => {
    const found = explanation({
      ...kept,
      model: "rework_risk",
      score: { ...kept.score, metric: "f1", interval: [0.2, 0.6] },
    });
    expect(found.join("\n")).to.match(/49 more merged pull requests/);
    expect(found.find((line) => line.startsWith("performance"))).to.match(/^performance {2}– +\[0\.20, 0\.60\] +0\.7/);
  });

  it("explains every tenant of many; without --explain each has one line", () => {
    const result = commandResult([
      tenantResult<AssessOutcome>({ story_points: { outcome: "assessed", assessment: kept } }),
    ]);
    expect(assessText(result, ALL, page, true)).to.include("policy guarded:");
    expect(assessText(result, ALL, page)).to.match(/^tenant 7: story_points keep\n1 tenant\./);
  });
});

describe("the state of the performance test", () => {
  it("shows what is missing before the first test", () => {
    expect(performanceLines("story_points", notTested)).to.deep.equal([
      "performance: insufficient: 19 more labelled rows needed",
    ]);
  });

  it("shows that a champion is degraded, and omits a missing difference from the holdout", () => {
    const { difference, ...sequentialTest } = degraded.sequentialTest!;
    expect(difference).to.not.equal(undefined);
    const status: PerformanceStatus = { ...degraded, sequentialTest };
    const [verdict, test] = performanceLines("story_points", status);
    expect(verdict).to.equal("performance: degraded: significant drop since training");
    expect(test).to.match(/target 0\.7$/);
  });

  it("shows that a due test cannot run", () => {
    const status: PerformanceStatus = { ...belowTarget, insufficiency: { reason: "mix", covered: 0.62 } };
    expect(performanceLines("story_points", status)[2]).to.match(/^cannot be tested again now: .*cover only 62 %/);
  });

  const missing: readonly (readonly [Insufficiency, RegExp])[] = [
    [{ reason: "rows", missing: 1 }, /^1 more labelled row needed$/],
    [{ reason: "positives", missing: 4 }, /^4 more labelled rows with rework needed$/],
    [{ reason: "negatives", missing: 2 }, /^2 more labelled rows without rework needed$/],
    [{ reason: "mix", covered: 0.62 }, /cover only 62 % of the training mix/],
    [{ reason: "effective-rows", missing: 7 }, /about 7 more labelled rows of the training mix needed$/],
    [{ reason: "no-holdout" }, /has no holdout to compare with$/],
    [{ reason: "undefined" }, /^F1 is not defined on these rows or on its holdout$/],
  ];
  for (const [insufficiency, message] of missing) {
    it(`shows what is missing for ${insufficiency.reason}`, () => {
      expect(insufficiencyText("rework_risk", insufficiency)).to.match(message);
    });
  }
});
