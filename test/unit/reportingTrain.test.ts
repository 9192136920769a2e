import { expect } from "chai";
import { parseTenantId } from "../../src/domain/tenant.js";
import { createPage } from "../../src/reporting/page.js";
import { trainText } from "../../src/reporting/text/train.js";
import type { TrainOutcome } from "../../src/usecases/results.js";
import { trainResult } from "../cli/results/commands.js";
import { trainOutcomes } from "../cli/results/outcomes.js";
import { commandResult, tenantResult } from "../cli/results/parts.js";

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
      "model         outcome   version  learner  holdout   naive   held out  rows  seconds",
      "story_points  promoted  v4       ridge    R² 0.213  -0.021  63        500   1.23",
      "",
      "story_points: promoted; story_points_tenant_7_v4 serves in place of version 3",
      "  - volume: 63 new examples, and 50 are enough (from the config file)",
      "  learner: ridge on log label, penalty 4",
      "  holdout: on 63 rows: R² 0.213 (naive -0.021), mean absolute error 1.42 (naive 1.60), share within",
      "    one planning step 0.610",
      ...findings,
    ]);
  });

  it("says why naive was taken, and that a dry run records nothing", () => {
    expect(text(trainOutcomes["would-promote"], true)).to.match(
      /would be promoted +– +naive +– +– +– +500[^]*learner: naive, because ridge on log label[^]*was not better[^]*what was not better: – on 1 row[^]*dry run: nothing was recorded\.\n$/,
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
      /tenant 2: story_points promoted v4 ridge\n[^]*9 tenants: models 1 kept, 1 promoted, 1 would be promoted, 1 refused, 1 too little data, 1 data refused, 1 not started, 1 failed; 1 tenant broke off\n$/,
    );
  });
});
