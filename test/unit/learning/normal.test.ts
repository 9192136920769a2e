import { expect } from "chai";
import { normalCdf, normalQuantile } from "../../../src/learning/statistics/normal.js";
import { readExpected } from "./expected.js";

type Pairs = [at: number, value: number][];

const { cdf, quantile } = readExpected("normal.json") as { cdf: Pairs; quantile: Pairs };

describe("the normal distribution, as SciPy computes it", () => {
  it("has its cumulative distribution function to 12 digits, deep in the tail as well", () => {
    for (const [x, expected] of cdf) expect(normalCdf(x) / expected, `of ${x}`).to.be.closeTo(1, 1e-12);
  });

  it("has its quantiles to 12 digits", () => {
    for (const [share, expected] of quantile) {
      expect(normalQuantile(share), `at ${share}`).to.be.closeTo(expected, 1e-12 * Math.max(1, Math.abs(expected)));
    }
  });
});

describe("the normal distribution at its limits", () => {
  it("knows infinity", () => {
    expect([-Infinity, Infinity].map(normalCdf)).to.deep.equal([0, 1]);
    expect([0, 1].map(normalQuantile)).to.deep.equal([-Infinity, Infinity]);
  });

  it("has no answer to what is no number or no share", () => {
    expect(normalCdf(NaN)).to.be.NaN;
    for (const share of [NaN, -0.1, 1.1]) expect(normalQuantile(share)).to.be.NaN;
  });

  it("is symmetric, and each function undoes the other", () => {
    for (const x of [0, 0.3, 1, 1.9, 2.1, 4]) {
      expect(normalCdf(-x) + normalCdf(x)).to.be.closeTo(1, 1e-15);
      expect(normalQuantile(normalCdf(-x))).to.be.closeTo(-x, 1e-12);
    }
  });
});
