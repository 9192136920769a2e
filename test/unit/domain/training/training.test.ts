import { expect } from "chai";
import { predict } from "../../../../src/domain/prediction/predictor.js";
import { prepare } from "../../../../src/domain/learners/preparedExamples.js";
import { finish } from "../../../../src/domain/steps.js";
import { fitChoice, trainedBefore, trainModel } from "../../../../src/domain/training/training.js";
import { meanAbsoluteError } from "../../../../src/learning/metrics/meanAbsoluteError.js";
import { rowRange } from "../../../../src/learning/resampling/timeSplits.js";
import { seededRandom } from "../../../../src/learning/random.js";
import { examplesOf, type TestRow } from "../../../helpers/rows/examples.js";

const DAY = 86_400_000;

/** Returns n rows a few hours apart. The label is a function of the row's size and of noise. */
function tenantRows(n: number, label: (size: number, noise: number) => number): TestRow[] {
  const random = seededRandom(7);
  return Array.from({ length: n }, (_, i) => {
    const size = random.uniform() * 6;
    const noise = random.normal();
    return {
      predictedAt: i * 0.3 * DAY,
      labelKnownAt: (i * 0.3 + 1) * DAY,
      label: label(size, noise),
      numbers: { size: Math.expm1(size) },
      categories: { type: i % 3 === 0 ? "bug" : "story" },
    };
  });
}
const signal = tenantRows(300, (size, noise) => Math.max(0.1, Math.expm1(0.4 * size + 0.3 * noise)));
const noise = tenantRows(300, (_, value) => 5 + Math.abs(value));
const rework = tenantRows(400, (size, value) => (size + 1.2 * value > 4.5 ? 1 : 0));
const train = (model: "lead_time" | "rework_risk", rows: TestRow[]) => trainModel(prepare(model, examplesOf(rows)));

