import { expect } from "chai";
import fc from "fast-check";
import { adaptiveCoverage } from "../../src/learning/calibration/adaptiveCoverage.js";
import { conformalOffsets, conformalQuantile } from "../../src/learning/calibration/conformalInterval.js";
import { fitIsotonicRegression, predictIsotonic } from "../../src/learning/calibration/isotonicRegression.js";
import { applyPlattScaling, fitPlattScaling } from "../../src/learning/calibration/plattScaling.js";
import { expectedCalibrationError, reliabilityTable } from "../../src/learning/calibration/reliability.js";
import { seededRandom } from "../../src/learning/random.js";

interface Row {
  readonly score: number;
  readonly label: number;
  /** A whole number above 0. */
  readonly weight: number;
}

const rows = fc.array(
  fc.record<Row>({
    score: fc.integer({ min: -40, max: 40 }).map((tenths) => tenths / 10),
    label: fc.constantFrom(0, 1),
    weight: fc.integer({ min: 1, max: 3 }),
  }),
  { minLength: 1, maxLength: 40 },
);

const scoresOf = (given: readonly Row[]): number[] => given.map(({ score }) => score);
const labelsOf = (given: readonly Row[]): number[] => given.map(({ label }) => label);
const weightsOf = (given: readonly Row[]): number[] => given.map(({ weight }) => weight);
const repeated = (given: readonly Row[]): Row[] =>
  given.flatMap((row) => new Array<Row>(row.weight).fill({ ...row, weight: 1 }));
const ascending = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b);

function expectAscending(values: readonly number[]): void {
  values.forEach((value, i) => {
    if (i > 0) expect(value).to.be.at.least(values[i - 1]!);
  });
}

describe("Platt scaling, for all scores and labels", () => {
  it("never reverses an order, and answers probabilities strictly between 0 and 1", () => {
    fc.assert(
      fc.property(rows, (given) => {
        const fit = fitPlattScaling(scoresOf(given), labelsOf(given), weightsOf(given));
        expect(fit.slope).to.be.at.least(0);
        const calibrated = ascending(scoresOf(given)).map((score) => applyPlattScaling(fit, score));
        expectAscending(calibrated);
        for (const probability of calibrated) {
          expect(probability).to.be.above(0);
          expect(probability).to.be.below(1);
        }
      }),
    );
  });

  it("counts a row of weight k as k rows", () => {
    fc.assert(
      fc.property(rows, (given) => {
        const weighted = fitPlattScaling(scoresOf(given), labelsOf(given), weightsOf(given));
        const copies = repeated(given);
        const copied = fitPlattScaling(scoresOf(copies), labelsOf(copies));
        expect(weighted.slope).to.be.closeTo(copied.slope, 1e-6 * (1 + copied.slope));
        expect(weighted.intercept).to.be.closeTo(copied.intercept, 1e-6 * (1 + Math.abs(copied.intercept)));
      }),
    );
  });
});

describe("isotonic regression, for all rows", () => {
  const squaredError = (given: readonly Row[], curve: (score: number) => number): number =>
    given.reduce((sum, { score, label, weight }) => sum + weight * (label - curve(score)) ** 2, 0);

  it("never falls, and stays within the labels", () => {
    fc.assert(
      fc.property(rows, fc.array(fc.double({ min: -6, max: 6, noNaN: true })), (given, places) => {
        const curve = fitIsotonicRegression(scoresOf(given), labelsOf(given), weightsOf(given));
        const values = ascending(places).map((at) => predictIsotonic(curve, at));
        expectAscending(values);
        for (const value of values)
          expect(value).to.be.within(Math.min(...labelsOf(given)), Math.max(...labelsOf(given)));
      }),
    );
  });

  it("is the best: no other function that never falls has less error", () => {
    fc.assert(
      fc.property(rows, fc.nat(), (given, seed) => {
        const random = seededRandom(seed);
        const { x, y } = fitIsotonicRegression(scoresOf(given), labelsOf(given), weightsOf(given));
        const least = squaredError(given, (score) => predictIsotonic({ x, y }, score));
        for (let trial = 0; trial < 30; trial++) {
          const size = 10 ** (-3 * random.uniform());
          const xs = [...new Set(ascending(scoresOf(given)))];
          const other = ascending(xs.map((at) => predictIsotonic({ x, y }, at) + size * random.normal()));
          expect(squaredError(given, (score) => other[xs.indexOf(score)]!)).to.be.at.least(least - 1e-12);
        }
      }),
    );
  });

  it("keeps the weighted mean, and counts a row of weight k as k rows", () => {
    fc.assert(
      fc.property(rows, (given) => {
        const curve = fitIsotonicRegression(scoresOf(given), labelsOf(given), weightsOf(given));
        const copies = repeated(given);
        const copied = fitIsotonicRegression(scoresOf(copies), labelsOf(copies));
        const surplus = copies.reduce((sum, { score, label }) => sum + predictIsotonic(curve, score) - label, 0);
        expect(surplus).to.be.closeTo(0, 1e-9);
        for (const { score } of given) {
          expect(predictIsotonic(curve, score)).to.be.closeTo(predictIsotonic(copied, score), 1e-9);
        }
      }),
    );
  });
});

