import { expect } from "chai";
import fc from "fast-check";
import { averagePrecision } from "../../../src/learning/metrics/averagePrecision.js";
import { brierLoss } from "../../../src/learning/metrics/brierLoss.js";
import { f1Score, precisionScore, recallScore } from "../../../src/learning/metrics/f1Score.js";
import { logLoss } from "../../../src/learning/metrics/logLoss.js";
import { rocAuc } from "../../../src/learning/metrics/rocAuc.js";
import { binary, expectSame } from "./metricsRows.js";

describe("metrics of classifiers, for all rows", () => {
  it("ROC AUC is the share of pairs in the right order; ties count half", () => {
    fc.assert(
      fc.property(binary, ({ labels, predictions }) => {
        let pairs = 0;
        let right = 0;
        labels.forEach((label, i) => {
          labels.forEach((other, j) => {
            if (!(label === 1 && other === 0)) return;
            pairs++;
            right += predictions[i]! > predictions[j]! ? 1 : predictions[i] === predictions[j] ? 0.5 : 0;
          });
        });
        expectSame(rocAuc(labels, predictions), pairs === 0 ? undefined : right / pairs);
      }),
    );
  });

  it("ROC AUC of the negated scores, or of the swapped classes, is 1 − ROC AUC", () => {
    fc.assert(
      fc.property(binary, ({ labels, predictions }) => {
        const plain = rocAuc(labels, predictions);
        const expected = plain === undefined ? undefined : 1 - plain;
        expectSame(
          rocAuc(
            labels,
            predictions.map((score) => -score),
          ),
          expected,
        );
        expectSame(
          rocAuc(
            labels.map((label) => 1 - label),
            predictions,
          ),
          expected,
        );
      }),
    );
  });

  it("Brier loss and log loss do not change if the classes are swapped", () => {
    fc.assert(
      fc.property(binary, ({ labels, predictions }) => {
        const swapped = labels.map((label) => 1 - label);
        const others = predictions.map((probability) => 1 - probability);
        expectSame(brierLoss(swapped, others), brierLoss(labels, predictions));
        expectSame(logLoss(swapped, others), logLoss(labels, predictions));
      }),
    );
  });

  it("F1 is the harmonic mean of precision and recall", () => {
    fc.assert(
      fc.property(binary, fc.constantFrom(0, 0.25, 0.5, 1), ({ labels, predictions }, threshold) => {
        const precision = precisionScore(labels, predictions, threshold);
        const recall = recallScore(labels, predictions, threshold);
        const f1 = f1Score(labels, predictions, threshold);
        if (precision === undefined && recall === undefined) expect(f1).to.equal(undefined);
        else if (!precision || !recall) expect(f1).to.equal(0);
        else expectSame(f1, 2 / (1 / precision + 1 / recall));
      }),
    );
  });

  it("average precision of a constant score is the base rate", () => {
    fc.assert(
      fc.property(binary, ({ labels }) => {
        const rate = labels.reduce((sum, label) => sum + label, 0) / labels.length;
        expectSame(averagePrecision(labels, new Float64Array(labels.length)), rate === 0 ? undefined : rate);
      }),
    );
  });
});
