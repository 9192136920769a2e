import { expect } from "chai";
import { normalCdf, normalQuantile } from "../../../src/learning/statistics/normal.js";
import { readExpected } from "./expected.js";

type Pairs = [at: number, value: number][];

const { cdf, quantile } = readExpected("normal.json") as { cdf: Pairs; quantile: Pairs };

describe("the normal distribution, compared with SciPy", () => {
  it("has the same cumulative distribution function to 12 digits, even far in the tail", () => {
    for (const [x, expected] of cdf) expect(normalCdf(x) / expected, `of ${x}`).to.be.closeTo(1, 1e-12);
  });

  it("has the same quantiles to 12 digits", () => {
    for (const [share, expected] of quantile) {
      expect(normalQuantile(share), `at ${share}`).to.be.closeTo(expected, 1e-12 * Math.max(1, Math.abs(expected)));
    }
  });
});

describe("the normal distribution in special cases", () => {
  it("supports infinite values", () => {
    expect([-Infinity, Infinity].map(normalCdf)).to.deep.equal([0, 1]);
    expect([0, 1].map(normalQuantile)).to.deep.equal([-Infinity, Infinity]);
  });

  it("is NaN for NaN, and for shares outside [0, 1]", () => {
    expect(normalCdf(NaN)).to.be.NaN;
    for (const share of [NaN, -0.1, 1.1]) expect(normalQuantile(share)).to.be.NaN;
  });

  it("is symmetric, and each function is the inverse of the other", () => {
    for (const x of [0, 0.3, 1, 1.9, 2.1, 4]) {
      expect(normalCdf(-x) + normalCdf(x)).to.be.closeTo(1, 1e-15);
      expect(normalQuantile(normalCdf(-x))).to.be.closeTo(-x, 1e-12);
    }
  });
});