describe("conformal intervals, for all residuals", () => {
  const residuals = fc.array(fc.integer({ min: -50, max: 50 }), { maxLength: 60 });
  const coverages = fc.integer({ min: 1, max: 99 }).map((percent) => percent / 100);

  it("cover enough of the rows that a new one among them is covered: at least coverage · (n + 1) of n + 1", () => {
    fc.assert(
      fc.property(residuals, fc.integer({ min: 1, max: 99 }), (scores, percent) => {
        const quantile = conformalQuantile(scores, percent / 100);
        const covered = scores.filter((score) => score <= quantile).length;
        if (quantile === Infinity) expect(100 * scores.length).to.be.below(percent * (scores.length + 1));
        else expect(100 * covered).to.be.at.least(percent * (scores.length + 1));
      }),
    );
  });

  it("grow with the coverage, and turn over with the sign", () => {
    fc.assert(
      fc.property(residuals, coverages, coverages, (given, one, other) => {
        const small = conformalOffsets(given, Math.min(one, other));
        const large = conformalOffsets(given, Math.max(one, other));
        expect(large.lower).to.be.at.most(small.lower);
        expect(large.upper).to.be.at.least(small.upper);
        const negated = conformalOffsets(
          given.map((residual) => -residual),
          one,
        );
        const { lower, upper } = conformalOffsets(given, one);
        expect([negated.lower + upper, negated.upper + lower].every((sum) => sum === 0 || Number.isNaN(sum))).to.equal(
          true,
        );
      }),
    );
  });

  it("need fewer doubts: less weight never makes the quantile finite", () => {
    fc.assert(
      fc.property(residuals, coverages, fc.double({ min: 0, max: 1, noNaN: true }), (scores, coverage, weight) => {
        const lighter = conformalQuantile(scores, coverage, new Float64Array(scores.length).fill(weight));
        expect(lighter).to.be.at.least(conformalQuantile(scores, coverage));
      }),
    );
  });

  it("an adapted level stays within its bounds, and more misses never lower it", () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 300 }), fc.nat(), (misses, turned) => {
        const level = adaptiveCoverage(misses.length, (row) => misses[row]!, 0.8);
        expect(level).to.be.within(0.5, 0.99);
        const more = adaptiveCoverage(misses.length, (row) => misses[row]! || row === turned % misses.length, 0.8);
        expect(more).to.be.at.least(level - 1e-12);
      }),
    );
  });
});

describe("reliability tables, for all probabilities", () => {
  const said = fc.array(fc.tuple(fc.constantFrom(0, 1), fc.integer({ min: 0, max: 20 })), {
    minLength: 1,
    maxLength: 80,
  });

  it("hold every row once, in ascending bins around their rate, whatever the order of the rows", () => {
    fc.assert(
      fc.property(said, fc.integer({ min: 1, max: 12 }), fc.nat(), (given, bins, seed) => {
        const table = (from: typeof given): ReturnType<typeof reliabilityTable> =>
          reliabilityTable(
            from.map(([label]) => label),
            from.map(([, twentieths]) => twentieths / 20),
            { bins },
          );
        const found = table(given);
        expect(found.length).to.be.within(1, bins);
        expect(found.reduce((sum, { count }) => sum + count, 0)).to.equal(given.length);
        expectAscending(found.map(({ meanPrediction }) => meanPrediction));
        for (const { lower, observedRate, upper } of found) {
          expect(lower).to.be.within(0, observedRate);
          expect(upper).to.be.within(observedRate, 1);
        }
        expect(expectedCalibrationError(found)).to.be.within(0, 1);
        const shuffled = [...given];
        seededRandom(seed).shuffle(shuffled);
        expect(table(shuffled).map(({ count, observedRate }) => [count, observedRate])).to.deep.equal(
          found.map(({ count, observedRate }) => [count, observedRate]),
        );
      }),
    );
  });
});
