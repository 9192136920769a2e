import { expect } from "chai";
import fc from "fast-check";
import { AdaptiveConformal, type ConformalOffsets } from "../../../src/learning/calibration/adaptiveConformal.js";
import { applyPlattScaling, fitPlattScaling } from "../../../src/learning/calibration/plattScaling.js";
import { expectedCalibrationError, reliabilityTable } from "../../../src/learning/calibration/reliability.js";
import { seededRandom } from "../../../src/learning/random.js";

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
  it("never reverses an order, and returns probabilities strictly between 0 and 1", () => {
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

  it("treats a row of weight k as k rows", () => {
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

describe("conformal intervals, for all residuals", () => {
  const residuals = fc.array(fc.integer({ min: -50, max: 50 }), { maxLength: 60 });
  const coverages = fc.integer({ min: 50, max: 99 }).map((percent) => percent / 100);
  const offsetsOf = (given: readonly number[], coverage: number): ConformalOffsets =>
    new AdaptiveConformal({ coverage, level: coverage, residuals: given }).offsets();

  it("miss at most half of (1 − coverage) · (n + 1) residuals on each side", () => {
    fc.assert(
      fc.property(residuals, fc.integer({ min: 50, max: 99 }), (given, percent) => {
        const { lower, upper } = offsetsOf(given, percent / 100);
        const share = (100 + percent) / 200;
        if (upper === Infinity) expect(given.length).to.be.below(share * (given.length + 1));
        for (const side of [given.filter((one) => one <= upper), given.filter((one) => one >= lower)]) {
          if (upper < Infinity) expect(side.length).to.be.at.least(share * (given.length + 1) - 1e-9);
        }
      }),
    );
  });

  it("grow with the coverage, and swap sides with the sign", () => {
    fc.assert(
      fc.property(residuals, coverages, coverages, (given, one, other) => {
        const small = offsetsOf(given, Math.min(one, other));
        const large = offsetsOf(given, Math.max(one, other));
        expect(large.lower).to.be.at.most(small.lower);
        expect(large.upper).to.be.at.least(small.upper);
        const { lower, upper } = offsetsOf(given, one);
        const negated = offsetsOf(
          given.map((residual) => -residual),
          one,
        );
        expect([negated.lower + upper, negated.upper + lower].every((sum) => sum === 0 || Number.isNaN(sum))).to.equal(
          true,
        );
      }),
    );
  });

  it("keep the level within its limits", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { maxLength: 700 }), (given) => {
        const conformal = AdaptiveConformal.start(0.8);
        for (const residual of given) conformal.add(residual);
        expect(conformal.state().level).to.be.within(0.5, 0.99);
        const { lower, upper } = conformal.offsets();
        expect(lower).to.be.at.most(upper);
      }),
    );
  });
});

describe("reliability tables, for all probabilities", () => {
  const labelledProbabilities = fc.array(fc.tuple(fc.constantFrom(0, 1), fc.integer({ min: 0, max: 20 })), {
    minLength: 1,
    maxLength: 80,
  });

  it("contain each row once, in ascending bins, with intervals around their rates, for any order of the rows", () => {
    fc.assert(
      fc.property(labelledProbabilities, fc.integer({ min: 1, max: 12 }), fc.nat(), (given, bins, seed) => {
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
