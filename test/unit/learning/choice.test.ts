import { expect } from "chai";
import { pairedDifference, simplestNotWorse } from "../../../src/learning/resampling/choice.js";

const losses = (...values: number[]) => ({ losses: Float64Array.from(values) });

describe("pairedDifference", () => {
  it("is the mean and standard error of the differences", () => {
    // differences 1, 2, 3: mean 2, sample standard deviation 1, standard error 1 / √3
    const { mean, standardError } = pairedDifference(Float64Array.of(2, 4, 6), Float64Array.of(1, 2, 3));
    expect(mean).to.equal(2);
    expect(standardError).to.be.closeTo(1 / Math.sqrt(3), 1e-12);
  });

  it("has an infinite error on one row: one row shows nothing", () => {
    expect(pairedDifference(Float64Array.of(2), Float64Array.of(1)).standardError).to.equal(Infinity);
  });
});

describe("simplestNotWorse", () => {
  it("keeps the simplest when the best is better by less than one standard error", () => {
    expect(simplestNotWorse([losses(1, 0, 1, 0), losses(0, 0.9, 0, 0.9)])).to.equal(0);
  });

  it("takes the best when it is better beyond doubt", () => {
    expect(simplestNotWorse([losses(2, 2.1, 2, 1.9), losses(1, 1.1, 0.9, 1)])).to.equal(1);
  });

  it("takes the simplest of those that are not worse than the best", () => {
    expect(simplestNotWorse([losses(5, 5, 5, 5), losses(1, 2, 1, 2), losses(2, 1, 2, 0.8)])).to.equal(1);
  });

  it("takes the simplest of equals", () => {
    expect(simplestNotWorse([losses(1, 2), losses(1, 2)])).to.equal(0);
  });

  it("never takes a candidate whose loss is not finite", () => {
    expect(simplestNotWorse([losses(NaN, 1), losses(3, 4)])).to.equal(1);
    expect(simplestNotWorse([losses(3, 4), losses(NaN, 1)])).to.equal(0);
    expect(simplestNotWorse([losses(3, 4), losses(1, Infinity)])).to.equal(0);
  });

  it("falls back to the simplest when nothing can be compared", () => {
    expect(simplestNotWorse([losses(NaN), losses(NaN)])).to.equal(0);
  });
});
