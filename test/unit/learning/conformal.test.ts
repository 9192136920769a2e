import { expect } from "chai";
import { adaptiveCoverage } from "../../../src/learning/calibration/adaptiveCoverage.js";
import {
  conformalOffsets,
  conformalQuantile,
  recencyWeights,
} from "../../../src/learning/calibration/conformalInterval.js";
import { normalCdf } from "../../../src/learning/normal.js";
import { seededRandom } from "../../../src/learning/random.js";

function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i + 1);
}

/** Five standard deviations of a share: chance goes beyond them less than once in a million times. */
function withinChance(rate: number, trials: number): number {
  return 5 * Math.sqrt((rate * (1 - rate)) / trials);
}

describe("conformalQuantile", () => {
  it("is the ⌈(n + 1) · coverage⌉-th smallest score", () => {
    for (const [count, coverage, rank] of [
      [4, 0.8, 4],
      [9, 0.8, 8],
      [10, 0.8, 9],
      [99, 0.9, 90],
      [9, 0.7, 7],
    ] as const) {
      expect(conformalQuantile(upTo(count).reverse(), coverage)).to.equal(rank);
    }
  });

  it("is infinite of too few rows", () => {
    expect(conformalQuantile(upTo(3), 0.8)).to.equal(Infinity);
    expect(conformalQuantile([], 0.8)).to.equal(Infinity);
    expect(conformalOffsets(upTo(8), 0.8)).to.deep.equal({ lower: -Infinity, upper: Infinity });
  });

  it("counts rows by their weight, and the new row as 1", () => {
    // Σ w + 1 = 4, of which 80 % are 3.2: not there. 70 % are 2.8, 50 % are 2.
    const weights = [0.5, 1, 1, 0.5];
    expect(conformalQuantile([1, 2, 3, 4], 0.8, weights)).to.equal(Infinity);
    expect(conformalQuantile([1, 2, 3, 4], 0.7, weights)).to.equal(4);
    expect(conformalQuantile([1, 2, 3, 4], 0.5, weights)).to.equal(3);
    expect(conformalQuantile([1, 2, 3, 4, 900], 0.5, [...weights, 0])).to.equal(3);
  });

  it("refuses a coverage, weights and scores out of range", () => {
    for (const call of [
      () => conformalQuantile([1], 0),
      () => conformalQuantile([1], 1),
      () => conformalQuantile([1], 0.5, [1.1]),
      () => conformalQuantile([1], 0.5, [1, 1]),
      () => conformalQuantile([NaN], 0.5),
    ]) {
      expect(call).to.throw(RangeError);
    }
  });
});

describe("conformalOffsets", () => {
  it("takes each side from its own tail", () => {
    // 19 residuals, 1 … 10 and −0.1 … −0.9: 90 % of 20 are 18, and the second from either end.
    const residuals = [...upTo(10), ...upTo(9).map((tenths) => -tenths / 10)];
    expect(conformalOffsets(residuals, 0.8)).to.deep.equal({ lower: -0.8, upper: 9 });
  });

  it("covers a new row of the same kind as often as it says, on skewed residuals", () => {
    const random = seededRandom(21);
    const draw = (): number => Math.exp(random.normal()) - 1;
    for (const [count, coverage] of [
      [19, 0.8],
      [40, 0.8],
      [60, 0.9],
    ] as const) {
      const trials = 4000;
      let below = 0;
      let above = 0;
      for (let trial = 0; trial < trials; trial++) {
        const { lower, upper } = conformalOffsets(Float64Array.from({ length: count }, draw), coverage);
        const residual = draw();
        if (residual < lower) below++;
        if (residual > upper) above++;
      }
      // Each side misses at most its half, and for distinct scores at least 1 / (n + 1) less.
      const half = (1 - coverage) / 2;
      for (const misses of [below, above]) {
        expect(misses / trials).to.be.below(half + withinChance(half, trials));
        expect(misses / trials).to.be.above(half - 1 / (count + 1) - withinChance(half, trials));
      }
    }
  });
});

