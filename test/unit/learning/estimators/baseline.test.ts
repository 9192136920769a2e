import { expect } from "chai";
import { baseRate, median, weightedBaseRate, weightedMedian } from "../../../../src/learning/estimators/baseline.js";

describe("baselines of weighted labels", () => {
  it("equal those of the labels repeated by their weights", () => {
    const labels = [5, 1, 3, 9];
    for (const weights of [
      [1, 1, 1, 1],
      [3, 1, 1, 0],
      [1, 2, 0, 1],
      [0, 0, 0, 2],
      [2, 0, 0, 2],
    ]) {
      const repeated = labels.flatMap((label, row) => new Array<number>(weights[row]!).fill(label));
      expect(weightedMedian(labels, weights)).to.equal(median(repeated));
      const classes = labels.map((label) => (label > 4 ? 1 : 0));
      const copies = repeated.map((label) => (label > 4 ? 1 : 0));
      expect(weightedBaseRate(classes, weights)).to.equal(baseRate(copies));
    }
  });

  it("support fractional weights", () => {
    expect(weightedMedian([1, 2, 3], [0.2, 0.2, 0.5])).to.equal(3);
    expect(weightedMedian([1, 2, 3], [0.25, 0.25, 0.5])).to.equal(2.5);
    expect(weightedBaseRate([1, 0], [0.25, 0.75])).to.equal(0.25);
  });

  it("refuse invalid weights and labels", () => {
    for (const weights of [[1], [1, -1], [0, 0], [1, NaN]]) {
      expect(() => weightedMedian([1, 2], weights)).to.throw(RangeError);
      expect(() => weightedBaseRate([1, 0], weights)).to.throw(RangeError);
    }
    expect(() => weightedMedian([1, NaN], [1, 1])).to.throw(RangeError, "label 1");
    expect(() => weightedBaseRate([1, 2], [1, 1])).to.throw(RangeError, "label 1");
  });
});
