import { expect } from "chai";
import { isBelowTarget, standingAfter } from "../../../src/domain/standing.js";
import type { PerformanceAnswer } from "../../../src/domain/performance.js";
import { AS_OF, asking } from "../../helpers/facts.js";

const DAY = 86_400_000;
const mix = { shifted: false, weights: undefined, effectiveRows: 40, covered: 1 };
const NOW = { value: 0.3, threshold: 0.6, asOf: AS_OF, mix };
const HEALTHY = asking({ verdict: "healthy", rows: 40 });
const answered: PerformanceAnswer = { verdict: "healthy", asking: HEALTHY, mix };
const missing: PerformanceAnswer = { verdict: "insufficient", insufficiency: { because: "rows", missing: 7 }, mix };

describe("where the performance question stands", () => {
  it("is the answer that was given now, asked again once the rows have grown by half", () => {
    const standing = standingAfter(answered, { asking: asking(), at: AS_OF - DAY }, NOW);
    const { verdict, askedNow, askedAt, askedAgainAt } = standing;
    expect({ verdict, askedNow, askedAt, askedAgainAt }).to.deep.equal({
      verdict: "healthy",
      askedNow: true,
      askedAt: AS_OF,
      askedAgainAt: 60,
    });
  });

  it("is the earlier answer where it was not due, or where nothing could be said now", () => {
    const before = { asking: asking(), at: AS_OF - DAY };
    for (const answer of [undefined, missing]) {
      const { verdict, askedNow, askedAt, askedAgainAt, insufficiency } = standingAfter(answer, before, NOW);
      expect([verdict, askedNow, askedAt, askedAgainAt]).to.deep.equal(["degraded", false, AS_OF - DAY, 30]);
      expect(insufficiency).to.equal(answer === undefined ? undefined : missing.insufficiency);
    }
  });

  it("is insufficient before the first answer", () => {
    const { verdict, asking: none, askedAgainAt } = standingAfter(missing, undefined, NOW);
    expect([verdict, none, askedAgainAt]).to.deep.equal(["insufficient", undefined, 20]);
  });

  it("is below target only if healthy, defined and less: a score of 0 is a score", () => {
    expect(isBelowTarget("healthy", 0, 0.6)).to.equal(true);
    expect(isBelowTarget("healthy", 0.6, 0.6)).to.equal(false);
    expect(isBelowTarget("healthy", undefined, 0.6)).to.equal(false);
    expect(isBelowTarget("degraded", 0.1, 0.6)).to.equal(false);
    expect(isBelowTarget("insufficient", 0.1, 0.6)).to.equal(false);
  });
});
