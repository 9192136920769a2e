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
  brokenOff,
  byDefault,
  commandResult,
  degraded,
  failure,
  notAsked,
  tenantResult,
} from "../../cli/results/parts.js";

const page = createPage({ terminal: false, colourLevel: 0 });
const ONE = { tenant: parseTenantId("7") };
const ALL = { all: true, shard: { index: 0, count: 1 }, concurrency: 1 } as const;

/** The lines of a text, the first two (whose it is, as of when) left out. */
const lines = (text: string): string[] => text.trimEnd().split("\n").slice(2);
const outcomeText = (outcome: AssessOutcome, explained = false): string =>
  assessText(commandResult([tenantResult({ story_points: outcome })]), ONE, page, explained);
const text = (found: Assessment): string[] => lines(outcomeText({ outcome: "assessed", assessment: found }));
const explanation = (found: Assessment): string[] =>
  lines(outcomeText({ outcome: "assessed", assessment: found }, true));

describe("the text of assess", () => {
  it("begins with the tenant and the time", () => {
    expect(outcomeText({ outcome: "assessed", assessment: kept })).to.match(
      /^Tenant 7, as of 2026-06-01 12:00 UTC\n\n/,
    );
  });

  it("shows facts, thresholds, verdict, decision, and the reasons with their origins", () => {
    expect(text(assessment())).to.deep.equal([
      "model         serving   new      R² or F1 / least          naive   rows  verdict   decision",
      "story_points  v3 ridge  63 / 50  0.213 [0.10, 0.31] / 0.7  -0.021  63    degraded  retrain",
      "",
      "story_points: retrain, because",
      "  - volume: 63 new examples, and 50 are enough (from the config file)",
      "  - performance: R² 0.213 is below 0.7 (from the tenant's section of the config file)",
      "  - age: trained 35.2 days ago, and 30 are the limit",
    ]);
  });

  it("says why a score is missing, when it asks again, and names numbers that somebody set", () => {
    expect(text(kept)).to.deep.equal([
      "model         serving   new     R² or F1 / least  naive  rows  verdict       decision",
      "story_points  v3 ridge  1 / 50  – / 0.7           –      1     insufficient  keep",
      "",
      "story_points: keep; nothing asks for retraining",
      "  no score: R² is not defined on 1 row",
      "  insufficient: 19 more labelled rows needed",
      "  asks again at the earliest with 19 more completed items, or on 2026-06-29",
      "  50 new examples are enough (from the config file)",
      "  R² should be at least 0.7 (from the tenant's section of the config file)",
    ]);
  });

  it("does not miss the score of a version that is not there, nor name defaults", () => {
    const thresholds = {
      minimumScore: byDefault(0.7),
      minimumNewLabels: byDefault(50),
      maximumAgeDays: byDefault(30),
    };
    expect(text({ ...neverTrained, thresholds }).slice(1)).to.deep.equal([
      "story_points  –        63 / 50  – / 0.7           –      0     –        retrain",
      "",
      "story_points: retrain, because",
      "  - it was never trained",
      "  - it was asked for with --force",
    ]);
  });

  it("has no verdict under the classic policy, which knows none", () => {
    expect(text(assessment({ policy: "classic", performance: undefined }))[1]).to.match(/ 63 {4}– {8}retrain$/);
  });

  it("shows a champion below its target that has not got worse, and what is waited for", () => {
    expect(text(backedOff).slice(1, 5)).to.deep.equal([
      "story_points  v3 ridge  63 / 50  0.213 [0.10, 0.31] / 0.7  -0.021  63    below target  keep",
      "",
      "story_points: keep; nothing asks for retraining",
      "  asks again at the earliest with 32 more completed items, or on 2026-09-24",
    ]);
  });

  it("says that a version is pinned, how to unpin it, and what would ask otherwise", () => {
    const [, row, , ...notes] = text(pinned);
    expect(row).to.match(/degraded {2}pinned$/);
    expect(notes.slice(0, 3)).to.deep.equal([
      "story_points: keep; it is pinned, until: mltrain rollback --tenant 7 --model story_points --unpin",
      "  although",
      "  - volume: 63 new examples, and 50 are enough (from the config file)",
    ]);
  });

  it("says until when a version that was rolled back to is kept, and promises nothing earlier", () => {
    const [, row, , ...notes] = text(rolledBack);
    expect(row).to.match(/rolled back$/);
    expect(notes.join(" ")).to.match(
      /nothing takes its place on the same data: kept until +there are 38 more completed items/,
    );
    expect(notes.join(" ")).to.not.include("at the earliest");
  });

  it("says that the mix of delays has shifted, and what the rows are worth", () => {
    const mix = { shifted: true, weights: undefined, effectiveRows: 31.4, covered: 0.934 };
    const notes = text(assessment({ performance: { ...belowTarget, mix } })).join(" ");
    expect(notes).to.match(/delays .* have shifted .* cover +93 %; +they are worth 31 rows/);
  });

  it("shows failures of a model and of the whole tenant, with what to do", () => {
    expect(outcomeText(failure)).to.match(
      /story_points .* failed\n\nstory_points: failed \(exit code 73\): version 3 does not match its hash\n {2}Put another/,
    );
    expect(lines(assessText(commandResult([brokenOff]), ONE, page))).to.deep.equal([
      "tenant 8: failed (exit code 75): another run works on tenant 8",
      "  Try again later.",
    ]);
  });
});

