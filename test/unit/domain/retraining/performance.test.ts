import { expect } from "chai";
import { completionMix } from "../../../../src/domain/scoring/completionMix.js";
import {
  rowsForNextTest,
  type PreviousTest,
  type Insufficiency,
} from "../../../../src/domain/retraining/performance.js";
import { ask, sequentialTestOf, r2 } from "../../../helpers/rows/performanceInputs.js";
import { rowsOfCalls, rowsOfR2, scoredRows } from "../../../helpers/rows/scoredRows.js";

const GOOD = rowsOfR2(200, 0.9, 1);
const POOR = rowsOfR2(200, 0.3, 2);
/** Fifths of 1, 2, 3, 4 and 5 days. */
const FIFTHS = completionMix(Float64Array.from({ length: 100 }, (_, i) => 1 + (i % 5)));

function insufficiencyOf(...question: Parameters<typeof ask>): Insufficiency | undefined {
  const answer = ask(...question);
  return answer.verdict === "insufficient" ? answer.insufficiency : undefined;
}

describe("the performance question is asked", () => {
  it("at 20 rows, and each time they have grown by half", () => {
    const asked: number[] = [];
    let before: PreviousTest | undefined;
    for (let rows = 0; rows <= 400; rows++) {
      if (rows < rowsForNextTest(before)) continue;
      asked.push(rows);
      before = { number: asked.length, rows };
    }
    // ⌈1.5 · 45⌉ = ⌈67.5⌉ = 68, and so on.
    expect(asked).to.deep.equal([20, 30, 45, 68, 102, 153, 230, 345]);
  });

  it("the k-th time at level 0.05 / k, with bounds that are wider for it", () => {
    const newRows = rowsOfR2(60, 0.5, 3);
    const first = sequentialTestOf(newRows, GOOD);
    expect(first).to.include({ number: 1, level: 0.05, rows: 60, threshold: 0.6 });
    const fifth = sequentialTestOf(newRows, GOOD, { before: { number: 4, rows: 40 } });
    expect(fifth).to.include({ number: 5, level: 0.01, rows: 60 });
    expect(fifth.score.value).to.equal(first.score.value);
    expect(fifth.score.lower).to.be.lessThan(first.score.lower);
    expect(fifth.score.upper).to.be.greaterThan(first.score.upper);
  });

  it("so that what is enough for the first asking need not be for a later one", () => {
    const newRows = rowsOfR2(40, 0.35, 7);
    expect(sequentialTestOf(newRows, GOOD).verdict).to.equal("degraded");
    expect(sequentialTestOf(newRows, GOOD, { before: { number: 19, rows: 25 } }).verdict).to.equal("healthy");
  });
});

describe("the performance question is answered insufficient", () => {
  const classifier = { model: "rework_risk", decisionThreshold: 0.5, threshold: 0.65 } as const;
  const calls = (positives: number, negatives: number) => rowsOfCalls(positives, 0, 0, negatives);
  const cases: [about: string, seen: Insufficiency | undefined, expected: Insufficiency | undefined][] = [
    ["no row", insufficiencyOf(rowsOfR2(0, 0.3, 1), GOOD), { reason: "rows", missing: 20 }],
    ["19 rows", insufficiencyOf(rowsOfR2(19, 0.3, 1), GOOD), { reason: "rows", missing: 1 }],
    ["20 rows", insufficiencyOf(rowsOfR2(20, 0.3, 1), GOOD), undefined],
    ["7 of 30 positive", insufficiencyOf(calls(7, 23), calls(40, 60), classifier), { reason: "positives", missing: 3 }],
    ["9 of 30 negative", insufficiencyOf(calls(21, 9), calls(40, 60), classifier), { reason: "negatives", missing: 1 }],
    ["10 of each class", insufficiencyOf(calls(10, 10), calls(40, 60), classifier), undefined],
    ["no holdout", insufficiencyOf(POOR, undefined), { reason: "no-holdout" }],
    ["a holdout without rows", insufficiencyOf(POOR, scoredRows([], [])), { reason: "no-holdout" }],
    ["equal labels", insufficiencyOf(scoredRows(Array(30).fill(3), Array(30).fill(2)), GOOD), { reason: "undefined" }],
    ["equal labels held out", insufficiencyOf(POOR, scoredRows([3, 3], [1, 2])), { reason: "undefined" }],
    ["one row held out", insufficiencyOf(POOR, scoredRows([3], [1])), { reason: "undefined" }],
    [
      "a prediction that is no number",
      insufficiencyOf({ ...POOR, predictions: POOR.predictions.map((value, i) => (i === 5 ? NaN : value)) }, GOOD),
      { reason: "undefined" },
    ],
  ];
  for (const [about, seen, expected] of cases) {
    it(`${expected === undefined ? "not " : ""}on ${about}`, () => {
      expect(seen).to.deep.equal(expected);
    });
  }

  it("on a mix of delays that lacks more than a fifth of the training's", () => {
    const evidence = { holdout: rowsOfR2(100, 0.9, 1, (i) => 1 + (i % 5)), mix: FIFTHS };
    const lacking = (bins: number) => rowsOfR2(60, 0.3, 4, (i) => 1 + (i % bins));
    const three = insufficiencyOf(lacking(3), undefined, { evidence });
    expect(three).to.have.property("reason", "mix");
    expect(three).to.have.property("covered").that.is.closeTo(0.6, 1e-12);
    expect(insufficiencyOf(lacking(4), undefined, { evidence })).to.equal(undefined);
  });

  it("on weighted rows that tell no more than fewer than 20 would, saying how many are missing", () => {
    const evidence = { holdout: GOOD, mix: FIFTHS };
    // 28 rows: 24 of one day, one of each other. Each bin is worth 28/5: w = 5.6/24 and 5.6.
    const newRows = rowsOfR2(28, 0.3, 4, (i) => Math.max(1, i - 22));
    const effective = 28 ** 2 / (24 * (5.6 / 24) ** 2 + 4 * 5.6 ** 2); // 6.19
    const missing = Math.ceil(20 - effective);
    expect(missing).to.equal(14);
    expect(insufficiencyOf(newRows, undefined, { evidence })).to.deep.equal({ reason: "effective-rows", missing });
  });
});

