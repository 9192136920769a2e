import { expect } from "chai";
import fc from "fast-check";
import { weightedF1 } from "../../../src/learning/metrics/f1Score.js";
import { weightedMedianAbsoluteError } from "../../../src/learning/metrics/medianAbsoluteError.js";
import { weightedR2 } from "../../../src/learning/metrics/r2Score.js";
import { weightedRocAuc } from "../../../src/learning/metrics/rocAuc.js";
import { bootstrap, interval, type SamplingDistribution } from "../../../src/learning/resampling/bootstrap.js";
import { quantileSorted } from "../../../src/learning/statistics/quantile.js";
import { weightedRatio } from "../../../src/learning/statistics/weightedMean.js";
import { binary, regression, type Rows } from "./metricsRows.js";

const LEVELS = [1e-9, 0.001, 0.01, 0.025, 0.05, 0.2, 0.5] as const;

/** Rows of a regression or of a classifier. Most of the weights can be 0. */
const given = fc.record({
  rows: fc.oneof(regression, binary),
  seed: fc.nat(),
  weights: fc.array(fc.constantFrom(0, 0.5, 1, 2.5), { minLength: 60, maxLength: 60 }),
});

type Given = typeof given extends fc.Arbitrary<infer T> ? T : never;

function distributionsOf({ rows, seed, weights }: Given, factor = 1): (SamplingDistribution | undefined)[] {
  const { labels, predictions } = rows;
  const isBinary = labels.every((label) => label === 0 || label === 1);
  const statistics = [
    weightedR2(labels, predictions),
    weightedMedianAbsoluteError(labels, predictions),
    weightedRatio(labels, predictions),
    ...(isBinary ? [weightedF1(labels, predictions, 0.5), weightedRocAuc(labels, predictions)] : []),
  ];
  const each = Float64Array.from(labels, (_, row) => factor * weights[row]!);
  return bootstrap(labels.length, statistics, { seed, replicates: 60, weights: each });
}

const boundsOf = (distribution: SamplingDistribution | undefined): unknown =>
  distribution && [distribution.lower(0.05), distribution.estimate, distribution.upper(0.05)];

const defined = (distributions: readonly (SamplingDistribution | undefined)[]): SamplingDistribution[] =>
  distributions.filter((distribution) => distribution !== undefined);

describe("bounds of the bootstrap, for all rows", () => {
  it("are never NaN", () => {
    fc.assert(
      fc.property(given, (each) => {
        for (const distribution of defined(distributionsOf(each))) {
          expect(distribution.estimate).not.to.be.NaN;
          for (const level of LEVELS) {
            expect(distribution.lower(level)).not.to.be.NaN;
            expect(distribution.upper(level)).not.to.be.NaN;
          }
        }
      }),
    );
  });

  it("are equal for equal seeds", () => {
    fc.assert(
      fc.property(given, (each) => {
        expect(distributionsOf(each).map(boundsOf)).to.deep.equal(distributionsOf(each).map(boundsOf));
      }),
    );
  });

  it("do not change if all weights double", () => {
    fc.assert(
      fc.property(given, (each) => {
        expect(distributionsOf(each, 2).map(boundsOf)).to.deep.equal(distributionsOf(each).map(boundsOf));
      }),
    );
  });

  it("are closer together for a higher level, and the lower is never above the upper", () => {
    fc.assert(
      fc.property(given, (each) => {
        for (const distribution of defined(distributionsOf(each))) {
          for (const [i, level] of LEVELS.entries()) {
            const wider = LEVELS[Math.max(0, i - 1)]!;
            expect(distribution.lower(wider)).to.be.at.most(distribution.lower(level));
            expect(distribution.upper(wider)).to.be.at.least(distribution.upper(level));
            expect(distribution.lower(level)).to.be.at.most(distribution.upper(level));
          }
          const [low, high] = interval(distribution, 0.9)!;
          expect(low).to.be.at.most(high);
        }
      }),
    );
  });

  it("are within the range of the statistic", () => {
    fc.assert(
      fc.property(binary, fc.nat(), (rows: Rows, seed) => {
        const { labels, predictions } = rows;
        const statistics = [weightedF1(labels, predictions, 0.5), weightedRocAuc(labels, predictions)];
        for (const each of defined(bootstrap(labels.length, statistics, { seed, replicates: 60 }))) {
          expect(each.lower(0.01)).to.be.within(0, 1);
          expect(each.upper(0.01)).to.be.within(0, 1);
        }
      }),
    );
  });
});

describe("quantiles, for all ascending values", () => {
  const ascending = fc
    .array(fc.oneof(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), fc.constantFrom(-Infinity, Infinity)), {
      minLength: 1,
      maxLength: 20,
    })
    .map((values) => Float64Array.from(values).sort());
  const share = fc.double({ min: 0, max: 1, noNaN: true });

  it("rise with the share, from the smallest to the largest", () => {
    fc.assert(
      fc.property(ascending, share, share, (values, one, other) => {
        const [lower, upper] = [Math.min(one, other), Math.max(one, other)];
        expect(quantileSorted(values, lower)).to.be.at.most(quantileSorted(values, upper));
        expect(quantileSorted(values, 0)).to.equal(values[0]);
        expect(quantileSorted(values, 1)).to.equal(values.at(-1));
      }),
    );
  });
});
