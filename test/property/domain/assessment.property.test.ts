import { expect } from "chai";
import fc from "fast-check";
import { assessClassic } from "../../../src/domain/retraining/assessClassic.js";
import { assessGuarded } from "../../../src/domain/retraining/assessGuarded.js";
import type { Counterfactual, ModelFacts } from "../../../src/domain/retraining/assessment.js";
import { AS_OF, facts, standing, THRESHOLDS } from "../../helpers/rows/facts.js";

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
    fruitless: fc.nat(20),
    newExamples: fc.oneof(fc.nat(60), fc.nat(600)),
    ofThemKnown: fc.nat(600),
    score: fc.constantFrom(undefined, -1, 0, 0.59, 0.6, 1),
    verdict: fc.constantFrom(undefined, "healthy" as const, "degraded" as const, "insufficient" as const),
    askedNow: fc.boolean(),
    placed: fc.constantFrom(undefined, { pinned: false }, { pinned: true }),
  })
  .map(({ trained, since, tried, attemptedAgo, fruitless, newExamples, ofThemKnown, score, verdict, ...rest }) => {
    const last = { attemptedAt: AS_OF - attemptedAgo, watermark: 0, outcome: "refused" as const };
    return facts({
      ...(trained ? {} : { serving: undefined }),
      ageDays: trained ? since / DAY : undefined,
      newExamples,
      newSinceAttempt: Math.max(0, newExamples - ofThemKnown),
      score: { metric: "r2", rows: newExamples, value: score, naive: 0 },
      attempts: { last: tried ? last : undefined, fruitless: tried ? fruitless : 0, fingerprint: "f" },
      placed: rest.placed,
      performance: verdict === undefined ? undefined : standing({ verdict, askedNow: rest.askedNow }),
    });
  });

/** The same model after so many new examples and milliseconds. */
function later(of: ModelFacts, examples: number, milliseconds: number): ModelFacts {
  return {
    ...of,
    asOf: of.asOf + milliseconds,
    ...(of.ageDays === undefined ? {} : { ageDays: (Math.round(of.ageDays * DAY) + milliseconds) / DAY }),
    newExamples: of.newExamples + examples,
    newSinceAttempt: of.newSinceAttempt + examples,
  };
}

const milliseconds = ({ days = 0 }: Counterfactual): number => Math.round(days * DAY);

for (const [name, assess] of Object.entries({ assessClassic, assessGuarded })) {
  describe(`${name}, for all facts`, () => {
    it("says what is missing truly: with it the question asks, with one example or millisecond less it does not", () => {
      let seen = 0;
      fc.assert(
        fc.property(someFacts, (of) => {
          const { questions } = assess(of, THRESHOLDS);
          for (const { trigger, asks, missing } of questions) {
            if (missing === undefined) continue;
            seen++;
            expect(asks).to.equal(false);
            const asksAfter = (examples: number, time: number): boolean =>
              assess(later(of, examples, time), THRESHOLDS).questions.find((each) => each.trigger === trigger)!.asks;
            const { examples = 0 } = missing;
            const time = milliseconds(missing);
            expect(asksAfter(examples, time), `${trigger} ${JSON.stringify(missing)}`).to.equal(true);
            if (examples > 0) expect(asksAfter(examples - 1, time), trigger).to.equal(false);
            if (time > 0) expect(asksAfter(examples, time - 1), trigger).to.equal(false);
          }
        }),
        { numRuns: 1000, seed: 3 },
      );
      expect(seen).to.be.greaterThan(200);
    });

    it("retrains if, and only if, there is a reason and no hold", () => {
      fc.assert(
        fc.property(someFacts, fc.boolean(), (of, force) => {
          const { decision, reasons, held, questions } = assess(of, THRESHOLDS, force);
          expect(decision === "retrain").to.equal(reasons.length > 0 && held === undefined);
          const asking = questions.filter(({ asks }) => asks).map(({ trigger }) => trigger);
          expect(reasons.map(({ trigger }) => trigger)).to.deep.equal(force ? [...asking, "forced"] : asking);
          if (of.placed?.pinned === true) expect(decision).to.equal("keep");
        }),
      );
    });

    it("asks no less with more labels and more time", () => {
      const more = fc.record({ examples: fc.nat(300), time: fc.nat(100 * DAY) });
      fc.assert(
        fc.property(someFacts, more, (of, { examples, time }) => {
          const now = assess(of, THRESHOLDS).questions;
          const then = assess(later(of, examples, time), THRESHOLDS).questions;
          for (const [i, { asks }] of now.entries()) if (asks) expect(then[i]?.asks).to.equal(true);
        }),
      );
    });
  });
}