describe("the performance question", () => {
  it("finds degraded a champion that reached the threshold and is shown below it", () => {
    const sequentialTest = sequentialTestOf(POOR, GOOD);
    expect(sequentialTest.verdict).to.equal("degraded");
    expect(sequentialTest.score.upper).to.be.lessThan(0.6);
    expect(sequentialTest, "it need not be compared with its holdout").not.to.have.property("difference");
  });

  it("finds healthy a champion that is not shown below the threshold, whatever it was", () => {
    const sequentialTest = sequentialTestOf(rowsOfR2(40, 0.5, 5), GOOD);
    expect(sequentialTest.score.value).to.be.lessThan(0.6);
    expect(sequentialTest.score.upper).to.be.greaterThan(0.6);
    expect(sequentialTest.verdict).to.equal("healthy");
  });

  it("finds healthy a champion that never reached the threshold and is what it was", () => {
    const sequentialTest = sequentialTestOf(rowsOfR2(200, 0.3, 6), POOR);
    expect(sequentialTest.score.upper).to.be.lessThan(0.6);
    expect(sequentialTest.difference?.lower).to.be.lessThan(0);
    expect(sequentialTest.difference?.upper).to.be.greaterThan(0);
    expect(sequentialTest.verdict).to.equal("healthy");
  });

  it("finds degraded a champion that never reached the threshold and is shown worse than it was", () => {
    const sequentialTest = sequentialTestOf(rowsOfR2(200, -0.5, 6), POOR);
    expect(sequentialTest.difference?.upper).to.be.lessThan(0);
    expect(sequentialTest.verdict).to.equal("degraded");
  });

  it("compares with a holdout that lies above the threshold, but is not shown to", () => {
    const few = rowsOfR2(20, 0.62, 8);
    const sequentialTest = sequentialTestOf(rowsOfR2(200, 0.35, 9), few);
    expect(sequentialTest.difference).not.to.equal(undefined);
    expect(sequentialTest.difference!.value).to.be.closeTo(sequentialTest.score.value - r2(few), 1e-12);
  });

  it("asks of F1 where the model is a classifier, at its own threshold", () => {
    // F1 = 2 · hits / (2 · hits + misses + false alarms)
    const newRows = rowsOfCalls(12, 20, 10, 100);
    const classifier = { model: "rework_risk", threshold: 0.65, decisionThreshold: 0.5 } as const;
    const sequentialTest = sequentialTestOf(newRows, rowsOfCalls(60, 5, 5, 130), classifier);
    expect(sequentialTest.score.value).to.be.closeTo(24 / 54, 1e-12);
    expect(sequentialTest.verdict).to.equal("degraded");
    const always = sequentialTestOf(newRows, rowsOfCalls(60, 5, 5, 130), { ...classifier, decisionThreshold: 0.05 });
    expect(always.score.value, "all 142 are called, 32 are positive").to.be.closeTo(64 / 174, 1e-12);
  });

  it("gives the same answer for the same seed, and other bounds for another", () => {
    expect(ask(POOR, GOOD)).to.deep.equal(ask(POOR, GOOD));
    const other = sequentialTestOf(POOR, GOOD, { seed: 2 });
    expect(other.score.value).to.equal(sequentialTestOf(POOR, GOOD).score.value);
    expect(other.score.upper).not.to.equal(sequentialTestOf(POOR, GOOD).score.upper);
  });
});