describe("the text of assess --explain", () => {
  it("shows every question with its value, interval, threshold, origin and back-off, and the counterfactual", () => {
    expect(explanation(backedOff).slice(2)).to.deep.equal([
      "",
      "story_points: keep; nothing asks for retraining",
      "  policy guarded:",
      "question     seen             interval      held against  set by       back-off  asks",
      "volume       12 new examples  –             4 × 50        config file  4 times   no",
      "performance  R² 0.213         [0.08, 0.33]  0.7           tenant       –         no",
      "age          5.0 days         –             4 × 30        default      4 times   no",
      "  63 examples new to what serves, 51 of which the last attempt knew",
      "  last attempt: 2026-05-27, refused; 2 attempts in a row changed nothing",
      "  performance: below the target, but not shown to have got worse: that asks for nothing",
      "  asking 2 of this version on 2026-05-29, on 63 rows: R² 0.213 [0.08, 0.33], each end with 85 %",
      "    confidence, held against 0.7; less that of its holdout: -0.020 [-0.15, 0.11], each end with 95 %",
      "    confidence",
      "  it is asked again from 95 new rows on",
      "  it would ask with 188 more completed items, or 32 more completed items if it is then shown to have",
      "    got worse, or 115.0 more days",
    ]);
  });

  it("asks for both where a question needs more examples and more days", () => {
    expect(explanation(kept).slice(-2)).to.deep.equal([
      "  it would ask with 49 more completed items, or 19 more completed items if it is then shown to have",
      "    got worse, or 19 more completed items and 28.0 more days",
    ]);
  });

  it("says where new examples only have to mature, and what the classic policy would have to see", () => {
    const [volume, performance, age] = kept.triggerChecks as [TriggerCheck, TriggerCheck, TriggerCheck];
    const mature = { ...kept, triggerChecks: [volume, { ...performance, nextTestIn: 0 }, age] };
    expect(text(mature).join("\n")).to.match(
      /earliest with enough mature ones of the new examples, or on 2026-06-29$/m,
    );
    expect(explanation({ ...kept, policy: "classic" }).join(" ")).to.match(
      /items if its score is then below +the least/,
    );
  });

  it("has no counterfactual where a question asks already, or the version is held", () => {
    for (const found of [assessment(), pinned, rolledBack]) {
      expect(explanation(found).join("\n")).to.not.include("it would ask");
    }
  });

  it("explains a model that was never trained", () => {
    expect(explanation(neverTrained).slice(6)).to.deep.equal([
      "  policy guarded:",
      "question       seen        interval  held against  set by  back-off  asks",
      "never trained  no version  –         –             –       –         yes",
    ]);
  });

  it("shows pull requests by their name, and the score's own interval where it was not asked", () => {
    const found = explanation({
      ...kept,
      model: "rework_risk",
      score: { ...kept.score, metric: "f1", interval: [0.2, 0.6] },
    });
    expect(found.join("\n")).to.match(/49 more merged pull requests/);
    expect(found.find((line) => line.startsWith("performance"))).to.match(/^performance {2}– +\[0\.20, 0\.60\] +0\.7/);
  });

  it("explains every tenant of many; without it there is a line for each", () => {
    const result = commandResult([
      tenantResult<AssessOutcome>({ story_points: { outcome: "assessed", assessment: kept } }),
    ]);
    expect(assessText(result, ALL, page, true)).to.include("policy guarded:");
    expect(assessText(result, ALL, page)).to.match(/^tenant 7: story_points keep\n1 tenant/);
  });
});

describe("where the performance stands", () => {
  it("says what is missing before the first asking", () => {
    expect(performanceLines("story_points", notAsked)).to.deep.equal([
      "performance: insufficient: 19 more labelled rows needed",
    ]);
  });

  it("says that a champion is degraded, and, where it reached its threshold once, nothing of its holdout", () => {
    const { difference, ...sequentialTest } = degraded.sequentialTest!;
    expect(difference).to.not.equal(undefined);
    const status: PerformanceStatus = { ...degraded, sequentialTest };
    const [verdict, asked] = performanceLines("story_points", status);
    expect(verdict).to.equal("performance: degraded: shown to have got worse");
    expect(asked).to.match(/held against 0\.7$/);
  });

  it("says that it could not be asked again although it was due", () => {
    const status: PerformanceStatus = { ...belowTarget, insufficiency: { reason: "mix", covered: 0.62 } };
    expect(performanceLines("story_points", status)[2]).to.match(/^it could not be asked again now: .*cover 62 %/);
  });

  const missing: readonly (readonly [Insufficiency, RegExp])[] = [
    [{ reason: "rows", missing: 1 }, /^1 more labelled row needed$/],
    [{ reason: "positives", missing: 4 }, /^4 more labelled rows with rework needed$/],
    [{ reason: "negatives", missing: 2 }, /^2 more labelled rows without rework needed$/],
    [{ reason: "mix", covered: 0.62 }, /cover 62 % of the mix of delays/],
    [{ reason: "effective-rows", missing: 7 }, /about 7 more labelled rows of the usual mix needed$/],
    [{ reason: "no-holdout" }, /kept no holdout to compare with$/],
    [{ reason: "undefined" }, /^F1 is not defined on these rows, or on those of its holdout$/],
  ];
  for (const [why, says] of missing) {
    it(`says what is missing where it is insufficient because of ${why.reason}`, () => {
      expect(insufficiencyText("rework_risk", why)).to.match(says);
    });
  }
});
