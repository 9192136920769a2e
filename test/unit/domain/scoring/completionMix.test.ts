import { expect } from "chai";
import { compareMix, completionMix } from "../../../../src/domain/scoring/completionMix.js";

/** Returns `counts[i]` delays of i + 1 days. */
const delays = (...counts: number[]): Float64Array =>
  Float64Array.from(counts.flatMap((count, i) => Array.from({ length: count }, () => i + 1)));
/** Five equal bins, up to 1, 2, 3, 4 and above 4 days. */
const FIFTHS = completionMix(delays(10, 10, 10, 10, 10));

describe("completionMix", () => {
  it("uses the 20, 40, 60 and 80 % quantiles of the delays as edges", () => {
    const hundred = Float64Array.from({ length: 100 }, (_, i) => 100 - i);
    expect(completionMix(hundred)).to.deep.equal({ edges: [20, 40, 60, 80], shares: [0.2, 0.2, 0.2, 0.2, 0.2] });
  });

  it("has fewer bins if delays are equal, and no empty bin", () => {
    expect(completionMix(delays(60, 20, 20))).to.deep.equal({ edges: [1, 2], shares: [0.6, 0.2, 0.2] });
    expect(completionMix(Float64Array.of(3, 3, 3))).to.deep.equal({ edges: [], shares: [1] });
    expect(completionMix(Float64Array.of(1, 2))).to.deep.equal({ edges: [1], shares: [0.5, 0.5] });
  });

  it("puts a delay into the same bin before and after it is recorded with 32 bits", () => {
    expect(Math.fround(0.1)).to.be.greaterThan(0.1);
    expect(Math.fround(0.7)).to.be.lessThan(0.7);
    for (const often of [0.1, 0.7]) {
      const delays = Float64Array.from({ length: 20 }, (_, i) => (i < 10 ? often : often + i));
      const mix = completionMix(delays);
      expect(mix.shares[0]).to.equal(0.5);
      const kept = Float64Array.from(Float32Array.from(delays));
      expect(completionMix(kept)).to.deep.equal(mix);
      for (const each of [delays, kept]) expect(compareMix(mix, each).shifted).to.equal(false);
    }
  });

  it("does not change its input", () => {
    const given = Float64Array.of(3, 1, 2);
    completionMix(given);
    expect([...given]).to.deep.equal([3, 1, 2]);
  });
});

describe("compareMix", () => {
  // p values of scipy 1.10.1, scipy.stats.chisquare(counts, expected).
  const cases: [about: string, counts: number[], shifted: boolean][] = [
    ["p = 0.155", [10, 10, 10, 10, 20], false],
    ["p = 0.0123", [2, 10, 10, 10, 18], false],
    ["p = 0.00948", [2, 8, 11, 11, 18], true],
    ["p = 0.0000232", [8, 8, 8, 8, 28], true],
  ];
  for (const [about, counts, shifted] of cases) {
    it(`finds ${shifted ? "a shift" : "no shift"} of ${counts.join(", ")} from five equal bins (${about})`, () => {
      expect(compareMix(FIFTHS, delays(...counts)).shifted).to.equal(shifted);
    });
  }

  // The mix of 60 %, 20 %, 20 % has two degrees of freedom, the mix of halves has one.
  const thirds = completionMix(delays(60, 20, 20));
  const halves = completionMix(delays(50, 50));
  const fewer: [about: string, mix: typeof thirds, counts: number[], shifted: boolean][] = [
    ["p = 0.0155", thirds, [20, 15, 15], false],
    ["p = 0.00630", thirds, [19, 16, 15], true],
    ["p = 0.0164", halves, [38, 62], false],
    ["p = 0.00932", halves, [37, 63], true],
  ];
  for (const [about, mix, counts, shifted] of fewer) {
    it(`finds ${shifted ? "a shift" : "no shift"} of ${counts.join(", ")} with fewer bins (${about})`, () => {
      expect(compareMix(mix, delays(...counts)).shifted).to.equal(shifted);
    });
  }

  it("weights rows to the shares of the training", () => {
    const { weights, effectiveRows, covered } = compareMix(FIFTHS, delays(8, 8, 8, 8, 28));
    // Of 60 rows, 12 are expected in each bin: w = 12/8 = 1.5 for 32 rows and 12/28 for the others.
    expect(weights?.[0]).to.be.closeTo(1.5, 1e-12);
    expect(weights?.[59]).to.be.closeTo(12 / 28, 1e-12);
    expect(covered).to.be.closeTo(1, 1e-12);
    // (Σw)² / Σw² = 60² / (32 · 1.5² + 28 · (12/28)²) = 3600 / (72 + 144/28)
    expect(effectiveRows).to.be.closeTo(3600 / (72 + 144 / 28), 1e-9);
  });

  it("gives the covered share of the mix if bins are empty, and weights the other bins to their shares", () => {
    const { shifted, weights, effectiveRows, covered } = compareMix(FIFTHS, delays(30, 10, 0, 10, 0));
    expect(shifted).to.equal(true);
    expect(covered).to.be.closeTo(0.6, 1e-12);
    // Three bins have rows, and each should have a third of the 50 rows: w = 50/3/30 and 50/3/10.
    expect(weights?.[0]).to.be.closeTo(5 / 9, 1e-12);
    expect(weights?.[30]).to.be.closeTo(5 / 3, 1e-12);
    expect(effectiveRows).to.be.closeTo(2500 / (30 * (5 / 9) ** 2 + 20 * (5 / 3) ** 2), 1e-9);
  });

  it("gives no weights without a shift, without rows, or for a mix of one bin", () => {
    const unweighted = { shifted: false, weights: undefined, covered: 1 };
    expect(compareMix(FIFTHS, delays(9, 11, 10, 10, 10))).to.deep.equal({ ...unweighted, effectiveRows: 50 });
    expect(compareMix(FIFTHS, new Float64Array(0))).to.deep.equal({ ...unweighted, effectiveRows: 0 });
    const one = completionMix(Float64Array.of(3, 3, 3));
    expect(compareMix(one, Float64Array.of(100, 200))).to.deep.equal({ ...unweighted, effectiveRows: 2 });
  });
});
