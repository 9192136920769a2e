import { expect } from "chai";
import { assessGuarded } from "../../../../src/domain/retraining/assessGuarded.js";
import { isBelowTarget, statusAfter } from "../../../../src/domain/retraining/performanceStatus.js";
import type { SequentialTest } from "../../../../src/domain/sequentialTest.js";
import type { Verdict } from "../../../../src/domain/evaluation.js";
import type { PerformanceResult } from "../../../../src/domain/retraining/performance.js";
import { AS_OF, sequentialTest, facts, THRESHOLDS } from "../../../helpers/rows/facts.js";

const DAY = 86_400_000;
const mix = { shifted: false, weights: undefined, effectiveRows: 40, covered: 1 };
const NOW = { value: 0.3, threshold: 0.6, asOf: AS_OF, mix };
const HEALTHY = sequentialTest({ verdict: "healthy", rows: 40 });
/** Its holdout lay above the threshold. */
const HEALTHY_ABOVE = sequentialTest({
  verdict: "healthy",
  score: { value: 0.7, level: 0.05, lower: 0.6, upper: 0.8 },
});
const answered: PerformanceResult = { verdict: "healthy", sequentialTest: HEALTHY, mix };
const missing: PerformanceResult = { verdict: "insufficient", insufficiency: { reason: "rows", missing: 7 }, mix };

describe("where the performance question stands", () => {
  it("is the answer that was given now, asked again once the rows have grown by half", () => {
    const status = statusAfter(answered, { sequentialTest: sequentialTest(), at: AS_OF - DAY }, NOW);
    const { verdict, testedNow, askedAt, nextTestRows } = status;
    expect({ verdict, testedNow, askedAt, nextTestRows }).to.deep.equal({
      verdict: "healthy",
      testedNow: true,
      askedAt: AS_OF,
      nextTestRows: 60,
    });
  });

  it("is the earlier answer where it was not due, or where nothing could be said now", () => {
    const before = { sequentialTest: sequentialTest(), at: AS_OF - DAY };
    for (const answer of [undefined, missing]) {
      const { verdict, testedNow, askedAt, nextTestRows, insufficiency } = statusAfter(answer, before, NOW);
      expect([verdict, testedNow, askedAt, nextTestRows]).to.deep.equal(["degraded", false, AS_OF - DAY, 30]);
      expect(insufficiency).to.equal(answer === undefined ? undefined : missing.insufficiency);
    }
  });

  describe("after the threshold was changed", () => {
    const reached = sequentialTest({ verdict: "degraded" });
    const worse = sequentialTest({ difference: { value: -0.3, level: 0.05, lower: -0.4, upper: -0.1 } });
    const level = { value: 0, level: 0.05, lower: -0.1, upper: 0.1 };
    const cases: [about: string, before: SequentialTest, threshold: number, verdict: Verdict][] = [
      ["to below the upper bound: degraded no more", reached, 0.25, "healthy"],
      ["to the upper bound itself", reached, 0.3, "healthy"],
      ["to one that the upper bound is below", reached, 0.31, "degraded"],
      ["to a higher one", reached, 0.7, "degraded"],
      ["to a lower one, shown below its holdout", worse, 0.31, "degraded"],
      ["to below the upper bound, shown below its holdout", worse, 0.2, "healthy"],
      ["to a higher one, healthy since as good as its holdout", { ...HEALTHY, difference: level }, 0.7, "healthy"],
      ["to a lower one that its holdout may lie above", { ...HEALTHY, difference: level }, 0.5, "insufficient"],
      ["to a higher one that its holdout may lie below", HEALTHY_ABOVE, 0.9, "insufficient"],
      ["to a lower one, healthy", HEALTHY_ABOVE, 0.5, "healthy"],
    ];
    for (const [about, before, threshold, verdict] of cases) {
      it(`${about}: ${verdict}`, () => {
        const status = statusAfter(undefined, { sequentialTest: before, at: AS_OF - DAY }, { ...NOW, threshold });
        expect(status).to.include({ verdict, sequentialTest: before });
      });
    }

    it("to below the upper bound, is not reported as a score below the new threshold", () => {
      const performance = statusAfter(
        undefined,
        { sequentialTest: reached, at: AS_OF - DAY },
        { ...NOW, threshold: 0.1 },
      );
      const thresholds = { ...THRESHOLDS, minimumScore: { value: 0.1, origin: "file" as const } };
      expect(assessGuarded(facts({ performance }), thresholds).reasons).to.deep.equal([]);
    });
  });

  it("is insufficient before the first answer", () => {
    const { verdict, sequentialTest: none, nextTestRows } = statusAfter(missing, undefined, NOW);
    expect([verdict, none, nextTestRows]).to.deep.equal(["insufficient", undefined, 20]);
  });

  it("is below target only if healthy, defined and less: a score of 0 is a score", () => {
    expect(isBelowTarget("healthy", 0, 0.6)).to.equal(true);
    expect(isBelowTarget("healthy", 0.6, 0.6)).to.equal(false);
    expect(isBelowTarget("healthy", undefined, 0.6)).to.equal(false);
    expect(isBelowTarget("degraded", 0.1, 0.6)).to.equal(false);
    expect(isBelowTarget("insufficient", 0.1, 0.6)).to.equal(false);
  });
});
