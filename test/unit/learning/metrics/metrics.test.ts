import { expect } from "chai";
import { baseRate, median } from "../../../../src/learning/estimators/baseline.js";
import { averagePrecision } from "../../../../src/learning/metrics/averagePrecision.js";
import { brierLoss } from "../../../../src/learning/metrics/brierLoss.js";
import { f1Score, precisionScore, recallScore } from "../../../../src/learning/metrics/f1Score.js";
import { logLoss } from "../../../../src/learning/metrics/logLoss.js";
import { meanAbsoluteError } from "../../../../src/learning/metrics/meanAbsoluteError.js";
import { medianAbsoluteError } from "../../../../src/learning/metrics/medianAbsoluteError.js";
import { r2LogScore, r2Score } from "../../../../src/learning/metrics/r2Score.js";
import { rocAuc } from "../../../../src/learning/metrics/rocAuc.js";
import { pearsonCorrelation } from "../../../../src/learning/metrics/pearsonCorrelation.js";
import { spearmanCorrelation } from "../../../../src/learning/metrics/spearmanCorrelation.js";
import { withinOneStepShare } from "../../../../src/learning/metrics/withinOneStepShare.js";
import { readExpected } from "../expected.js";

type Expected = number | null;

interface RegressionCase {
  name: string;
  labels: number[];
  predictions: number[];
  r2: Expected;
  r2Log: Expected;
  mae: Expected;
  medianAbsoluteError: Expected;
  withinOneStep: Expected;
  spearman: Expected;
  median: Expected;
}

interface BinaryCase {
  name: string;
  labels: number[];
  probabilities: number[];
  threshold: number;
  precision: Expected;
  recall: Expected;
  f1: Expected;
  rocAuc: Expected;
  averagePrecision: Expected;
  brierLoss: Expected;
  logLoss: Expected;
  baseRate: Expected;
}

const { regression, binary } = readExpected("metrics.json") as { regression: RegressionCase[]; binary: BinaryCase[] };

/** Null in the file means undefined. */
function expectNumber(actual: number | undefined, expected: Expected): void {
  if (expected === null) expect(actual).to.equal(undefined);
  else expect(actual).to.be.closeTo(expected, 1e-10 * Math.max(1, Math.abs(expected)));
}

describe("metrics of regressions, compared with scikit-learn and SciPy", () => {
  for (const { name, labels, predictions, ...expected } of regression) {
    it(name, () => {
      expectNumber(r2Score(labels, predictions), expected.r2);
      expectNumber(meanAbsoluteError(labels, predictions), expected.mae);
      expectNumber(medianAbsoluteError(labels, predictions), expected.medianAbsoluteError);
      expectNumber(withinOneStepShare(labels, predictions), expected.withinOneStep);
      expectNumber(spearmanCorrelation(labels, predictions), expected.spearman);
      expectNumber(median(labels), expected.median);
      if (predictions.every((prediction) => prediction > -1))
        expectNumber(r2LogScore(labels, predictions), expected.r2Log);
    });
  }
});

describe("metrics of classifiers, compared with scikit-learn", () => {
  for (const { name, labels, probabilities, threshold, ...expected } of binary) {
    it(name, () => {
      expectNumber(precisionScore(labels, probabilities, threshold), expected.precision);
      expectNumber(recallScore(labels, probabilities, threshold), expected.recall);
      expectNumber(f1Score(labels, probabilities, threshold), expected.f1);
      expectNumber(rocAuc(labels, probabilities), expected.rocAuc);
      expectNumber(averagePrecision(labels, probabilities), expected.averagePrecision);
      expectNumber(brierLoss(labels, probabilities), expected.brierLoss);
      expectNumber(logLoss(labels, probabilities), expected.logLoss);
      expectNumber(baseRate(labels), expected.baseRate);
    });
  }
});

describe("metrics in special cases", () => {
  it("r2Score is undefined if numbers overflow", () => {
    expect(r2Score([1e200, -1e200], [0, 0])).to.equal(undefined);
  });

  it("r2LogScore refuses values of −1 or less", () => {
    expect(() => r2LogScore([1, 2], [-1, 2])).to.throw(RangeError, "prediction 0");
  });

  it("logLoss of a certain error is finite", () => {
    expect(logLoss([1], [0])).to.be.closeTo(36.0436533891, 1e-9); // −ln 2⁻⁵²
  });

  it("baseRate and median refuse invalid labels", () => {
    expect(() => median([])).to.throw(RangeError);
    expect(() => median([1, NaN])).to.throw(RangeError);
    expect(() => baseRate([])).to.throw(RangeError);
    expect(() => baseRate([0, 2])).to.throw(RangeError, "label 1");
  });
});

