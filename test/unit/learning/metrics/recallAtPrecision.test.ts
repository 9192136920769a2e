import { expect } from "chai";
import { recallAtPrecision } from "../../../../src/learning/metrics/recallAtPrecision.js";

describe("recallAtPrecision", () => {
  const labels = [1, 0, 1, 1, 0, 1, 0, 0, 1, 0, 0, 1];
  const scores = [0.9, 0.1, 0.8, 0.8, 0.8, 0.7, 0.6, 0.6, 0.5, 0.4, 0.3, 0.2];

  // From sklearn.metrics.precision_recall_curve(labels, scores): the largest recall at each precision. Ties go to the
  // highest threshold.
  const expected: readonly (readonly [minimum: number, precision: number, recall: number, rows: number])[] = [
    [0.5, 6 / 11, 1, 11],
    [0.6, 5 / 8, 5 / 6, 8],
    [0.8, 4 / 5, 4 / 6, 5],
    [0.95, 1, 1 / 6, 1],
  ];
  for (const [minimum, precision, recall, rows] of expected) {
    it(`matches scikit-learn's curve at a precision of ${String(minimum)}`, () => {
      const top = recallAtPrecision(labels, scores, minimum);
      expect(top?.rows).to.equal(rows);
      expect(top?.precision).to.be.closeTo(precision, 1e-12);
      expect(top?.recall).to.be.closeTo(recall, 1e-12);
    });
  }

  it("is undefined if no threshold has the precision, or no label is 1", () => {
    expect(recallAtPrecision([0, 1], [0.9, 0.1], 0.9)).to.equal(undefined);
    expect(recallAtPrecision([0, 0], [0.9, 0.1], 0)).to.equal(undefined);
  });

  it("does not separate equal scores", () => {
    expect(recallAtPrecision([1, 0, 1], [0.5, 0.5, 0.5], 0.9)).to.equal(undefined);
  });

  it("refuses invalid labels, and 0 rows", () => {
    expect(() => recallAtPrecision([2], [0.5], 0.9)).to.throw(RangeError);
    expect(() => recallAtPrecision([], [], 0.9)).to.throw(RangeError);
  });
});
