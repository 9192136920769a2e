import { expect } from "chai";
import fc from "fast-check";
import { weightedAveragePrecision } from "../../../src/learning/metrics/averagePrecision.js";
import { weightedBrierLoss } from "../../../src/learning/metrics/brierLoss.js";
import { weightedF1, weightedPrecision, weightedRecall } from "../../../src/learning/metrics/f1Score.js";
import { weightedMeanAbsoluteError } from "../../../src/learning/metrics/meanAbsoluteError.js";
import { weightedMedianAbsoluteError } from "../../../src/learning/metrics/medianAbsoluteError.js";
import { weightedR2, weightedR2Log } from "../../../src/learning/metrics/r2Score.js";
import { weightedRocAuc } from "../../../src/learning/metrics/rocAuc.js";
import { weightedWithinOneStep } from "../../../src/learning/metrics/withinOneStepShare.js";
import type { WeightedStatistic } from "../../../src/learning/resampling/bootstrap.js";
import { binary, expectSame, regression, type Rows } from "./metricsRows.js";

type Metric = (labels: Float64Array, predictions: Float64Array) => WeightedStatistic;

const METRICS: Record<string, readonly [metric: Metric, rows: fc.Arbitrary<Rows>]> = {
  weightedR2: [weightedR2, regression],
  weightedR2Log: [weightedR2Log, regression],
  weightedMeanAbsoluteError: [weightedMeanAbsoluteError, regression],
  weightedMedianAbsoluteError: [weightedMedianAbsoluteError, regression],
  weightedWithinOneStep: [weightedWithinOneStep, regression],
  weightedRocAuc: [weightedRocAuc, binary],
  weightedAveragePrecision: [weightedAveragePrecision, binary],
  weightedBrierLoss: [weightedBrierLoss, binary],
  weightedPrecision: [(labels, probabilities) => weightedPrecision(labels, probabilities, 0.5), binary],
  weightedRecall: [(labels, probabilities) => weightedRecall(labels, probabilities, 0.5), binary],
  weightedF1: [(labels, probabilities) => weightedF1(labels, probabilities, 0.5), binary],
};

/** Rows with whole weights, at least one of them above 0. */
const weighted = (rows: fc.Arbitrary<Rows>): fc.Arbitrary<readonly [Rows, Float64Array]> =>
  rows.chain((given) =>
    fc
      .array(fc.nat(4), { minLength: given.labels.length, maxLength: given.labels.length })
      .filter((weights) => weights.some((weight) => weight > 0))
      .map((weights) => [given, Float64Array.from(weights)] as const),
  );

const picked = ({ labels, predictions }: Rows, rows: readonly number[]): Rows => ({
  labels: Float64Array.from(rows, (row) => labels[row]!),
  predictions: Float64Array.from(rows, (row) => predictions[row]!),
});

const onOnes = (metric: Metric, { labels, predictions }: Rows): number =>
  metric(labels, predictions)(new Float64Array(labels.length).fill(1));

const orUndefined = (value: number): number | undefined => (Number.isNaN(value) ? undefined : value);

describe("every metric of weighted rows, for all rows and whole weights", () => {
  for (const [name, [metric, rows]] of Object.entries(METRICS)) {
    it(`${name} equals that of the rows repeated by their weights`, () => {
      fc.assert(
        fc.property(weighted(rows), ([given, weights]) => {
          const repeated = Array.from(weights).flatMap((weight, row) => Array.from({ length: weight }, () => row));
          const actual = metric(given.labels, given.predictions)(weights);
          expectSame(orUndefined(actual), orUndefined(onOnes(metric, picked(given, repeated))));
        }),
      );
    });

    it(`${name} depends on the ratios of the weights, and not on the order of the rows`, () => {
      fc.assert(
        fc.property(weighted(rows), fc.constantFrom(0.125, 3, 64), ([given, weights], factor) => {
          const plain = orUndefined(metric(given.labels, given.predictions)(weights));
          const scaled = metric(given.labels, given.predictions)(weights.map((weight) => factor * weight));
          expectSame(orUndefined(scaled), plain);
          const { labels, predictions } = picked(given, Array.from(weights.keys()).reverse());
          expectSame(orUndefined(metric(labels, predictions)(weights.toReversed())), plain);
        }),
      );
    });

    it(`${name} is undefined if all weights are 0, and does not change the weights`, () => {
      fc.assert(
        fc.property(weighted(rows), ([given, weights]) => {
          const statistic = metric(given.labels, given.predictions);
          const copy = weights.slice();
          statistic(weights);
          expect(weights).to.deep.equal(copy);
          expect(statistic(new Float64Array(weights.length))).to.be.NaN;
        }),
      );
    });
  }
});