describe("trainModel", () => {
  it("chooses a learner if features predict the label, and scores it on the holdout", () => {
    const { artefact, holdout, trainingRows, baselineReason } = train("lead_time", signal);
    expect(artefact.learner.name).to.equal("ensemble");
    expect(baselineReason).to.equal(undefined);
    expect(trainingRows).to.equal(240);
    expect(holdout?.rows).to.equal(60);
    expect(holdout?.values.mae?.value).to.be.lessThan(0.7 * holdout!.values.mae!.baseline!);
  });

  it("chooses the baseline if no feature predicts the label, and gives the reason", () => {
    const { artefact, holdout, baselineReason } = train("lead_time", noise);
    expect(artefact.learner).to.deep.equal({ name: "baseline", prediction: artefact.baseline });
    expect(baselineReason).to.equal("no model beat the baseline");
    expect(holdout?.values.mae?.value).to.equal(holdout?.values.mae?.baseline);
  });

  it("chooses the baseline if the choice is worse on the holdout, and keeps both scores", () => {
    const inverted = signal.map((row, i) => (i < 240 ? row : { ...row, label: 5.4 / row.label }));
    const { artefact, refusedHoldout, baselineReason } = train("lead_time", inverted);
    expect(artefact.learner.name).to.equal("baseline");
    expect(baselineReason).to.match(/regression .* did not beat the baseline on folds and holdout$/);
    expect(refusedHoldout?.values.mae?.value).to.be.greaterThan(refusedHoldout!.values.mae!.baseline!);
  });

  it("trains a classifier with a decision threshold from validation", () => {
    const { artefact, holdout } = train("rework_risk", rework);
    expect(artefact.learner.name).to.equal("ensemble");
    expect(artefact.decisionThreshold).to.be.within(0.05, 0.95);
    expect(holdout?.values.rocAuc?.value).to.be.greaterThan(0.85);
    expect(holdout?.values.brierLoss?.value).to.be.lessThan(holdout!.values.brierLoss!.baseline!);
    expect(holdout?.values.f1?.value).to.be.greaterThan(holdout!.values.f1!.baseline!);
  });

  it("refits on all rows: the newest row changes the artefact", () => {
    const changed = signal.map((row, i) => (i < 299 ? row : { ...row, label: row.label + 50 }));
    expect(train("lead_time", changed).artefact).to.not.deep.equal(train("lead_time", signal).artefact);
  });

  it("gives the same bytes for the same rows", () => {
    const bytes = (rows: TestRow[]) => JSON.stringify(train("lead_time", rows));
    expect(bytes(signal)).to.equal(bytes(signal.map((row) => ({ ...row }))));
  });

  it("predicts the same after the artefact is written to JSON and parsed", () => {
    for (const [model, rows] of [
      ["lead_time", signal],
      ["rework_risk", rework],
    ] as const) {
      const prepared = prepare(model, examplesOf(rows));
      const { artefact } = trainModel(prepared);
      const again = JSON.parse(JSON.stringify(artefact)) as typeof artefact;
      const all = rowRange(0, rows.length);
      expect([...predict(again, prepared, all)]).to.deep.equal([...predict(artefact, prepared, all)]);
    }
  });

  it("keeps predictions within the range of the labels", () => {
    const wild = signal.map((row, i) => (i === 299 ? { ...row, numbers: { size: 1e300 } } : row));
    const prepared = prepare("lead_time", examplesOf(wild));
    for (const prediction of predict(trainModel(prepared).artefact, prepared, rowRange(0, 300))) {
      expect(prediction).to.be.within(0, 365);
    }
  });

  it("chooses the baseline without a holdout if all labels have the same label time", () => {
    const bulk = signal.map((row) => ({ ...row, labelKnownAt: 500 * DAY }));
    const { artefact, holdout, baselineReason } = train("lead_time", bulk);
    expect([artefact.learner.name, holdout]).to.deep.equal(["baseline", undefined]);
    expect(baselineReason).to.equal("all labels have the same label time, so there is no holdout");
  });

  it("trains if the oldest rows have one class", () => {
    const late = rework.map((row, i) => (i < 250 ? { ...row, label: 0 } : row));
    expect(train("rework_risk", late).holdout?.rows).to.equal(80);
  });

  it("gives scores the same intervals for the same seed, and none without a seed", () => {
    const prepared = prepare("lead_time", examplesOf(signal));
    const [one, same, other] = [1, 1, 2].map((seed) => trainModel(prepared, { seed }).holdout);
    expect(one?.intervals).to.equal("bootstrap");
    const { value, interval } = one!.values.mae!;
    expect(interval![0]).to.be.lessThan(value!);
    expect(interval![1]).to.be.greaterThan(value!);
    expect(same).to.deep.equal(one);
    expect(other?.values.mae?.value).to.equal(value);
    expect(other?.values.mae?.interval).to.not.deep.equal(interval);
    expect(trainModel(prepared).holdout).to.not.have.property("intervals");
  });

  it("keeps the holdout predictions from before the refit, and the completion mix of all rows", () => {
    const late = signal.map((row, i) => ({ ...row, predictedAt: row.labelKnownAt - (1 + (i % 5)) * DAY }));
    const prepared = prepare("lead_time", examplesOf(late));
    const { choice, evidence, holdout } = trainModel(prepared);
    const rows = rowRange(240, 300);
    const { holdout: kept } = evidence;
    expect([...kept!.labels]).to.deep.equal([...prepared.examples.labels.slice(240)]);
    expect(kept?.predictions).to.deep.equal(predict(finish(fitChoice(choice, prepared, 240)), prepared, rows));
    expect([...kept!.delays]).to.deep.equal([...rows].map((row) => 1 + (row % 5)));
    expect(evidence.mix).to.deep.equal({ edges: [1, 2, 3, 4], shares: [0.2, 0.2, 0.2, 0.2, 0.2] });
    expect(meanAbsoluteError(kept!.labels, kept!.predictions)).to.equal(holdout?.values.mae?.value);
  });

  it("keeps the holdout predictions of the baseline if it was chosen", () => {
    const { artefact, evidence } = train("lead_time", noise);
    const before = [...noise.slice(0, 240)].map(({ label }) => label).sort((a, b) => a - b);
    expect(artefact.learner.name).to.equal("baseline");
    for (const prediction of evidence.holdout!.predictions) {
      expect(prediction).to.be.closeTo((before[119]! + before[120]!) / 2, 1e-4); // kept with six digits
    }
  });

  it("has a mix but no holdout if all labels have the same label time", () => {
    const bulk = signal.map((row) => ({ ...row, labelKnownAt: 500 * DAY }));
    const { evidence } = train("lead_time", bulk);
    expect(evidence.holdout).to.equal(undefined);
    expect(evidence.mix?.shares).to.have.length(5);
  });

  it("ignores the rows from `end` on in trainedBefore", () => {
    const prepared = prepare("lead_time", examplesOf(signal));
    for (const end of [1, 40, 150, 300]) {
      const { artefact } = train("lead_time", signal.slice(0, end));
      expect(trainedBefore(prepared, end)).to.deep.equal(artefact);
    }
  });
});
