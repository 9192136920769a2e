import { expect } from "chai";
import fc from "fast-check";
import { denseFeatures } from "../../../src/learning/features/denseFeatures.js";
import { byPredictionTime, groupHistory, newestOfGroup } from "../../../src/learning/features/history.js";
import { countBelow } from "../../../src/learning/statistics/sortedNumbers.js";
import type { Examples } from "../../../src/learning/examples.js";
import { examplesOf, testRows } from "../../helpers/rows/examples.js";

const plan = {
  oneHot: ["type"],
  history: ["type"],
  newest: ["type"],
  text: false,
  calendar: true,
  recent: [3, 20],
  retired: { calendar: false, recent: [5] },
};
const featuresOf = (examples: Examples) => denseFeatures(examples, examples.labels, plan);

describe("denseFeatures, for all examples", () => {
  it("does not depend on labels that were unknown at the prediction time", () => {
    fc.assert(
      fc.property(testRows, fc.nat(), fc.integer({ min: 100, max: 999 }), (rows, pick, other) => {
        const examples = examplesOf(rows);
        const row = pick % examples.count;
        const predictedAt = examples.predictedAt[row]!;
        const changed = examples.labels.map((label, i) => (examples.labelKnownAt[i]! >= predictedAt ? other : label));
        const before = featuresOf(examples);
        const after = featuresOf({ ...examples, labels: changed });
        for (const [name, column] of before) expect(after.get(name)![row], name).to.deep.equal(column[row]);
      }),
    );
  });

  it("depends on labels that were known", () => {
    const examples = examplesOf([
      { predictedAt: 0, labelKnownAt: 1, label: 5, categories: { type: "bug" } },
      { predictedAt: 2, labelKnownAt: 9, label: 7, categories: { type: "bug" } },
    ]);
    const other = featuresOf({ ...examples, labels: Float64Array.of(50, 7) });
    expect(other.get("type mean so far")![1]).to.not.equal(featuresOf(examples).get("type mean so far")![1]);
  });

  it("does not change the features of earlier rows if later rows are added", () => {
    fc.assert(
      fc.property(testRows, testRows, (rows, more) => {
        const end = Math.max(...rows.map(({ labelKnownAt }) => labelKnownAt)) + 1;
        const later = more.map((row, i) => ({
          ...row,
          key: `later-${String(i)}`,
          predictedAt: row.predictedAt! + end,
          labelKnownAt: row.labelKnownAt + end,
        }));
        const alone = featuresOf(examplesOf(rows));
        const together = featuresOf(
          examplesOf([...rows.map((row, i) => ({ ...row, key: `K-${String(i)}` })), ...later]),
        );
        for (const [name, column] of alone) {
          expect([...together.get(name)!.slice(0, rows.length)], name).to.deep.equal([...column]);
        }
      }),
    );
  });
});

describe("groupHistory", () => {
  it("equals a direct computation by its definition", () => {
    fc.assert(
      fc.property(testRows, (rows) => {
        const examples = examplesOf(rows);
        const column = examples.categories["type"]!;
        const { mean, logCount } = groupHistory(examples, column, examples.labels, byPredictionTime(examples));
        for (let row = 0; row < examples.count; row++) {
          const known = [...examples.labels.keys()].filter(
            (i) => examples.labelKnownAt[i]! < examples.predictedAt[row]!,
          );
          const same = known.filter((i) => column.codes[i] === column.codes[row]);
          const sum = (indices: number[]) => indices.reduce((total, i) => total + examples.labels[i]!, 0);
          const expected = (sum(same) + (5 * sum(known)) / known.length) / (same.length + 5);
          if (known.length === 0) expect(mean[row]).to.be.NaN;
          else expect(mean[row]).to.be.closeTo(expected, 1e-9);
          expect(logCount[row]).to.equal(Math.log1p(same.length));
        }
      }),
    );
  });
});

describe("newestOfGroup", () => {
  it("equals a direct computation by its definition", () => {
    fc.assert(
      fc.property(testRows, fc.integer({ min: 1, max: 4 }), (rows, span) => {
        const examples = examplesOf(rows);
        const column = examples.categories["type"]!;
        const newest = newestOfGroup(examples, column, examples.labels, byPredictionTime(examples), span);
        for (let row = 0; row < examples.count; row++) {
          const known = [...examples.labels.keys()].filter(
            (i) => examples.labelKnownAt[i]! < examples.predictedAt[row]!,
          );
          const same = known.filter((i) => column.codes[i] === column.codes[row]).slice(-span);
          const sum = (indices: number[]) => indices.reduce((total, i) => total + examples.labels[i]!, 0);
          const expected = (sum(same) + (2 * sum(known)) / known.length) / (same.length + 2);
          if (known.length === 0 || column.codes[row]! < 0) expect(newest[row]).to.be.NaN;
          else expect(newest[row]).to.be.closeTo(expected, 1e-9);
        }
      }),
    );
  });
});

describe("countBelow", () => {
  it("counts the strictly smaller numbers", () => {
    const times = Float64Array.of(1, 2, 2, 2, 5);
    expect([0, 1, 2, 3, 9].map((time) => countBelow(times, time))).to.deep.equal([0, 0, 1, 4, 5]);
  });
});
