import { expect } from "chai";
import { lowestMeanLoss } from "../../../../src/learning/resampling/choice.js";

const losses = (...values: number[]) => Float64Array.from(values);

describe("lowestMeanLoss", () => {
  it("chooses the candidate at any position", () => {
    expect(lowestMeanLoss([losses(2, 2), losses(1, 2), losses(0, 4)])).to.equal(1);
  });

  it("chooses the simplest candidate if several are equal", () => {
    expect(lowestMeanLoss([losses(3, 3), losses(1, 2), losses(2, 1)])).to.equal(1);
  });

  it("never chooses a candidate with a loss that is not finite", () => {
    expect(lowestMeanLoss([losses(NaN, 1), losses(3, 4)])).to.equal(1);
    expect(lowestMeanLoss([losses(3, 4), losses(NaN, 1)])).to.equal(0);
    expect(lowestMeanLoss([losses(3, 4), losses(1, -Infinity)])).to.equal(0);
  });

  it("chooses the simplest candidate if no mean is finite", () => {
    expect(lowestMeanLoss([losses(NaN), losses(Infinity)])).to.equal(0);
  });
});
