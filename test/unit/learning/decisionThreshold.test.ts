import { expect } from "chai";
import fc from "fast-check";
import { bestF1Threshold } from "../../../src/learning/decisionThreshold.js";

const f1At = (labels: Float64Array, probabilities: Float64Array, threshold: number): number => {
  let [truePositives, predictedPositives, positives] = [0, 0, 0];
  labels.forEach((label, i) => {
    const predicted = probabilities[i]! >= threshold ? 1 : 0;
    truePositives += predicted * label;
    predictedPositives += predicted;
    positives += label;
  });
  return (2 * truePositives) / (predictedPositives + positives);
};

describe("bestF1Threshold", () => {
  it("lies half-way between the two probabilities that it separates", () => {
    const threshold = bestF1Threshold(Float64Array.of(0, 0, 1, 1), Float64Array.of(0.1, 0.2, 0.6, 0.9));
    expect(threshold).to.be.closeTo(0.4, 1e-12);
  });

  it("calls all rows positive if all probabilities are equal", () => {
    expect(bestF1Threshold(Float64Array.of(0, 1, 0), Float64Array.of(0.3, 0.3, 0.3))).to.be.at.most(0.3);
  });

  it("is 0.5 without a positive label", () => {
    expect(bestF1Threshold(Float64Array.of(0, 0), Float64Array.of(0.3, 0.7))).to.equal(0.5);
  });

  it("has an F1 at least as high as every other threshold, for all predictions", () => {
    const prediction = fc.record({ label: fc.constantFrom(0, 1), probability: fc.integer({ min: 0, max: 20 }) });
    fc.assert(
      fc.property(fc.array(prediction, { minLength: 1, maxLength: 40 }), (rows) => {
        const labels = Float64Array.from(rows, ({ label }) => label);
        if (!labels.includes(1)) return;
        const probabilities = Float64Array.from(rows, ({ probability }) => probability / 20);
        const best = f1At(labels, probabilities, bestF1Threshold(labels, probabilities));
        for (let threshold = 0; threshold <= 1; threshold += 0.025) {
          expect(best).to.be.at.least(f1At(labels, probabilities, threshold) - 1e-12);
        }
      }),
    );
  });
});
