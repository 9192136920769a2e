import { expect } from "chai";
import { parseTenantId } from "../../../src/domain/tenant.js";
import { createPage } from "../../../src/reporting/format/page.js";
import { trainText } from "../../../src/reporting/text/train.js";
import type { TrainOutcome } from "../../../src/usecases/results/trainResult.js";
import { trainResult } from "../../cli/results/commands.js";
import { moreTrainOutcomes, refusals, trainOutcomes } from "../../cli/results/outcomes.js";
import { commandResult, reasons, tenantResult } from "../../cli/results/parts.js";

const page = createPage({ terminal: false, colourLevel: 0 });
const ONE = { tenant: parseTenantId("7") };

/** Returns the lines of a text without the first two, which hold the tenant and the time. */
const lines = (text: string): string[] => text.trimEnd().split("\n").slice(2);

describe("the text of train", () => {
  const text = (outcome: TrainOutcome, dryRun = false) =>
    trainText({ ...commandResult([tenantResult({ story_points: outcome })]), dryRun }, ONE, page);
  const findings = ["  refused: 12 rows, fewer than 30", "  warning: mostly empty: labels (83 % of rows)"];

  it("shows a promotion with its scores, baseline, reasons and findings", () => {
    expect(lines(text(trainOutcomes.promoted))).to.deep.equal([
      "model         outcome   version  learner  holdout             baseline  holdout rows  rows",
      "story_points  promoted  v4       ridge    0.213 [0.10, 0.31]  -0.021    63            500",
      "",
      "story_points: promoted; story_points_tenant_7_v4 is the champion, replaces version 3",
      "  - 63 new labels (minimum 50, from the config file)",
      "  learner: ridge on log label, penalty 4",
      "  trained in 1.23 seconds",
      "  holdout: on 63 rows: R² 0.213 [0.10, 0.31] (baseline -0.021), mean absolute error 1.42",
      "    [1.30, 1.55] (baseline 1.60), share within one planning step 0.610",
      ...findings,
      "  challenger vs champion on 48 new labels: MAE 1.42 vs 1.50 (−5.3 %, 95 % CI −12 to +2 %, limit",
      "    +10 %)",
    ]);
  });

  it("shows why the baseline is used, and that a dry run records nothing", () => {
    expect(text(trainOutcomes["would-promote"], true)).to.match(
      /would be promoted +– +baseline +– +– +– +500\n[^]*learner: baseline, because ridge on log label[^]*refused learner: – on 1 row[^]*dry run: nothing was recorded\.\n$/,
    );
  });

  const others: readonly (readonly [TrainOutcome["outcome"], readonly string[]])[] = [
    ["kept", ["story_points: kept; no retraining needed"]],
    ["not-started", ["story_points: not started, because the run was stopped"]],
    ["too-little-data", ["story_points: too little data (12 rows)", "  - never trained", ...findings]],
    ["data-refused", ["story_points: data refused (120 rows)", "  - requested with --force", ...findings]],
    [
      "failed",
      ["story_points: failed (exit code 73): version 3 does not match its hash", "  Put another version back."],
    ],
  ];
  const [sameArtefact, keptPinned, keptRolledBack] = moreTrainOutcomes.slice(refusals.length) as [
    TrainOutcome,
    TrainOutcome,
    TrainOutcome,
  ];
  const volume = "  - 63 new labels (minimum 50, from the config file)";
  const held: readonly (readonly [what: string, TrainOutcome, readonly string[]])[] = [
    [
      "a training that was skipped, because nothing changed",
      trainOutcomes.unchanged,
      [
        "story_points: unchanged; same data, settings and code as the last attempt, so training was skipped",
        "  (--force trains anyway)",
        "  - trained 35.2 days ago (maximum 30)",
      ],
    ],
    [
      "a training that reproduced the champion",
      sameArtefact,
      [
        "story_points: unchanged; training reproduced the champion, so no version was created",
        "  - trained 35.2 days ago (maximum 30)",
      ],
    ],
    [
      "a pinned version",
      keptPinned,
      ["story_points: kept; pinned; to unpin: mltrain rollback --tenant 7 --model story_points --unpin", volume],
    ],
    [
      "a version that a rollback restored",
      keptRolledBack,
      ["story_points: kept; restored by a rollback; the same data cannot replace it (--force trains anyway)", volume],
    ],
  ];
  for (const [what, outcome, notes] of held) {
    it(`explains ${what}`, () => {
      expect(lines(text(outcome)).slice(3)).to.deep.equal(notes);
    });
  }

  const reasonText = {
    worse:
      "refused, because the challenger may be worse than the champion (97.5 % upper bound of its loss +17 %, limit +10 %)",
    "not-better":
      "refused, because the champion is degraded, and the challenger is not significantly better (97.5 % upper bound of its loss +17 %, limit +10 %)",
    "too-few-rows": "refused, because there are only 8 new labels to compare on (minimum 20)",
    "not-finite": "refused, because a loss is not a finite number",
  } as const;
  for (const refusal of refusals) {
    it(`explains a refusal (${refusal.reason}), with the comparison and the command that overrides it`, () => {
      const words = lines(text(refusal))
        .slice(3)
        .map((line) => line.trim())
        .join(" ");
      expect(words.startsWith(`story_points: ${reasonText[refusal.reason]} - 63 new labels`), words).to.equal(true);
      const compared =
        "challenger vs champion on 48 new labels: MAE 1.42 vs 1.50 (−5.3 %, 95 % CI −5 to +17 %, limit +10 %)";
      const hasLosses = refusal.reason !== "too-few-rows";
      expect(words.includes(compared)).to.equal(hasLosses);
      expect(words.includes("challenger vs champion")).to.equal(hasLosses);
      expect(words).to.match(
        /without this comparison: mltrain train --tenant 7 --model story_points --policy classic --force$/,
      );
    });
  }

  it("shows how far back-off has raised the limits", () => {
    const volume = { ...reasons.volume, seen: 213, factor: 4 };
    const age = { ...reasons.age, seen: 61, factor: 2 };
    expect(lines(text({ outcome: "kept", reasons: [volume, age] })).slice(4)).to.deep.equal([
      "  - 213 new labels (minimum 200 = 4 × 50, from the config file, after attempts without promotion)",
      "  - trained 61 days ago (maximum 60 = 2 × 30, after attempts without promotion)",
    ]);
  });

  for (const [outcome, notes] of others) {
    it(`explains ${outcome}`, () => {
      expect(lines(text(trainOutcomes[outcome])).slice(3)).to.deep.equal(notes);
    });
  }

  it("explains a refusal because it equals a quarantined version", () => {
    expect(text(trainOutcomes.refused)).to.include("refused, because it equals version 2, which is quarantined");
  });

  it("counts every outcome of all tenants", () => {
    expect(trainText(trainResult, { all: true, shard: { index: 0, count: 1 }, concurrency: 1 }, page)).to.match(
      /tenant 3: story_points promoted v4 ridge\n[^]*17 tenants\. Models: 3 kept, 2 unchanged, 1 promoted, 1 would be promoted, 5 refused, 1 too little data, 1 data refused, 1 not started, 1 failed\. 1 tenant failed\.\n$/,
    );
  });
});
