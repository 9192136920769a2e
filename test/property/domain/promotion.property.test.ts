import { expect } from "chai";
import fc from "fast-check";
import { decidePromotion, type PairedLosses } from "../../../src/domain/promotion/promotion.js";

const loss = fc.oneof(
  { weight: 4, arbitrary: fc.double({ min: 0, max: 50, noNaN: true }) },
  { weight: 2, arbitrary: fc.constantFrom(0, 1, 2) },
);
const anything = fc.oneof({ weight: 20, arbitrary: loss }, fc.constantFrom(NaN, Infinity, 1e300));

/** Losses of two models on up to 60 rows; some differ by little. */
const pairsOf = (each: fc.Arbitrary<number>): fc.Arbitrary<PairedLosses> =>
  fc
    .array(fc.record({ champion: each, challenger: each, isTied: fc.boolean() }), { maxLength: 60, size: "max" })
    .map((rows) => ({
      champion: Float64Array.from(rows, ({ champion }) => champion),
      challenger: Float64Array.from(rows, ({ champion, challenger, isTied }) => (isTied ? champion : challenger)),
    }));

const options = fc.record({ degraded: fc.boolean(), seed: fc.nat() });

describe("the promotion gate, for all losses", () => {
  it("has a verdict, and never promotes on fewer than 20 rows or on what is not finite", () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(pairsOf(anything), options, (losses, how) => {
        const { verdict, reason, comparison } = decidePromotion(losses, how);
        seen.add(reason);
        expect(comparison.rows).to.equal(losses.champion.length);
        expect(comparison.limit).to.equal(how.degraded ? 1 : 1.1);
        const { championLoss, challengerLoss, ratio, bound, interval = [] } = comparison;
        for (const number of [championLoss, challengerLoss, ratio, bound, ...interval]) expect(number).not.to.be.NaN;
        if (verdict === "refuse")
          return void expect(reason).to.be.oneOf(["not-better", "worse", "too-few-rows", "not-finite"]);
        expect(reason).to.equal(how.degraded ? "better" : "not-worse");
        expect(comparison.rows).to.be.at.least(20);
        expect([...losses.champion, ...losses.challenger].every(Number.isFinite)).to.equal(true);
        expect(comparison.bound).to.be.at.most(comparison.limit);
        expect(comparison.ratio).to.be.at.most(comparison.limit);
      }),
      { numRuns: 200, seed: 3 },
    );
    expect([...seen]).to.include.members(["too-few-rows", "not-finite", "worse", "not-better"]);
  });

  it("does not turn a refusal into a promotion when every loss of the challenger grows in proportion", () => {
    fc.assert(
      fc.property(pairsOf(loss), options, fc.double({ min: 1, max: 3, noNaN: true }), (losses, how, factor) => {
        const before = decidePromotion(losses, how);
        const worse = { ...losses, challenger: losses.challenger.map((each) => each * factor) };
        if (before.verdict === "refuse") expect(decidePromotion(worse, how).verdict).to.equal("refuse");
      }),
      { numRuns: 150 },
    );
  });

  it("does not care for the unit of the losses", () => {
    fc.assert(
      fc.property(pairsOf(loss), options, fc.constantFrom(1 / 8, 2, 1024), ({ champion, challenger }, how, unit) => {
        const scaled = {
          champion: champion.map((each) => each * unit),
          challenger: challenger.map((each) => each * unit),
        };
        const [before, after] = [decidePromotion({ champion, challenger }, how), decidePromotion(scaled, how)];
        expect([after.verdict, after.reason, after.comparison.ratio]).to.deep.equal([
          before.verdict,
          before.reason,
          before.comparison.ratio,
        ]);
      }),
      { numRuns: 100 },
    );
  });

  it("takes equal losses for not worse, and not for better", () => {
    fc.assert(
      fc.property(fc.array(loss, { minLength: 20, maxLength: 60 }), fc.nat(), (losses, seed) => {
        const equal = { champion: Float64Array.from(losses), challenger: Float64Array.from(losses) };
        expect(decidePromotion(equal, { degraded: false, seed })).to.include({
          verdict: "promote",
          reason: "not-worse",
        });
        expect(decidePromotion(equal, { degraded: true, seed })).to.include({
          verdict: "refuse",
          reason: "not-better",
        });
      }),
      { numRuns: 100 },
    );
  });
});
