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

/** The lines of a text, the first two (whose it is, as of when) left out. */
const lines = (text: string): string[] => text.trimEnd().split("\n").slice(2);

describe("the text of train", () => {
  const text = (outcome: TrainOutcome, dryRun = false) =>
    trainText({ ...commandResult([tenantResult({ story_points: outcome })]), dryRun }, ONE, page);
  const findings = ["  refused: 12 rows, fewer than 30", "  warning: unknown in so many of the rows: labels (83 %)"];

  it("shows a promotion with its scores beside naive, reasons and findings", () => {
    expect(lines(text(trainOutcomes.promoted))).to.deep.equal([
      "model         outcome   version  learner  holdout             naive   held out  rows",
      "story_points  promoted  v4       ridge    0.213 [0.10, 0.31]  -0.021  63        500",
      "",
      "story_points: promoted; story_points_tenant_7_v4 serves in place of version 3",
      "  - volume: 63 new examples, and 50 are enough (from the config file)",
      "  learner: ridge on log label, penalty 4",
      "  trained in 1.23 seconds",
      "  holdout: on 63 rows: R² 0.213 [0.10, 0.31] (naive -0.021), mean absolute error 1.42 [1.30, 1.55]",
      "    (naive 1.60), share within one planning step 0.610",
      ...findings,
      "  compared on 48 rows that neither knew: mean absolute error 1.42 against 1.50, ratio 0.947",
      "    [0.88, 1.02], limit 1.1",
    ]);
  });

  it("says why naive was taken, and that a dry run records nothing", () => {
    expect(text(trainOutcomes["would-promote"], true)).to.match(
      /would be promoted +– +naive +– +– +– +500\n[^]*learner: naive, because ridge on log label[^]*was not better[^]*what was not better: – on 1 row[^]*dry run: nothing was recorded\.\n$/,
    );
  });

  const others: readonly (readonly [TrainOutcome["outcome"], readonly string[]])[] = [
    ["kept", ["story_points: kept; nothing asks for retraining"]],
    ["not-started", ["story_points: not started, because the run was stopped"]],
    ["too-little-data", ["story_points: too little data (12 rows)", "  - it was never trained", ...findings]],
    ["data-refused", ["story_points: data refused (120 rows)", "  - it was asked for with --force", ...findings]],
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
  const volume = "  - volume: 63 new examples, and 50 are enough (from the config file)";
  const held: readonly (readonly [what: string, TrainOutcome, readonly string[]])[] = [
    [
      "a training that was spared, since nothing changed",
      trainOutcomes.unchanged,
      [
        "story_points: unchanged; data, settings and code are those of the last attempt, so nothing was",
        "  trained; --force trains all the same",
        "  - age: trained 35.2 days ago, and 30 are the limit",
      ],
    ],
    [
      "a training that gave what serves already",
      sameArtefact,
      [
        "story_points: unchanged; the training gave what serves already, so no version was made",
        "  - age: trained 35.2 days ago, and 30 are the limit",
      ],
    ],
    [
      "a pinned version",
      keptPinned,
      ["story_points: kept; it is pinned, until: mltrain rollback --tenant 7 --model story_points --unpin", volume],
    ],
    [
      "a version that was rolled back to",
      keptRolledBack,
      [
        "story_points: kept; it was rolled back to, and nothing takes its place on the same data; --force",
        "  trains all the same",
        volume,
      ],
    ],
  ];
  for (const [what, outcome, notes] of held) {
    it(`explains ${what}`, () => {
      expect(lines(text(outcome)).slice(3)).to.deep.equal(notes);
    });
  }

  const reasonText = {
    worse:
      "refused, because it may be worse than what serves: with 97.5 % confidence its loss is at most 1.17 times that of what serves, and 1.1 is the limit",
    "not-better":
      "refused, because it was not shown better than what serves, which is degraded: with 97.5 % confidence its loss is at most 1.17 times that of what serves, and less than 1.1 is asked for",
    "too-few-rows": "refused, because there are only 8 rows that neither knew, and 20 are needed to compare",
    "not-finite": "refused, because a loss is not a finite number",
  } as const;
  for (const refusal of refusals) {
    it(`explains a refusal because of ${refusal.reason}, with the comparison and the way round it`, () => {
      const words = lines(text(refusal))
        .slice(3)
        .map((line) => line.trim())
        .join(" ");
      expect(words).to.match(new RegExp(`^story_points: ${reasonText[refusal.reason]} - volume`));
      const compared =
        "compared on 48 rows that neither knew: mean absolute error 1.42 against 1.50, ratio 0.947 [0.95, 1.17], limit 1.1";
      const hasLosses = refusal.reason !== "too-few-rows";
      expect(words.includes(compared)).to.equal(hasLosses);
      expect(words.includes("compared on")).to.equal(hasLosses);
      expect(words).to.match(
        /whatever the evidence: mltrain train --tenant 7 --model story_points --policy classic --force$/,
      );
    });
  }

  it("names how far back-off has raised the bar", () => {
    const volume = { ...reasons.volume, seen: 213, factor: 4 };
    const age = { ...reasons.age, seen: 61, factor: 2 };
    expect(lines(text({ outcome: "kept", reasons: [volume, age] })).slice(4)).to.deep.equal([
      "  - volume: 213 new examples, and 200 are enough, 4 times 50 (from the config file) after attempts",
      "    that changed nothing",
      "  - age: trained 61.0 days ago, and 60 are the limit, 2 times 30 after attempts that changed nothing",
    ]);
  });

  for (const [outcome, notes] of others) {
    it(`explains ${outcome}`, () => {
      expect(lines(text(trainOutcomes[outcome])).slice(3)).to.deep.equal(notes);
    });
  }

  it("explains a refusal by the version in quarantine that it equals", () => {
    expect(text(trainOutcomes.refused)).to.include("refused, because it equals version 2, which is in quarantine");
  });

  it("counts every outcome of all tenants", () => {
    expect(trainText(trainResult, { all: true, shard: { index: 0, count: 1 }, concurrency: 1 }, page)).to.match(
      /tenant 3: story_points promoted v4 ridge\n[^]*17 tenants: models 3 kept, 2 unchanged, 1 promoted, 1 would be promoted, 5 refused, 1 too little data, 1 data refused, 1 not started, 1 failed; 1 tenant broke off\n$/,
    );
  });
});