const METRICS: Record<string, (labels: ArrayLike<number>, predictions: ArrayLike<number>) => number | undefined> = {
  r2Score,
  r2LogScore,
  meanAbsoluteError,
  medianAbsoluteError,
  withinOneStepShare,
  spearmanCorrelation,
  rocAuc,
  averagePrecision,
  brierLoss,
  logLoss,
  precisionScore: (labels, probabilities) => precisionScore(labels, probabilities, 0.5),
  recallScore: (labels, probabilities) => recallScore(labels, probabilities, 0.5),
  f1Score: (labels, probabilities) => f1Score(labels, probabilities, 0.5),
};

describe("every metric", () => {
  for (const [name, metric] of Object.entries(METRICS)) {
    it(`${name} refuses no rows, unequal lengths and values that are not finite`, () => {
      expect(() => metric([], [])).to.throw(RangeError);
      expect(() => metric([0, 1], [0.5])).to.throw(RangeError);
      for (const bad of [NaN, Infinity, -Infinity]) {
        expect(() => metric([0, 1], [0.5, bad])).to.throw(RangeError);
        expect(() => metric([0, bad], [0.5, 0.5])).to.throw(RangeError);
      }
    });
  }

  for (const name of [
    "rocAuc",
    "averagePrecision",
    "brierLoss",
    "logLoss",
    "precisionScore",
    "recallScore",
    "f1Score",
  ]) {
    it(`${name} refuses labels that are neither 0 nor 1`, () => {
      expect(() => METRICS[name]!([0, 0.5], [0.5, 0.5])).to.throw(RangeError, "label 1");
    });
  }

  for (const name of ["brierLoss", "logLoss"]) {
    it(`${name} refuses values that are not probabilities`, () => {
      expect(() => METRICS[name]!([0, 1], [0.5, 1.01])).to.throw(RangeError, "probability 1");
      expect(() => METRICS[name]!([0, 1], [-0.01, 0.5])).to.throw(RangeError, "probability 0");
    });
  }

  it("refuses a threshold of NaN", () => {
    expect(() => f1Score([0, 1], [0, 1], NaN)).to.throw(RangeError);
  });
});

describe("the examples in the doc comments", () => {
  it("match the results of the functions", () => {
    expectNumber(r2Score([3, -0.5, 2, 7], [2.5, 0, 2, 8]), 0.9486081370449679);
    expectNumber(meanAbsoluteError([3, -0.5, 2, 7], [2.5, 0, 2, 8]), 0.5);
    expectNumber(medianAbsoluteError([3, -0.5, 2, 7], [2.5, 0, 2, 8]), 0.5);
    expectNumber(withinOneStepShare([1, 5, 5, 13], [2.4, 6.5, 10.6, 40]), 0.5);
    expectNumber(precisionScore([0, 1, 1, 0], [0.2, 0.9, 0.4, 0.6], 0.5), 0.5);
    expectNumber(recallScore([0, 1, 1, 0], [0.2, 0.9, 0.4, 0.3], 0.5), 0.5);
    expectNumber(f1Score([0, 1, 1, 0], [0.2, 0.9, 0.4, 0.3], 0.5), 2 / 3);
    expectNumber(rocAuc([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]), 0.75);
    expectNumber(averagePrecision([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]), 0.8333333333333333);
    expectNumber(brierLoss([0, 1, 1, 0], [0.1, 0.9, 0.8, 0.3]), 0.0375);
    expectNumber(logLoss([1, 0, 0, 1], [0.9, 0.1, 0.2, 0.65]), 0.21616187468057912);
    expectNumber(spearmanCorrelation([1, 2, 3, 4, 5], [5, 6, 7, 8, 7]), 0.8207826816681233);
    expectNumber(median([5, 1, 3, 2]), 2.5);
    expectNumber(baseRate([1, 0, 0, 1, 0]), 0.4);
  });
});

describe("Pearson's correlation", () => {
  // numpy.corrcoef([1, 2, 3], [2, 4, 7]), NumPy 1.24
  it("equals NumPy's", () => {
    expect(pearsonCorrelation([1, 2, 3], [2, 4, 7])).to.be.closeTo(0.9933992677987828, 1e-14);
  });

  it("is undefined for a constant column", () => {
    expect(pearsonCorrelation([1, 2, 3], [5, 5, 5])).to.equal(undefined);
  });
});
