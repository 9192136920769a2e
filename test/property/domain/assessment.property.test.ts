import { expect } from "chai";
import fc from "fast-check";
import { assessClassic } from "../../../src/domain/retraining/assessClassic.js";
import { assessGuarded } from "../../../src/domain/retraining/assessGuarded.js";
import type { Counterfactual, ModelFacts } from "../../../src/domain/retraining/assessment.js";
import { AS_OF, facts, status, THRESHOLDS } from "../../helpers/rows/facts.js";

const DAY = 86_400_000;
const HOUR = 3_600_000;

/** Times are whole milliseconds; most here are whole hours, so that limits are met exactly. */
const age = fc.oneof(
  fc.nat(24 * 600).map((hours) => hours * HOUR),
  fc.nat(600 * DAY),
);

const someFacts: fc.Arbitrary<ModelFacts> = fc
  .record({
    trained: fc.boolean(),
    since: age,
    tried: fc.boolean(),
    attemptedAgo: age,
    withoutPromotion: fc.nat(20),
    newLabels: fc.oneof(fc.nat(60), fc.nat(600)),
    ofThemKnown: fc.nat(600),
    score: fc.constantFrom(undefined, -1, 0, 0.59, 0.6, 1),
    verdict: fc.constantFrom(undefined, "healthy" as const, "degraded" as const, "insufficient" as const),
    testedNow: fc.boolean(),
    manuallyDeployed: fc.constantFrom(undefined, { pinned: false }, { pinned: true }),
  })
  .map(({ trained, since, tried, attemptedAgo, withoutPromotion, newLabels, ofThemKnown, score, verdict, ...rest }) => {
    const last = { attemptedAt: AS_OF - attemptedAgo, watermark: 0, outcome: "refused" as const };
    return facts({
      ...(trained ? {} : { champion: undefined }),
      ageDays: trained ? since / DAY : undefined,
      newLabels,
      newLabelsSinceAttempt: Math.max(0, newLabels - ofThemKnown),
      score: { metric: "r2", rows: newLabels, value: score, baseline: 0 },
      attempts: { last: tried ? last : undefined, withoutPromotion: tried ? withoutPromotion : 0, fingerprint: "f" },
      manuallyDeployed: rest.manuallyDeployed,
      performance: verdict === undefined ? undefined : status({ verdict, testedNow: rest.testedNow }),
    });
  });

/** The same model after so many new examples and milliseconds. */
function later(of: ModelFacts, examples: number, milliseconds: number): ModelFacts {
  return {
    ...of,
    asOf: of.asOf + milliseconds,
    ...(of.ageDays === undefined ? {} : { ageDays: (Math.round(of.ageDays * DAY) + milliseconds) / DAY }),
    newLabels: of.newLabels + examples,
    newLabelsSinceAttempt: of.newLabelsSinceAttempt + examples,
  };
}

const milliseconds = ({ days = 0 }: Counterfactual): number => Math.round(days * DAY);

for (const [name, assess] of Object.entries({ assessClassic, assessGuarded })) {
  describe(`${name}, for all facts`, () => {
    it("says what is missing truly: with it the question asks, with one example or millisecond less it does not", () => {
      let seen = 0;
      fc.assert(
        fc.property(someFacts, (of) => {
          const { triggerChecks } = assess(of, THRESHOLDS);
          for (const { trigger, fires, missing } of triggerChecks) {
            if (missing === undefined) continue;
            seen++;
            expect(fires).to.equal(false);
            const firesAfter = (examples: number, time: number): boolean =>
              assess(later(of, examples, time), THRESHOLDS).triggerChecks.find((each) => each.trigger === trigger)!
                .fires;
            const { examples = 0 } = missing;
            const time = milliseconds(missing);
            expect(firesAfter(examples, time), `${trigger} ${JSON.stringify(missing)}`).to.equal(true);
            if (examples > 0) expect(firesAfter(examples - 1, time), trigger).to.equal(false);
            if (time > 0) expect(firesAfter(examples, time - 1), trigger).to.equal(false);
          }
        }),
        { numRuns: 1000, seed: 3 },
      );
      expect(seen).to.be.greaterThan(200);
    });

    it("retrains if, and only if, there is a reason and no hold", () => {
      fc.assert(
        fc.property(someFacts, fc.boolean(), (of, force) => {
          const { decision, reasons, hold: held, triggerChecks } = assess(of, THRESHOLDS, force);
          expect(decision === "retrain").to.equal(reasons.length > 0 && held === undefined);
          const sequentialTest = triggerChecks.filter(({ fires }) => fires).map(({ trigger }) => trigger);
          expect(reasons.map(({ trigger }) => trigger)).to.deep.equal(
            force ? [...sequentialTest, "forced"] : sequentialTest,
          );
          if (of.manuallyDeployed?.pinned === true) expect(decision).to.equal("keep");
        }),
      );
    });

    it("asks no less with more labels and more time", () => {
      const more = fc.record({ examples: fc.nat(300), time: fc.nat(100 * DAY) });
      fc.assert(
        fc.property(someFacts, more, (of, { examples, time }) => {
          const now = assess(of, THRESHOLDS).triggerChecks;
          const then = assess(later(of, examples, time), THRESHOLDS).triggerChecks;
          for (const [i, { fires }] of now.entries()) if (fires) expect(then[i]?.fires).to.equal(true);
        }),
      );
    });
  });
}
