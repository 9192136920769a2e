import { expect } from "chai";
import { weightedAveragePrecision } from "../../../../src/learning/metrics/averagePrecision.js";
import { weightedBrierLoss } from "../../../../src/learning/metrics/brierLoss.js";
import { weightedF1, weightedPrecision, weightedRecall } from "../../../../src/learning/metrics/f1Score.js";
import { weightedMeanAbsoluteError } from "../../../../src/learning/metrics/meanAbsoluteError.js";
import { weightedMedianAbsoluteError } from "../../../../src/learning/metrics/medianAbsoluteError.js";
import { weightedR2, weightedR2Log } from "../../../../src/learning/metrics/r2Score.js";
import { weightedRocAuc } from "../../../../src/learning/metrics/rocAuc.js";
import { weightedWithinOneStep } from "../../../../src/learning/metrics/withinOneStepShare.js";
import { weightedMean, weightedRatio, weightedShare } from "../../../../src/learning/statistics/weightedMean.js";
import { readExpected } from "../expected.js";

interface RegressionCase {
  name: string;
  labels: number[];
  predictions: number[];
  weights: number[];
  r2: number;
  r2Log: number;
  mae: number;
  medianAbsoluteError: number;
  withinOneStep: number;
}

interface BinaryCase {
  name: string;
  labels: number[];
  probabilities: number[];
  weights: number[];
  threshold: number;
  precision: number;
  recall: number;
  f1: number;
  rocAuc: number;
  averagePrecision: number;
  brierLoss: number;
}

const { regression, binary } = readExpected("weighted.json") as { regression: RegressionCase[]; binary: BinaryCase[] };

describe("metrics of weighted rows, compared with scikit-learn", () => {
  for (const { name, labels, predictions, weights, ...expected } of regression) {
    it(`of regressions: ${name}`, () => {
      const each = Float64Array.from(weights);
      expect(weightedR2(labels, predictions)(each)).to.be.closeTo(expected.r2, 1e-10);
      expect(weightedR2Log(labels, predictions)(each)).to.be.closeTo(expected.r2Log, 1e-10);
      expect(weightedMeanAbsoluteError(labels, predictions)(each)).to.be.closeTo(expected.mae, 1e-10);
      expect(weightedMedianAbsoluteError(labels, predictions)(each)).to.equal(expected.medianAbsoluteError);
      expect(weightedWithinOneStep(labels, predictions)(each)).to.be.closeTo(expected.withinOneStep, 1e-10);
    });
  }

  for (const { name, labels, probabilities, weights, threshold, ...expected } of binary) {
    it(`of classifiers: ${name}`, () => {
      const each = Float64Array.from(weights);
      expect(weightedPrecision(labels, probabilities, threshold)(each)).to.be.closeTo(expected.precision, 1e-10);
      expect(weightedRecall(labels, probabilities, threshold)(each)).to.be.closeTo(expected.recall, 1e-10);
      expect(weightedF1(labels, probabilities, threshold)(each)).to.be.closeTo(expected.f1, 1e-10);
      expect(weightedRocAuc(labels, probabilities)(each)).to.be.closeTo(expected.rocAuc, 1e-10);
      expect(weightedAveragePrecision(labels, probabilities)(each)).to.be.closeTo(expected.averagePrecision, 1e-10);
      expect(weightedBrierLoss(labels, probabilities)(each)).to.be.closeTo(expected.brierLoss, 1e-10);
    });
  }
});

describe("metrics of weighted rows in special cases", () => {
  it("are undefined if they are undefined on the rows of weight above 0", () => {
    const left = Float64Array.of(0, 1, 1);
    expect(weightedR2([1, 2, 2], [1, 2, 3])(left)).to.be.NaN;
    expect(weightedRocAuc([0, 1, 1], [0.1, 0.2, 0.3])(left)).to.be.NaN;
    expect(weightedAveragePrecision([1, 0, 0], [0.1, 0.2, 0.3])(left)).to.be.NaN;
    expect(weightedPrecision([1, 1, 1], [0.9, 0.2, 0.3], 0.5)(left)).to.be.NaN;
    expect(weightedRecall([1, 0, 0], [0.9, 0.2, 0.3], 0.5)(left)).to.be.NaN;
    expect(weightedF1([1, 0, 0], [0.9, 0.2, 0.3], 0.5)(left)).to.be.NaN;
  });

  it("ignore a row of weight 0, even an outlier", () => {
    const wild = weightedR2([1e200, 1, 2, 4], [-1e200, 1, 2, 3]);
    expect(wild(Float64Array.of(0, 1, 1, 1))).to.equal(weightedR2([1, 2, 4], [1, 2, 3])(Float64Array.of(1, 1, 1)));
  });

  it("R² keeps its precision if a distant row has weight 0", () => {
    // Labels 1, 2, 4: the residual sum of squares is 1, the total is 14/3.
    for (const far of [1e3, 1e6, 1e12, -1e100]) {
      const score = weightedR2([far, 1, 2, 4], [0, 1, 2, 3])(Float64Array.of(0, 1, 1, 1));
      expect(score).to.be.closeTo(1 - 3 / 14, 1e-12);
    }
  });

  it("R² uses two passes if products of labels and weights underflow", () => {
    expect(weightedR2([7.5e-161, 2.5e-161], [7e-161, 2e-161])(Float64Array.of(0, 2))).to.be.NaN;
    expect(weightedR2([3, 3, 9], [3, 4, 9])(Float64Array.of(1e-301, 1e-301, 0))).to.be.NaN;
    expect(weightedR2([1, 2, 4], [1, 2, 3])(new Float64Array(3).fill(1e-301))).to.be.closeTo(1 - 3 / 14, 1e-12);
  });

  it("median absolute error is a midpoint if each side has half of the weight", () => {
    const statistic = weightedMedianAbsoluteError([4, 1, 2], [0, 0, 0]);
    expect(statistic(Float64Array.of(1, 0.5, 0.5))).to.equal(3);
    expect(statistic(Float64Array.of(1, 0.5, 0.25))).to.equal(4);
    expect(statistic(Float64Array.of(0, 0.5, 0.25))).to.equal(1);
  });
});

describe("weighted sums", () => {
  it("weightedMean is Σ w x / Σ w", () => {
    expect(weightedMean([1, 2, 6])(Float64Array.of(1, 1, 0))).to.equal(1.5);
    expect(weightedMean([1, 2, 6])(new Float64Array(3))).to.be.NaN;
  });

  it("weightedRatio is 1 for 0 / 0, and infinite for other numerators over 0", () => {
    const ratio = weightedRatio([1, 2, 0], [2, 0, 0]);
    expect(ratio(Float64Array.of(1, 1, 1))).to.equal(1.5);
    expect(ratio(Float64Array.of(0, 0, 1))).to.equal(1);
    expect(ratio(Float64Array.of(0, 1, 1))).to.equal(Infinity);
  });

  it("weightedRatio does not treat NaN as 0", () => {
    expect(weightedRatio([NaN], [1])(Float64Array.of(1))).to.be.NaN;
  });

  it("weightedShare is NaN for 0 / 0", () => {
    expect(weightedShare([0, 1], [0, 1])(Float64Array.of(1, 0))).to.be.NaN;
  });
});
