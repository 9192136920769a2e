import { expect } from "chai";
import { labelValuesOf, nearestOf } from "../../../../src/domain/prediction/labelValues.js";

const of = (...labels: number[]) => labelValuesOf("story_points", Float64Array.from(labels));

describe("labelValuesOf", () => {
  it("returns the labels' steps of the planning scale if most labels are on it", () => {
    expect(of(5, 1, 8, 8, 4, 1, 2.5)).to.deep.equal([1, 5, 8]);
  });

  it("returns all values if most labels are on another scale", () => {
    expect(of(4, 8, 16, 24, 24, 40)).to.deep.equal([4, 8, 16, 24, 40]);
  });

  it("returns null for continuous labels and for other models", () => {
    expect(of(...Array.from({ length: 60 }, (_, i) => 0.5 + i / 7))).to.equal(null);
    expect(labelValuesOf("lead_time", Float64Array.of(1, 2))).to.equal(null);
  });
});

describe("nearestOf", () => {
  it("rounds a tie to the smaller value", () => {
    expect([0, 3, 3.1, 99].map(nearestOf([2, 4, 8]))).to.deep.equal([2, 2, 4, 8]);
  });
});
