import { BASELINE_CHOICE } from "../../../../src/domain/training/modelSelection.js";
import { expect } from "chai";
import { historyOf } from "../../../../src/domain/replay/history.js";
import { PolicyRun } from "../../../../src/domain/replay/policyRun.js";
import type { TrainedThen, Trainer } from "../../../../src/domain/replay/trainer.js";
import type { PromotionDecision } from "../../../../src/domain/promotion/promotion.js";
import { baselineArtefact } from "../../../helpers/tenants/artefacts.js";
import { preparedRows, sizedRows } from "../../../helpers/rows/preparedRows.js";
import { replayedPolicy } from "../../../helpers/rows/replays.js";
import { rowsOfR2 } from "../../../helpers/rows/scoredRows.js";

const WHOLE = preparedRows(sizedRows(120));
const comparison = {
  rows: 50,
  championLoss: 2,
  challengerLoss: 1,
  ratio: 0.5,
  interval: undefined,
  bound: 0.6,
  limit: 1,
};
const PROMOTE: PromotionDecision = { verdict: "promote", reason: "better", comparison };
const REFUSE: PromotionDecision = { verdict: "refuse", reason: "not-better", comparison };

/** Trains what always predicts the same, though it scored well on its holdout; and decides as the test says. */
function trainer(decide: (end: number) => PromotionDecision, asked: unknown[] = []): Trainer {
  const train = (end: number, decision: PromotionDecision | undefined): TrainedThen => {
    const artefact = baselineArtefact(100 + end);
    const evidence = { holdout: rowsOfR2(60, 0.9, 1), mix: undefined };
    const choice = BASELINE_CHOICE;
    const scores = { holdout: undefined, refusedHoldout: undefined, baselineReason: undefined, trainingRows: end };
    return {
      outcome: "trained",
      seconds: 2,
      challenge: { training: { artefact, evidence, choice, ...scores }, decision },
    };
  };
  return {
    alone: (end) => train(end, undefined),
    against(end, champion, degraded) {
      asked.push([end, champion.watermark, degraded]);
      return train(end, decide(end));
    },
  };
}

/** Asked whenever a label becomes known; performance alone can ask. */
function play(each: Trainer): PolicyRun {
  const policy = replayedPolicy("guarded", { minimumNewLabels: 1000, maximumAgeDays: 1000 });
  const run = new PolicyRun(policy, historyOf(WHOLE, 1000), each);
  for (const at of WHOLE.examples.labelKnownAt) run.step(at);
  return run;
}
const rowsKnown = (at: number): number => WHOLE.examples.labelKnownAt.filter((time) => time <= at).length;

describe("a policy on its way through a history", () => {
  it("asks of a champion that is refused a successor at 20 fresh rows and with each growth by half", () => {
    const { trainings, deployed, seconds } = play(trainer(() => REFUSE));
    const seen = trainings.map(({ at, triggers, outcome }) => [rowsKnown(at), ...triggers, outcome]);
    expect(seen).to.deep.equal([
      [1, "never_trained", "promoted"],
      [21, "performance", "refused"],
      [31, "performance", "refused"],
      [46, "performance", "refused"],
      [69, "performance", "refused"],
      [103, "performance", "refused"],
    ]);
    expect([deployed.length, seconds]).to.deep.equal([1, 12]);
  });

  it("asks of each successor anew", () => {
    const { trainings, deployed } = play(trainer(() => PROMOTE));
    expect(trainings.map(({ at, version }) => [rowsKnown(at), version])).to.deep.equal([
      [1, 1],
      [21, 2],
      [41, 3],
      [61, 4],
      [81, 5],
      [101, 6],
    ]);
    expect(deployed.map(({ from }) => rowsKnown(from))).to.deep.equal([1, 21, 41, 61, 81, 101]);
  });

  it("has a challenger compared with the champion, and says that it is degraded", () => {
    const asked: unknown[] = [];
    play(trainer((end) => (end === 21 ? PROMOTE : REFUSE), asked));
    const watermark = (rows: number): number => WHOLE.examples.labelKnownAt[rows - 1]!;
    expect(asked.slice(0, 3)).to.deep.equal([
      [21, watermark(1), true],
      [41, watermark(21), true],
      [51, watermark(21), true],
    ]);
  });

  it("tries again after 1, 2, 4 days … where the fit fails, and does not train again on the same rows", () => {
    const failing: Trainer = { alone: () => ({ outcome: "failed", seconds: 1 }), against: () => expect.fail() };
    const run = new PolicyRun(replayedPolicy("guarded"), historyOf(WHOLE, 1000), failing);
    const last = WHOLE.examples.labelKnownAt.at(-1)!;
    for (let hours = 0; hours <= 24 * 8; hours += 6) run.step(last + hours * 3_600_000);
    expect(run.trainings.map(({ outcome }) => outcome)).to.deep.equal(["failed"]);
    expect(run.deployed).to.deep.equal([]);
  });
});
