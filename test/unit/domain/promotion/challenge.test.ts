import { expect } from "chai";
import { challenge } from "../../../../src/domain/promotion/challenge.js";
import { evidenceStart, type ComparedChampion } from "../../../../src/domain/promotion/comparison.js";
import { predict } from "../../../../src/domain/prediction/predictor.js";
import { trainedBefore, trainModel } from "../../../../src/domain/training/training.js";
import { baselineArtefact } from "../../../helpers/tenants/artefacts.js";
import { preparedRows, sizedRows } from "../../../helpers/rows/preparedRows.js";

const HEALTHY = { degraded: false, seed: 1 };
const ROWS = sizedRows(300);
const WATERMARK = ROWS[199]!.labelKnownAt;

/** Trained on the first 200 rows; always predicts 20 days, unless it is what a training makes of them. */
const champion = (artefact = baselineArtefact(20)): ComparedChampion => ({
  artefact,
  watermark: WATERMARK,
  knows: () => false,
});

describe("a challenge", () => {
  it("without a champion is a training on everything, and needs no decision", () => {
    const { training, decision } = challenge(preparedRows(ROWS), undefined, HEALTHY);
    expect(decision).to.equal(undefined);
    expect(training).to.deep.equal(trainModel(preparedRows(ROWS), { seed: 1 }));
  });

  it("of a champion that guesses badly is won, on the labels after its watermark", () => {
    const { training, decision } = challenge(preparedRows(ROWS), champion(), { ...HEALTHY, degraded: true });
    expect(decision).to.include({ verdict: "promote", reason: "better" });
    expect(decision?.comparison).to.include({ rows: 100, limit: 1 });
    expect(training.artefact.learner.name).to.equal("ensemble");
  });

  it("of what is as good is won only if it need not be better", () => {
    const prepared = preparedRows(ROWS);
    const { artefact } = trainModel(preparedRows(sizedRows(300, { seed: 9 }))); // other rows of the same law
    expect(challenge(prepared, champion(artefact), HEALTHY).decision).to.include({ reason: "not-worse" });
    const beaten = challenge(prepared, champion(artefact), { ...HEALTHY, degraded: true });
    expect(beaten.decision).to.include({ verdict: "refuse", reason: "not-better" });
  });

  it("compares what would have been trained before each block, and trains on everything", () => {
    const prepared = preparedRows(ROWS);
    const { training, decision } = challenge(prepared, champion(), HEALTHY);
    expect(training).to.deep.equal(trainModel(prepared, { seed: 1 }));
    expect(evidenceStart(prepared, WATERMARK)).to.equal(200);
    const losses = [200, 220, 240, 260, 280].flatMap((cut) => {
      const block = Int32Array.from({ length: 20 }, (_, i) => cut + i);
      const predictions = predict(trainedBefore(prepared, cut), prepared, block);
      return [...predictions].map((prediction, i) => Math.abs(prediction - prepared.examples.labels[cut + i]!));
    });
    const mean = losses.reduce((sum, loss) => sum + loss, 0) / 100;
    expect(decision?.comparison.challengerLoss).to.be.closeTo(mean, 1e-12);
  });

  it("gives its scores intervals only where that is asked for, and decides the same", () => {
    const prepared = preparedRows(ROWS);
    const [full, quick] = [undefined, false].map((intervals) =>
      challenge(prepared, champion(), { ...HEALTHY, ...(intervals === undefined ? {} : { intervals }) }),
    );
    expect(full?.training.holdout?.values.mae?.interval).to.have.length(2);
    expect(quick?.training.holdout?.values.mae).not.to.have.property("interval");
    expect(quick?.decision).to.deep.equal(full?.decision);
    expect(quick?.training.artefact).to.deep.equal(full?.training.artefact);
  });

  it("on too little evidence is lost", () => {
    const late = { ...champion(), watermark: ROWS[280]!.labelKnownAt };
    const { decision } = challenge(preparedRows(ROWS), late, HEALTHY);
    expect(decision).to.deep.include({ verdict: "refuse", reason: "too-few-rows" });
    expect(decision?.comparison.rows).to.equal(19);
  });
});
