import { expect } from "chai";
import { weightedF1 } from "../../../../src/learning/metrics/f1Score.js";
import { weightedR2 } from "../../../../src/learning/metrics/r2Score.js";
import { seededRandom } from "../../../../src/learning/random.js";
import {
  bootstrap,
  interval,
  MAXIMUM_BOOTSTRAP_ROWS,
  type WeightedStatistic,
} from "../../../../src/learning/resampling/bootstrap.js";
import { bcaDistribution } from "../../../../src/learning/resampling/distributions.js";
import { accelerationOf, jackknife, standardErrorOf } from "../../../../src/learning/resampling/jackknife.js";
import { weightedMean, weightedRatio } from "../../../../src/learning/statistics/weightedMean.js";
import { readExpected } from "../expected.js";

interface BootstrapCase {
  name: string;
  statistic: keyof typeof STATISTICS;
  first: number[];
  second: number[];
  samples: number[];
  replicates: number[];
  acceleration: number;
  intervalOfReplicates: [number, number];
  interval: [number, number];
  standardError: number;
}

const STATISTICS = {
  mean: (values: number[]): WeightedStatistic => weightedMean(values),
  r2: weightedR2,
  f1: (labels: number[], probabilities: number[]): WeightedStatistic => weightedF1(labels, probabilities, 0.5),
  ratio: weightedRatio,
};

const { cases } = readExpected("bootstrap.json") as { cases: BootstrapCase[] };

const ones = (rows: number): Float64Array => new Float64Array(rows).fill(1);

/** Returns the statistic for one sample, or its difference between two samples. */
function statisticOf({ statistic, first, second, samples }: BootstrapCase): WeightedStatistic {
  const make = STATISTICS[statistic];
  const size = samples[0] ?? 0;
  if (samples.length === 1) return make(first, second);
  const one = make(first.slice(0, size), second.slice(0, size));
  const other = make(first.slice(size), second.slice(size));
  return (weights) => one(weights.subarray(0, size)) - other(weights.subarray(size));
}

describe("the bootstrap, compared with SciPy", () => {
  for (const expected of cases) {
    const { name, samples, first } = expected;
    const statistic = statisticOf(expected);

    it(`${name}: the same acceleration, and the same interval from the same replicates`, () => {
      const [jackknifed = []] = jackknife([statistic], samples, ones(first.length));
      expect(accelerationOf(jackknifed)).to.be.closeTo(expected.acceleration, 1e-10);
      const distribution = bcaDistribution(
        statistic(ones(first.length)),
        Float64Array.from(expected.replicates).sort(),
        jackknifed,
      );
      expect(distribution.lower(0.025)).to.be.closeTo(expected.intervalOfReplicates[0], 1e-10);
      expect(distribution.upper(0.025)).to.be.closeTo(expected.intervalOfReplicates[1], 1e-10);
    });

    it(`${name}: nearly the same interval from its own replicates`, () => {
      const [distribution] = bootstrap(first.length, [statistic], { seed: 1, replicates: 100_000, samples });
      const [low, high] = interval(distribution, 0.95) ?? [NaN, NaN];
      // The 2.5 % quantile of 100,000 normal replicates has an error of 0.008 standard deviations. The bias correction
      // adds as much, here and in SciPy. Long tails, as for the R² of few rows, double it. So this allows three errors.
      const tolerance = 0.1 * expected.standardError;
      expect(low).to.be.closeTo(expected.interval[0], tolerance);
      expect(high).to.be.closeTo(expected.interval[1], tolerance);
    });
  }
});

