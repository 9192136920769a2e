import { expect } from "chai";
import fc from "fast-check";
import { median } from "../../../src/learning/estimators/baseline.js";
import { averagePrecision } from "../../../src/learning/metrics/averagePrecision.js";
import { brierLoss } from "../../../src/learning/metrics/brierLoss.js";
import { f1Score, precisionScore, recallScore } from "../../../src/learning/metrics/f1Score.js";
import { logLoss } from "../../../src/learning/metrics/logLoss.js";
import { meanAbsoluteError } from "../../../src/learning/metrics/meanAbsoluteError.js";
import { medianAbsoluteError } from "../../../src/learning/metrics/medianAbsoluteError.js";
import { r2LogScore, r2Score } from "../../../src/learning/metrics/r2Score.js";
import { averageRanks } from "../../../src/learning/statistics/ranks.js";
import { rocAuc } from "../../../src/learning/metrics/rocAuc.js";
import { pearsonCorrelation } from "../../../src/learning/metrics/pearsonCorrelation.js";
import { spearmanCorrelation } from "../../../src/learning/metrics/spearmanCorrelation.js";
import { withinOneStepShare } from "../../../src/learning/metrics/withinOneStepShare.js";
import { seededRandom } from "../../../src/learning/random.js";
import { amount, binary, expectSame, regression, type Rows } from "./metricsRows.js";

interface MetricLaws {
  readonly score: (rows: Rows) => number | undefined;
  readonly rows: fc.Arbitrary<Rows>;
  readonly range: readonly [minimum: number, maximum: number];
}

const onRegression = (
  metric: (labels: Float64Array, predictions: Float64Array) => number | undefined,
  ...range: [number, number]
): MetricLaws => ({ score: ({ labels, predictions }) => metric(labels, predictions), rows: regression, range });

const onBinary = (
  metric: (labels: Float64Array, probabilities: Float64Array) => number | undefined,
  ...range: [number, number]
): MetricLaws => ({ score: ({ labels, predictions }) => metric(labels, predictions), rows: binary, range });

const METRICS: Record<string, MetricLaws> = {
  r2Score: onRegression(r2Score, -Infinity, 1),
  r2LogScore: onRegression(r2LogScore, -Infinity, 1),
  meanAbsoluteError: onRegression(meanAbsoluteError, 0, 100),
  medianAbsoluteError: onRegression(medianAbsoluteError, 0, 100),
  withinOneStepShare: onRegression(withinOneStepShare, 0, 1),
  pearsonCorrelation: onRegression(pearsonCorrelation, -1, 1),
  spearmanCorrelation: onRegression(spearmanCorrelation, -1, 1),
  rocAuc: onBinary(rocAuc, 0, 1),
  averagePrecision: onBinary(averagePrecision, 0, 1),
  brierLoss: onBinary(brierLoss, 0, 1),
  logLoss: onBinary(logLoss, 0, 36.05),
  precisionScore: onBinary((labels, probabilities) => precisionScore(labels, probabilities, 0.5), 0, 1),
  recallScore: onBinary((labels, probabilities) => recallScore(labels, probabilities, 0.5), 0, 1),
  f1Score: onBinary((labels, probabilities) => f1Score(labels, probabilities, 0.5), 0, 1),
};

function shuffled({ labels, predictions }: Rows, seed: number): Rows {
  const order = Array.from(labels.keys());
  seededRandom(seed).shuffle(order);
  return {
    labels: Float64Array.from(order, (row) => labels[row]!),
    predictions: Float64Array.from(order, (row) => predictions[row]!),
  };
}

describe("every metric, for all rows", () => {
  for (const [name, { score, rows, range }] of Object.entries(METRICS)) {
    it(`${name} is within its range, or undefined`, () => {
      fc.assert(
        fc.property(rows, (given) => {
          const value = score(given);
          if (value !== undefined) expect(value).to.be.within(...range);
        }),
      );
    });

    it(`${name} does not depend on the order of the rows`, () => {
      fc.assert(
        fc.property(rows, fc.nat(), (given, seed) => {
          expectSame(score(shuffled(given, seed)), score(given));
        }),
      );
    });

    it(`${name} does not change its input`, () => {
      fc.assert(
        fc.property(rows, (given) => {
          const copy = { labels: given.labels.slice(), predictions: given.predictions.slice() };
          score(given);
          expect(given).to.deep.equal(copy);
        }),
      );
    });
  }
});

describe("metrics of regressions, for all rows", () => {
  it("are perfect for predictions equal to the labels", () => {
    fc.assert(
      fc.property(regression, ({ labels }) => {
        expect(r2Score(labels, labels) ?? 1).to.equal(1);
        expect(meanAbsoluteError(labels, labels)).to.equal(0);
        expect(medianAbsoluteError(labels, labels)).to.equal(0);
        expect(withinOneStepShare(labels, labels)).to.equal(1);
        expect(spearmanCorrelation(labels, labels) ?? 1).to.be.closeTo(1, 1e-12);
      }),
    );
  });

  it("r2Score of the mean is 0, and no constant has a higher one", () => {
    fc.assert(
      fc.property(regression, amount, ({ labels }, constant) => {
        const mean = labels.reduce((sum, label) => sum + label, 0) / labels.length;
        const ofMean = r2Score(labels, new Float64Array(labels.length).fill(mean));
        expectSame(ofMean, ofMean === undefined ? undefined : 0);
        expect(r2Score(labels, new Float64Array(labels.length).fill(constant)) ?? 0).to.be.at.most(1e-12);
      }),
    );
  });

  it("no constant has a lower mean absolute error than the median", () => {
    fc.assert(
      fc.property(regression, amount, ({ labels }, constant) => {
        const errorOf = (value: number): number =>
          meanAbsoluteError(labels, new Float64Array(labels.length).fill(value));
        expect(errorOf(median(labels))).to.be.at.most(errorOf(constant) + 1e-9);
      }),
    );
  });

  it("errors, steps and rank correlation do not change if the columns are swapped", () => {
    fc.assert(
      fc.property(regression, ({ labels, predictions }) => {
        for (const metric of [meanAbsoluteError, medianAbsoluteError, withinOneStepShare, spearmanCorrelation]) {
          expectSame(metric(predictions, labels), metric(labels, predictions));
        }
      }),
    );
  });

  it("rank correlation depends only on the order, and changes its sign if the order is reversed", () => {
    fc.assert(
      fc.property(regression, ({ labels, predictions }) => {
        const plain = spearmanCorrelation(labels, predictions);
        const cubes = predictions.map((value) => Math.round(value * 10) ** 3);
        expectSame(spearmanCorrelation(labels, cubes), plain);
        const negated = predictions.map((value) => -value);
        expectSame(spearmanCorrelation(labels, negated), plain === undefined ? undefined : -plain);
      }),
    );
  });

  it("average ranks sum to n (n + 1) / 2, and agree with counting", () => {
    fc.assert(
      fc.property(regression, ({ labels }) => {
        const ranks = averageRanks(labels);
        expect(ranks.reduce((sum, rank) => sum + rank, 0)).to.equal((labels.length * (labels.length + 1)) / 2);
        labels.forEach((label, row) => {
          const below = labels.filter((other) => other < label).length;
          const equal = labels.filter((other) => other === label).length;
          expect(ranks[row]).to.equal(below + (equal + 1) / 2);
        });
      }),
    );
  });
});