describe("recencyWeights", () => {
  const rows = 200;
  const scaleOf = (row: number): number => 1 + row / 50;
  const halfNormalCdf = (x: number): number => 2 * normalCdf(x) - 1;

  /** Coverage of the next row by the quantile of the scores' weighted mixture, which weighs as much as is asked for. */
  function coverageOfMixture(coverage: number, weights: Float64Array): number {
    const asked = coverage * (1 + weights.reduce((sum, weight) => sum + weight));
    let [low, high] = [0, 100];
    for (let halving = 0; halving < 60; halving++) {
      const middle = (low + high) / 2;
      const below = weights.reduce((sum, weight, row) => sum + weight * halfNormalCdf(middle / scaleOf(row)), 0);
      if (below < asked) low = middle;
      else high = middle;
    }
    return halfNormalCdf(low / scaleOf(rows));
  }

  it("halve after a half-life", () => {
    expect([...recencyWeights(3, 1)]).to.deep.equal([0.125, 0.25, 0.5]);
    expect(() => recencyWeights(3, 0)).to.throw(RangeError);
  });

  it("where the scale drifts, cover as the weighted mixture of rows does: the more, the shorter the half-life", () => {
    const random = seededRandom(22);
    const trials = 2000;
    const covered = [Infinity, 100, 30].map((halfLife) => {
      const weights = recencyWeights(rows, halfLife);
      let hits = 0;
      for (let trial = 0; trial < trials; trial++) {
        const scores = Float64Array.from({ length: rows }, (_, row) => scaleOf(row) * Math.abs(random.normal()));
        if (scaleOf(rows) * Math.abs(random.normal()) <= conformalQuantile(scores, 0.8, weights)) hits++;
      }
      const expected = coverageOfMixture(0.8, weights);
      expect(hits / trials).to.be.closeTo(expected, withinChance(expected, trials));
      return expected;
    });
    // Without weights 56 % instead of the 80 % asked for; with a half-life of 30 rows 74 %: more of it, but not all.
    expect(covered[0]).to.be.below(0.6);
    expect(covered[1]).to.be.within(covered[0]! + 0.02, covered[2]! - 0.02);
    expect(covered[2]).to.be.within(0.7, 0.8);
  });
});

describe("adaptiveCoverage", () => {
  it("rises after a miss and falls after a hit, by the paper's equation", () => {
    expect(adaptiveCoverage(0, () => true, 0.8)).to.equal(0.8);
    expect(adaptiveCoverage(1, () => true, 0.8)).to.be.closeTo(0.816, 1e-12);
    expect(adaptiveCoverage(1, () => false, 0.8)).to.be.closeTo(0.796, 1e-12);
    // One miss in five is what is wanted: back where it started.
    expect(adaptiveCoverage(500, (row) => row % 5 === 2, 0.8)).to.be.closeTo(0.8, 1e-9);
  });

  it("stops at its bounds, and leaves them at once", () => {
    expect(adaptiveCoverage(1000, () => true, 0.8)).to.equal(0.99);
    expect(adaptiveCoverage(1000, () => false, 0.8)).to.equal(0.5);
    expect(adaptiveCoverage(1001, (row) => row < 1000, 0.8)).to.be.closeTo(0.986, 1e-12);
    expect(adaptiveCoverage(9, () => true, 0.8, { most: 0.85 })).to.equal(0.85);
  });

  it("holds its share of hits where intervals are too narrow by half", () => {
    const random = seededRandom(23);
    const rows = 5000;
    let misses = 0;
    adaptiveCoverage(
      rows,
      (_, level) => {
        // Scores are exponential of mean 2, the interval's end is the quantile of mean 1.
        const isMiss = -2 * Math.log(1 - random.uniform()) > -Math.log(1 - level);
        if (isMiss) misses++;
        return isMiss;
      },
      0.8,
      { most: 0.999 },
    );
    // Without adapting, √0.2 = 45 % miss. Proposition 4.1: at most (0.8 + γ) / (γ n) off, but for the bound.
    expect(misses / rows).to.be.closeTo(0.2, 0.02);
  });

  it("refuses a coverage out of bounds, and no rate", () => {
    expect(() => adaptiveCoverage(1, () => true, 0.4)).to.throw(RangeError, "coverage 0.4");
    expect(() => adaptiveCoverage(1, () => true, 0.8, { most: 1.1 })).to.throw(RangeError);
    expect(() => adaptiveCoverage(1, () => true, 0.8, { rate: 0 })).to.throw(RangeError, "rate 0");
  });
});