describe("bounds of the bootstrap", () => {
  it("miss the true mean at the rate of their level", () => {
    const random = seededRandom(1);
    const misses = { below: 0, above: 0 };
    const repetitions = 300;
    for (let seed = 0; seed < repetitions; seed++) {
      const values = Float64Array.from({ length: 50 }, random.normal);
      const [mean] = bootstrap(50, [weightedMean(values)], { seed });
      misses.below += mean!.lower(0.05) > 0 ? 1 : 0;
      misses.above += mean!.upper(0.05) < 0 ? 1 : 0;
    }
    expect(misses.below / repetitions).to.be.within(0.02, 0.09);
    expect(misses.above / repetitions).to.be.within(0.02, 0.09);
  });

  it("use the same resamples for all statistics, so a constant difference has no spread", () => {
    const values = Float64Array.from({ length: 30 }, seededRandom(3).uniform);
    const mean = weightedMean(values);
    const more = weightedMean(values.map((value) => value + 1));
    const [difference] = bootstrap(30, [(weights) => more(weights) - mean(weights)], { seed: 1 });
    expect(difference!.upper(0.01) - difference!.lower(0.01)).to.be.below(1e-12);
    expect(difference!.estimate).to.be.closeTo(1, 1e-12);
  });

  it("resample each sample separately", () => {
    const sizes: string[] = [];
    const noting: WeightedStatistic = (weights) => {
      const sum = (part: Float64Array): number => part.reduce((total, weight) => total + weight, 0);
      sizes.push(`${sum(weights.subarray(0, 3))}+${sum(weights.subarray(3))}`);
      return 1;
    };
    bootstrap(8, [noting], { seed: 1, replicates: 50, samples: [3, 5] });
    expect(new Set(sizes.slice(-50))).to.deep.equal(new Set(["3+5"]));
  });

  it("multiply the draws of a row by its initial weight", () => {
    const values = [0, 1, 5, 100];
    const [mean] = bootstrap(4, [weightedMean(values)], { seed: 1, weights: Float64Array.of(1, 2, 1, 0) });
    expect(mean!.estimate).to.equal(7 / 4);
    expect(mean!.upper(0.001)).to.be.at.most(5);
  });

  it("refuse invalid levels, sizes of samples and numbers of weights", () => {
    const [mean] = bootstrap(2, [weightedMean([1, 2])], { seed: 1, replicates: 10 });
    for (const level of [0, 1, -1, NaN]) {
      expect(() => mean!.lower(level)).to.throw(RangeError, "level");
      expect(() => mean!.upper(level)).to.throw(RangeError, "level");
    }
    expect(() => bootstrap(2, [], { seed: 1, samples: [1, 2] })).to.throw(RangeError, "samples of 3 rows");
    expect(() => bootstrap(2, [], { seed: 1, weights: ones(3) })).to.throw(RangeError, "3 weights");
  });
});

