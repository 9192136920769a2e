import { expect } from "chai";
import fc from "fast-check";
import {
  calibrated,
  calibrationOf,
  decisionThresholdOf,
  intervalsOf,
} from "../../../../src/domain/prediction/calibration.js";
import {
  intervalAround,
  intervalsAtPrediction,
  offsetsAfter,
  residualOf,
} from "../../../../src/domain/prediction/intervals.js";
import { DEFAULT_TRAINING_SETTINGS } from "../../../../src/domain/settings.js";
import { seededRandom } from "../../../../src/learning/random.js";
import { baselineArtefact } from "../../../helpers/tenants/artefacts.js";

const days = { range: [0, 365], labelValues: null } as const;

describe("intervalAround", () => {
  it("adds the offsets on the scale of log(1 + label)", () => {
    const offsets = { lower: -Math.log(2), upper: Math.log(3) };
    const [low, high] = intervalAround(days, 3, offsets) ?? [];
    expect(low).to.be.closeTo(1, 1e-4);
    expect(high).to.be.closeTo(11, 2e-4);
  });

  it("clips to the range of the label, and returns undefined for infinite offsets", () => {
    expect(intervalAround(days, 300, { lower: -9, upper: 9 })?.map((end) => Math.round(end))).to.deep.equal([0, 365]);
    expect(intervalAround(days, 3, { lower: -Infinity, upper: Infinity })).to.equal(undefined);
  });

  it("ends exactly at labels of few digits, and contains values between those of a planning scale", () => {
    const points = { range: [0, 100], labelValues: [1, 2, 3, 5, 8] } as const;
    for (const label of [0, 0.5, 1, 2, 3, 5, 8, 13, 20, 40, 100]) {
      const offset = residualOf(label, 3);
      const [low = NaN, high = NaN] = intervalAround(points, 3, { lower: offset, upper: offset }) ?? [];
      expect(label < 3 ? low : high).to.equal(label);
    }
    expect(intervalAround(points, 3, { lower: -Math.log(2), upper: Math.log(2) })).to.deep.equal([1, 7]);
  });

  it("contains the prediction for all offsets", () => {
    const offset = fc.double({ min: -8, max: 8, noNaN: true });
    fc.assert(
      fc.property(fc.double({ min: 0, max: 365, noNaN: true }), offset, offset, (prediction, one, other) => {
        const offsets = { lower: Math.min(one, other), upper: Math.max(one, other) };
        const [low = NaN, high = NaN] = intervalAround(days, prediction, offsets) ?? [];
        expect(low).to.be.within(0, prediction);
        expect(high).to.be.within(prediction, 365);
      }),
    );
  });
});

describe("intervalsAtPrediction", () => {
  /** Nine errors of the training: no label was more than twice the prediction. */
  const trained = Array.from({ length: 9 }, (_, i) => ({ label: 4 + i / 2, prediction: 4 }));
  const outOfSample = {
    labels: Float64Array.from(trained, ({ label }) => label),
    predictions: Float64Array.from(trained, ({ prediction }) => prediction),
  };
  const artefact = baselineArtefact(4, { intervals: intervalsOf(outOfSample, 0.8) });
  const rows = {
    labels: Float64Array.of(99, 4, 4),
    predictions: Float64Array.of(4, 4, 4),
    labelKnownAt: Float64Array.of(10, 20, 30),
  };

  it("widens after a large error is known, and not before", () => {
    const [first, second, third] =
      intervalsAtPrediction(artefact, { ...rows, predictedAt: Float64Array.of(5, 10, 11) })?.map(([, high]) => high) ??
      [];
    expect(first).to.be.closeTo(8, 1e-4);
    expect(second, "predicted at the time of the error's label").to.equal(first);
    expect(third).to.be.closeTo(99, 2e-3);
  });

  it("does not depend on later labels", () => {
    const label = fc.double({ min: 0, max: 365, noNaN: true });
    const time = fc.integer({ min: 0, max: 100 });
    const row = fc.record({ label, predictedAt: time, delay: fc.integer({ min: 1, max: 50 }) });
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 30 }), label, fc.nat(), (unordered, changed, pick) => {
        const ordered = [...unordered].sort((a, b) => a.predictedAt + a.delay - b.predictedAt - b.delay);
        const outcomes = {
          labels: Float64Array.from(ordered, (one) => one.label),
          predictions: new Float64Array(ordered.length).fill(4),
          predictedAt: Float64Array.from(ordered, (one) => one.predictedAt),
          labelKnownAt: Float64Array.from(ordered, (one) => one.predictedAt + one.delay),
        };
        const index = pick % ordered.length;
        const knownAt = outcomes.labelKnownAt[index]!;
        const others = { ...outcomes, labels: outcomes.labels.with(index, changed) };
        const [before, after] = [outcomes, others].map((given) => intervalsAtPrediction(artefact, given)!);
        ordered.forEach((one, i) => {
          const computedAt = Math.max(one.predictedAt, outcomes.labelKnownAt[0]!);
          if (computedAt <= knownAt) expect(after![i]).to.deep.equal(before![i]);
        });
      }),
    );
  });

  it("equals the current interval if all errors are known", () => {
    const { upper } = offsetsAfter(artefact, rows);
    const last = intervalsAtPrediction(artefact, {
      labels: Float64Array.of(...rows.labels, 1),
      predictions: Float64Array.of(...rows.predictions, 4),
      predictedAt: Float64Array.of(0, 0, 0, 40),
      labelKnownAt: Float64Array.of(10, 20, 30, 50),
    })?.[3];
    expect(last?.[1]).to.be.closeTo(Math.expm1(Math.log1p(4) + upper), 2e-3);
  });

  it("returns undefined for an artefact without intervals", () => {
    expect(intervalsAtPrediction(baselineArtefact(4), { ...rows, predictedAt: rows.labelKnownAt })).to.equal(undefined);
    expect(residualOf(3, 1)).to.equal(0.693147);
  });
});

