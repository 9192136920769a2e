import { expect } from "chai";
import { applyPlattScaling, fitPlattScaling } from "../../../../src/learning/calibration/plattScaling.js";
import {
  expectedCalibrationError,
  reliabilityTable,
  wilsonInterval,
} from "../../../../src/learning/calibration/reliability.js";
import { sigmoid } from "../../../../src/learning/estimators/logistic/logisticObjective.js";
import { readExpected, relativeDifference } from "../expected.js";

interface PlattCase {
  name: string;
  scores: number[];
  labels: number[];
  weights?: number[];
  slope: number;
  intercept: number;
}

const { platt, wilson } = readExpected("calibration.json") as {
  platt: PlattCase[];
  wilson: { positives: number; count: number; level: number; bounds: [number, number] }[];
};

describe("fitPlattScaling, compared with SciPy's minimum of Platt's loss", () => {
  for (const { name, scores, labels, weights, slope, intercept } of platt) {
    it(name, () => {
      const fit = fitPlattScaling(scores, labels, weights);
      expect(fit.slope / slope).to.be.closeTo(1, 1e-5);
      expect(fit.intercept).to.be.closeTo(intercept, 1e-5);
    });
  }
});

describe("fitPlattScaling in special cases", () => {
  it("leaves scores unchanged without rows", () => {
    expect(fitPlattScaling([], [])).to.deep.equal({ slope: 1, intercept: 0 });
  });

  it("fits only the intercept for one class: the mean probability is (n + 1) / (n + 2)", () => {
    const scores = [-1, 0, 3];
    const fit = fitPlattScaling(scores, [1, 1, 1]);
    expect(fit.slope).to.equal(1);
    const probabilities = scores.map((score) => applyPlattScaling(fit, score));
    expect(probabilities.reduce((sum, probability) => sum + probability) / 3).to.be.closeTo(4 / 5, 1e-12);
    expect(applyPlattScaling(fitPlattScaling([0.7], [0]), 0.7)).to.be.closeTo(1 / 3, 1e-12);
  });

  it("fits only the intercept if all scores are equal", () => {
    const fit = fitPlattScaling([2, 2, 2, 2], [1, 0, 0, 0]);
    expect(fit.slope).to.equal(1);
    // The smoothed label is 2/3 for the positive row, and 1/5 for each of the three negative rows.
    expect(applyPlattScaling(fit, 2)).to.be.closeTo((2 / 3 + 3 / 5) / 4, 1e-12);
  });

  it("returns the smoothed base rate if low scores go with positive labels", () => {
    const fit = fitPlattScaling([-2, -1, 1, 2], [1, 1, 0, 0]);
    expect(fit.slope).to.equal(0);
    expect(applyPlattScaling(fit, Infinity)).to.be.closeTo(0.5, 1e-12);
  });

  it("ignores rows of weight 0", () => {
    const fit = fitPlattScaling([-1, 0, 1, 50], [0, 1, 1, 0], [1, 1, 1, 0]);
    expect(fit).to.deep.equal(fitPlattScaling([-1, 0, 1], [0, 1, 1]));
  });

  it("keeps probabilities in [0, 1] for infinite scores", () => {
    expect([-Infinity, Infinity].map((score) => applyPlattScaling({ slope: 2, intercept: 1 }, score))).to.deep.equal([
      0, 1,
    ]);
    expect(applyPlattScaling({ slope: 0, intercept: 1 }, -Infinity)).to.equal(sigmoid(1));
  });

  it("refuses wrong lengths, labels and scores", () => {
    for (const call of [
      () => fitPlattScaling([1], [1, 0]),
      () => fitPlattScaling([1, 2], [1, 2]),
      () => fitPlattScaling([1, NaN], [1, 0]),
      () => fitPlattScaling([1, 2], [1, 0], [1]),
      () => fitPlattScaling([1, 2], [1, 0], [0, 0]),
    ]) {
      expect(call).to.throw(RangeError);
    }
  });
});

describe("wilsonInterval, compared with SciPy", () => {
  for (const { positives, count, level, bounds } of wilson) {
    it(`${positives} of ${count}, level ${level}`, () => {
      const [lower, upper] = wilsonInterval(positives, count, level);
      expect(lower).to.be.closeTo(bounds[0], 1e-12);
      expect(upper).to.be.closeTo(bounds[1], 1e-12);
    });
  }

  it("refuses invalid rates and levels", () => {
    expect(() => wilsonInterval(2, 1, 0.05)).to.throw(RangeError);
    expect(() => wilsonInterval(0, 0, 0.05)).to.throw(RangeError);
    expect(() => wilsonInterval(0, 1, 1)).to.throw(RangeError);
  });
});

describe("reliabilityTable", () => {
  const labels = [0, 1, 0, 1, 1, 1];
  const probabilities = [0.1, 0.3, 0.2, 0.8, 0.9, 0.6];

  it("has equal numbers of rows per bin", () => {
    const table = reliabilityTable(labels, probabilities, { bins: 3 });
    expect(table.map(({ count }) => count)).to.deep.equal([2, 2, 2]);
    expect(table.map(({ observedRate }) => observedRate)).to.deep.equal([0, 1, 1]);
    const means = table.map(({ meanPrediction }) => meanPrediction);
    expect(relativeDifference(means, [0.15, 0.45, 0.85])).to.be.below(1e-12);
    expect([table[0]!.lower, table[0]!.upper]).to.deep.equal(wilsonInterval(0, 2, 0.05));
    // (0.15 + 0.55 + 0.15) / 3
    expect(expectedCalibrationError(table)).to.be.closeTo(0.85 / 3, 1e-12);
  });

  it("keeps equal probabilities in one bin, and has no empty bin", () => {
    const table = reliabilityTable([0, 1, 1, 0], [0.5, 0.5, 0.5, 0.7], { bins: 4 });
    expect(table.map(({ count }) => count)).to.deep.equal([3, 1]);
    expect(reliabilityTable([1], [0.4])).to.have.length(1);
  });

  it("refuses 0 rows, 0 bins and probabilities above 1", () => {
    expect(() => reliabilityTable([], [])).to.throw(RangeError);
    expect(() => reliabilityTable(labels, probabilities, { bins: 0 })).to.throw(RangeError, "0 bins");
    expect(() => reliabilityTable([1], [1.1])).to.throw(RangeError);
    expect(expectedCalibrationError([])).to.be.NaN;
  });
});
