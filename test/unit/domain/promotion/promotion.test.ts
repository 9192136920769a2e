import { expect } from "chai";
import { decidePromotion, type PromotionDecision } from "../../../../src/domain/promotion/promotion.js";
import { seededRandom } from "../../../../src/learning/random.js";

const HEALTHY = { degraded: false, seed: 1 };
const DEGRADED = { degraded: true, seed: 1 };

const constant = (n: number, loss: number): Float64Array => new Float64Array(n).fill(loss);

/** n losses of a champion with errors around 1, and of a challenger whose errors are `factor` times as large, but for noise. */
function paired(n: number, factor: number, noise = 0.1): { champion: Float64Array; challenger: Float64Array } {
  const random = seededRandom(3);
  const champion = Float64Array.from({ length: n }, () => Math.abs(random.normal()));
  const challenger = champion.map((loss) => Math.max(0, factor * (loss + noise * random.normal())));
  return { champion, challenger };
}

const inWords = (decision: PromotionDecision): string => `${decision.verdict}: ${decision.reason}`;

describe("the promotion gate", () => {
  it("promotes a challenger that is not worse by more than 10 %", () => {
    const decision = decidePromotion(paired(200, 1.02), HEALTHY);
    expect(inWords(decision)).to.equal("promote: not-worse");
    const { comparison } = decision;
    expect(comparison.limit).to.equal(1.1);
    expect(comparison.ratio).to.be.within(1, 1.1);
    expect(comparison.bound).to.be.within(comparison.ratio!, 1.1);
  });

  it("refuses one that is worse by more, and one of which that is not shown", () => {
    expect(inWords(decidePromotion(paired(200, 1.3), HEALTHY))).to.equal("refuse: worse");
    const uncertain = decidePromotion(paired(25, 1, 1.5), HEALTHY);
    expect(inWords(uncertain)).to.equal("refuse: worse");
    expect(uncertain.comparison.bound).to.be.greaterThan(1.1);
  });

  it("in place of a degraded champion promotes what is shown better, and nothing else", () => {
    expect(inWords(decidePromotion(paired(200, 0.8), DEGRADED))).to.equal("promote: better");
    expect(decidePromotion(paired(200, 0.8), DEGRADED).comparison.limit).to.equal(1);
    expect(inWords(decidePromotion(paired(200, 1.02), DEGRADED))).to.equal("refuse: not-better");
  });

  it("draws the line at 10 %: a tenth more is not worse, and a little more than that is", () => {
    const tenth = { champion: constant(40, 10), challenger: constant(40, 11) };
    expect(decidePromotion(tenth, HEALTHY)).to.deep.include({ verdict: "promote", reason: "not-worse" });
    const more = { champion: constant(40, 10), challenger: constant(40, 11.001) };
    expect(inWords(decidePromotion(more, HEALTHY))).to.equal("refuse: worse");
  });

  it("compares means over the same rows", () => {
    const { comparison } = decidePromotion(
      { champion: constant(20, 2), challenger: Float64Array.from({ length: 20 }, (_, i) => (i < 10 ? 1 : 2)) },
      HEALTHY,
    );
    expect(comparison).to.include({ rows: 20, championLoss: 2, challengerLoss: 1.5, ratio: 0.75 });
    expect(comparison.interval?.[1]).to.equal(comparison.bound);
    expect(comparison.interval?.[0]).to.be.lessThan(0.75);
  });

  it("holds a stricter level against a higher bound", () => {
    const losses = paired(60, 1, 0.3);
    const usual = decidePromotion(losses, HEALTHY).comparison.bound!;
    expect(decidePromotion(losses, { ...HEALTHY, level: 0.001 }).comparison.bound).to.be.greaterThan(usual);
  });

  const few = { champion: constant(19, 5), challenger: constant(19, 1) };
  const nan = paired(40, 0.5);
  nan.challenger[7] = NaN;
  const infinite = paired(40, 0.5);
  infinite.champion[7] = Infinity;
  const zeros = { champion: constant(30, 0), challenger: constant(30, 0) };
  const perfect = { champion: constant(30, 0), challenger: constant(30, 0.1) };
  const sometimes = {
    champion: constant(30, 0),
    challenger: Float64Array.from({ length: 30 }, (_, i) => Number(i === 0)),
  };
  const beaten = { champion: constant(30, 0.1), challenger: constant(30, 0) };
  const equal = { champion: constant(30, 3), challenger: constant(30, 3) };
  const cases: [about: string, losses: typeof few, healthy: string, degraded: string][] = [
    [
      "no rows",
      { champion: constant(0, 0), challenger: constant(0, 0) },
      "refuse: too-few-rows",
      "refuse: too-few-rows",
    ],
    ["19 rows", few, "refuse: too-few-rows", "refuse: too-few-rows"],
    ["a loss that is not a number", nan, "refuse: not-finite", "refuse: not-finite"],
    ["an infinite loss", infinite, "refuse: not-finite", "refuse: not-finite"],
    ["equal losses", equal, "promote: not-worse", "refuse: not-better"],
    ["no loss at all on either side", zeros, "promote: not-worse", "refuse: not-better"],
    ["a champion without any loss", perfect, "refuse: worse", "refuse: not-better"],
    ["a champion without loss, beaten on one row", sometimes, "refuse: worse", "refuse: not-better"],
    ["a challenger without any loss", beaten, "promote: not-worse", "promote: better"],
  ];
  for (const [about, losses, healthy, degraded] of cases) {
    it(`on ${about}: ${healthy}; of a degraded champion ${degraded}`, () => {
      expect(inWords(decidePromotion(losses, HEALTHY))).to.equal(healthy);
      expect(inWords(decidePromotion(losses, DEGRADED))).to.equal(degraded);
    });
  }

  it("compares nothing of too few rows, or of losses that are not finite", () => {
    const nothing = { championLoss: undefined, challengerLoss: undefined, ratio: undefined };
    for (const [losses, rows] of [
      [few, 19],
      [nan, 40],
    ] as const) {
      const { comparison } = decidePromotion(losses, HEALTHY);
      expect(comparison).to.deep.equal({ rows, ...nothing, interval: undefined, bound: undefined, limit: 1.1 });
    }
  });
});