describe("the bootstrap in special cases", () => {
  const bounds = (rows: number, statistic: WeightedStatistic): unknown => {
    const [distribution] = bootstrap(rows, [statistic], { seed: 1, replicates: 500 });
    return distribution && [distribution.lower(0.05), distribution.estimate, distribution.upper(0.05)];
  };

  it("is undefined without rows", () => {
    expect(bounds(0, weightedMean([]))).to.equal(undefined);
    expect(bounds(0, weightedRatio([], []))).to.equal(undefined);
    expect(interval(undefined, 0.95)).to.equal(undefined);
  });

  it("has no spread for one row, for constant rows, or if all rows tie", () => {
    expect(bounds(1, weightedMean([3]))).to.deep.equal([3, 3, 3]);
    expect(bounds(20, weightedMean(new Float64Array(20).fill(2)))).to.deep.equal([2, 2, 2]);
    expect(bounds(20, weightedRatio(new Float64Array(20), new Float64Array(20)))).to.deep.equal([1, 1, 1]);
    expect(bounds(2, weightedF1([1, 0], [1, 0], 0.5))).to.deep.equal([1, 1, 1]);
  });

  it("is undefined if the statistic is undefined on the rows or on all resamples", () => {
    expect(bounds(3, weightedR2([1, 1, 1], [1, 2, 3]))).to.equal(undefined);
    const onlyOnAll: WeightedStatistic = (weights) => (weights.every((weight) => weight === 1) ? 1 : NaN);
    expect(bootstrap(30, [onlyOnAll], { seed: 1, replicates: 100 })).to.deep.equal([undefined]);
    expect(bootstrap(2, [weightedMean([1, 2])], { seed: 1, weights: new Float64Array(2) })).to.deep.equal([undefined]);
  });

  it("leaves out resamples on which the statistic is undefined", () => {
    // A third of the resamples of three rows have only one of the two labels.
    const [low, estimate, high] = bounds(3, weightedR2([1, 2, 2], [1, 2, 1])) as number[];
    expect(low).to.be.at.most(estimate!);
    expect(high).to.be.at.least(estimate!);
  });

  it("includes infinite ratios", () => {
    expect(bounds(3, weightedRatio([1, 1, 1], [0, 0, 1]))).to.deep.equal([1.5, 3, Infinity]);
    expect(bounds(3, weightedRatio([1, 1, 1], [0, 0, 0]))).to.deep.equal([Infinity, Infinity, Infinity]);
  });

  it("uses the plain percentiles if all replicates are on one side", () => {
    const distribution = bcaDistribution(10, Float64Array.of(1, 2, 3), [Float64Array.of(1, 2, 4)]);
    expect(distribution.lower(0.5)).to.equal(2);
    expect(distribution.upper(0.25)).to.be.closeTo(2.5, 1e-12);
  });

  it("returns the last replicate if the correction is unbounded", () => {
    // One row of ten has all the influence. The acceleration is 0.14, and the formula changes its sign at 7 deviations.
    const jackknifed = Float64Array.of(1, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    const replicates = Float64Array.from({ length: 100 }, (_, i) => i);
    const falling = bcaDistribution(49.5, replicates, [jackknifed]);
    const rising = bcaDistribution(49.5, replicates, [jackknifed.map((value) => -value)]);
    expect(falling.lower(1e-15)).to.equal(0);
    expect(rising.upper(1e-15)).to.equal(99);
  });
});

describe("the normal approximation", () => {
  const rows = MAXIMUM_BOOTSTRAP_ROWS + 1;
  const values = Float64Array.from({ length: rows }, seededRandom(5).normal);
  const options = { seed: 1, samples: [rows, 30] };

  it("replaces the bootstrap for many rows, with the standard error of 200 groups", () => {
    const [mean] = bootstrap(rows, [weightedMean(values)], { seed: 1 });
    expect(mean!.method).to.equal("normal");
    const standardError = (mean!.upper(0.025) - mean!.lower(0.025)) / 2 / 1.959963984540054;
    // With 199 degrees of freedom, the error is about 5 %. The test allows three times that.
    expect(standardError * Math.sqrt(rows)).to.be.closeTo(1, 0.15);
  });

  it("is not used at the limit", () => {
    const maximum = values.subarray(0, MAXIMUM_BOOTSTRAP_ROWS);
    const [mean] = bootstrap(maximum.length, [weightedMean(maximum)], { seed: 1, replicates: 2 });
    expect(mean!.method).to.equal("bootstrap");
  });

  it("adds up the variances of its samples", () => {
    const of = weightedMean(values);
    const few = weightedMean(values.subarray(0, 30));
    const difference: WeightedStatistic = (weights) => of(weights.subarray(0, rows)) - few(weights.subarray(rows));
    const [both] = bootstrap(rows + 30, [difference], options);
    const error = (statistic: WeightedStatistic, size: number): number =>
      standardErrorOf(jackknife([statistic], [size], ones(size))[0] ?? []);
    const expected = Math.hypot(error(of, rows), error(few, 30));
    expect(both!.upper(0.025) - both!.estimate).to.be.closeTo(1.959963984540054 * expected, 1e-9);
  });

  it("is undefined if the statistic is undefined with all rows or without some", () => {
    const [never, sometimes] = bootstrap(
      rows,
      [() => NaN, (weights) => ((weights[0] ?? 0) > 0 ? weightedMean(values)(weights) : NaN)],
      { seed: 1 },
    );
    expect([never, sometimes]).to.deep.equal([undefined, undefined]);
  });

  it("has the standard error of the mean if each row is a group", () => {
    const few = values.subarray(0, 100);
    const mean = few.reduce((sum, value) => sum + value, 0) / 100;
    const variance = few.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 99;
    const [jackknifed = []] = jackknife([weightedMean(few)], [100], ones(100));
    expect(standardErrorOf(jackknifed)).to.be.closeTo(Math.sqrt(variance / 100), 1e-12);
  });
});