describe("calibrationOf", () => {
  /** Draws predictions, and labels of the probability `rateOf(prediction)`. */
  const drawn = (rateOf: (prediction: number) => number, rows: number, seed: number) => {
    const random = seededRandom(seed);
    const predictions = Float64Array.from({ length: rows }, () => random.uniform());
    return { labels: predictions.map((one) => (random.uniform() < rateOf(one) ? 1 : 0)), predictions };
  };

  it("returns null for calibrated probabilities, and for few rows", () => {
    for (let seed = 0; seed < 20; seed++) expect(calibrationOf(drawn((one) => one, 400, seed))).to.equal(null);
    expect(calibrationOf(drawn((one) => one / 4, 5, 1))).to.equal(null);
    expect(calibrationOf({ labels: new Float64Array(0), predictions: new Float64Array(0) })).to.equal(null);
  });

  it("corrects miscalibrated probabilities, and keeps their order", () => {
    const rows = drawn((one) => one / 4, 600, 3);
    const scaling = calibrationOf(rows);
    const fixed = calibrated(scaling, Float64Array.of(0.2, 0.4, 0.8));
    expect(fixed[0]).to.be.closeTo(0.05, 0.04);
    expect(fixed[1]).to.be.closeTo(0.1, 0.05);
    expect(fixed[2]).to.be.closeTo(0.2, 0.06);
    expect([...fixed]).to.deep.equal([...fixed].sort((a, b) => a - b));
  });

  it("returns null if the rate changes in each block, so that a scaling of earlier blocks is wrong", () => {
    const random = seededRandom(5);
    const predictions = new Float64Array(500).fill(0.5).map(() => 0.3 + 0.2 * random.uniform());
    const labels = predictions.map((_, row) =>
      random.uniform() < (Math.floor(row / 100) % 2 === 0 ? 0.1 : 0.7) ? 1 : 0,
    );
    expect(calibrationOf({ labels, predictions })).to.equal(null);
  });

  it("keeps the classification of the best F1 threshold, and the threshold of a cost ratio", () => {
    const outOfSample = drawn((one) => one / 4, 600, 3);
    const scaling = calibrationOf(outOfSample);
    const plain = decisionThresholdOf(outOfSample, null, DEFAULT_TRAINING_SETTINGS);
    const fixed = decisionThresholdOf(outOfSample, scaling, DEFAULT_TRAINING_SETTINGS);
    const yes = (threshold: number, probabilities: Float64Array) =>
      probabilities.map((one) => (one >= threshold ? 1 : 0));
    expect([...yes(fixed, calibrated(scaling, outOfSample.predictions))]).to.deep.equal([
      ...yes(plain, outOfSample.predictions),
    ]);
    // A miss costs as much as four false alarms, so the threshold is 1 / 5.
    expect(decisionThresholdOf(outOfSample, scaling, { ...DEFAULT_TRAINING_SETTINGS, costRatio: 4 })).to.equal(0.2);
  });
});
