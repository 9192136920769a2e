import { expect } from "chai";
import { assessGuarded } from "../../../../src/domain/retraining/assessGuarded.js";
import type { ModelFacts, PerformanceStatus, TriggerCheck } from "../../../../src/domain/retraining/assessment.js";
import type { Trigger } from "../../../../src/domain/triggers.js";
import { AS_OF, sequentialTest, attempted, facts, newLabels, status, THRESHOLDS } from "../../../helpers/rows/facts.js";

const triggers = (of: ModelFacts, force = false): Trigger[] =>
  assessGuarded(of, THRESHOLDS, force).reasons.map(({ trigger }) => trigger);
const question = (of: ModelFacts, trigger: TriggerCheck["trigger"]): TriggerCheck | undefined =>
  assessGuarded(of, THRESHOLDS).triggerChecks.find((each) => each.trigger === trigger);

describe("assessGuarded", () => {
  it("keeps a model that nothing speaks against", () => {
    const { decision, policy, triggerChecks, hold } = assessGuarded(facts(), THRESHOLDS);
    expect({ decision, policy, hold }).to.deep.equal({ decision: "keep", policy: "guarded", hold: undefined });
    expect(triggerChecks.map(({ trigger }) => trigger)).to.deep.equal(["volume", "performance", "age"]);
  });

  it("retrains when forced, and keeps the other reasons", () => {
    expect(triggers(facts(), true)).to.deep.equal(["forced"]);
    expect(triggers(facts(newLabels(30)), true)).to.deep.equal(["volume", "forced"]);
  });

  describe("asks about a model without a version", () => {
    const untrained = (of: Partial<ModelFacts> = {}): ModelFacts =>
      facts({ champion: undefined, ageDays: undefined, ...newLabels(500), ...of });

    it("at once, and nothing else", () => {
      expect(triggers(untrained())).to.deep.equal(["never_trained"]);
      expect(question(untrained(), "never_trained")).to.deep.equal({ trigger: "never_trained", fires: true });
    });

    for (const [failures, days] of [
      [1, 1],
      [2, 2],
      [3, 4],
      [6, 30],
    ] as const) {
      it(`failures in a row: ${String(failures)}, days until it asks again: ${String(days)}`, () => {
        expect(triggers(untrained(attempted(days, failures)))).to.deep.equal(["never_trained"]);
        const early = untrained(attempted(days - 0.25, failures));
        expect(triggers(early)).to.deep.equal([]);
        expect(question(early, "never_trained")?.missing).to.deep.equal({ days: 0.25 });
      });
    }
  });

  describe("asks by volume", () => {
    const cases: [about: string, of: ModelFacts, fires: boolean][] = [
      ["29 labels since the last attempt", facts(newLabels(29)), false],
      ["30 labels since the last attempt", facts(newLabels(30)), true],
      ["30 labels, of which an attempt knew one", facts({ newLabels: 30, newLabelsSinceAttempt: 29 }), false],
      ["59 labels after one attempt for nothing", facts({ ...attempted(1, 1), ...newLabels(59) }), false],
      ["60 labels after one attempt for nothing", facts({ ...attempted(1, 1), ...newLabels(60) }), true],
      ["479 labels after four attempts for nothing", facts({ ...attempted(1, 4), ...newLabels(479) }), false],
      ["480 labels after four attempts for nothing", facts({ ...attempted(1, 4), ...newLabels(480) }), true],
      ["480 labels after nine attempts for nothing", facts({ ...attempted(1, 9), ...newLabels(480) }), true],
    ];
    for (const [about, of, fires] of cases) {
      it(`${fires ? "" : "not "}on ${about}`, () => {
        expect(triggers(of)).to.deep.equal(fires ? ["volume"] : []);
      });
    }

    it("saying the factor of the back-off, and what is missing", () => {
      const of = facts({ ...attempted(1, 2), newLabels: 200, newLabelsSinceAttempt: 100 });
      const limit = { value: 30, origin: "default" };
      const expected = { trigger: "volume", fires: false, seen: 100, limit, factor: 4, missing: { examples: 20 } };
      expect(question(of, "volume")).to.deep.equal(expected);
      const { reasons } = assessGuarded({ ...of, newLabelsSinceAttempt: 120 }, THRESHOLDS);
      expect(reasons).to.deep.equal([{ trigger: "volume", seen: 120, limit, factor: 4 }]);
    });

    it("not before there are 20 labels to compare a challenger on, however low the limit", () => {
      const low = { ...THRESHOLDS, minimumNewLabels: { value: 5, origin: "tenant" as const } };
      const of = (count: number) => assessGuarded(facts(newLabels(count)), low);
      expect(of(19).triggerChecks[0]).to.deep.include({ fires: false, missing: { examples: 1 } });
      expect(of(20).triggerChecks[0]).to.include({ fires: true });
    });
  });

  describe("asks by age", () => {
    const aged = (days: number, withoutPromotion: number, of: Partial<ModelFacts> = newLabels(20)) =>
      facts({ ...attempted(days, withoutPromotion), ageDays: 900, ...of });
    const cases: [about: string, of: ModelFacts, fires: boolean][] = [
      ["29.99 days after the last attempt", aged(29.99, 0), false],
      ["30 days after the last attempt, whatever the age of the version", aged(30, 0), true],
      ["30 days after an attempt for nothing", aged(30, 1), false],
      ["60 days after an attempt for nothing", aged(60, 1), true],
      ["479 days after four of them", aged(479, 4), false],
      ["480 days after four of them", aged(480, 4), true],
      ["30 days with 19 labels to compare by", aged(30, 0, newLabels(19)), false],
      ["30 days with 20 labels, none of them new since the attempt", aged(30, 0, { newLabels: 20 }), false],
      ["30 days with 20 labels, one of them new", aged(30, 0, { newLabels: 20, newLabelsSinceAttempt: 1 }), true],
      ["30 days after training, where no attempt is known", facts({ ageDays: 30, ...newLabels(20) }), true],
    ];
    for (const [about, of, fires] of cases) {
      it(`${fires ? "" : "not "}on ${about}`, () => {
        expect(triggers(of)).to.deep.equal(fires ? ["age"] : []);
      });
    }

    it("saying what is missing: days, examples, or both", () => {
      const missing = (of: ModelFacts) => question(of, "age")?.missing;
      expect(missing(aged(20, 1))).to.deep.equal({ days: 40 });
      expect(missing(aged(30, 0, newLabels(13)))).to.deep.equal({ examples: 7 });
      expect(missing(aged(21, 0, newLabels(0)))).to.deep.equal({ days: 9, examples: 20 });
      expect(missing(aged(30, 0))).to.equal(undefined);
    });
  });

  describe("asks by performance", () => {
    const cases: [about: string, of: Partial<ModelFacts>, fires: boolean][] = [
      ["a champion shown to be degraded just now", { performance: status() }, true],
      ["a healthy one", { performance: status({ verdict: "healthy" }) }, false],
      ["a healthy one below the target", { performance: status({ verdict: "healthy", belowTarget: true }) }, false],
      ["one of which nothing can be said", { performance: status({ verdict: "insufficient" }) }, false],
      [
        "one found degraded before the last attempt",
        { ...attempted(1), performance: status({ testedNow: false, askedAt: AS_OF - 2 * 86_400_000 }) },
        false,
      ],
      [
        "one found degraded at the very time of the last attempt",
        { ...attempted(1), performance: status({ testedNow: false, askedAt: AS_OF - 86_400_000 }) },
        false,
      ],
      [
        "one found degraded after the last attempt",
        { ...attempted(2), performance: status({ testedNow: false, askedAt: AS_OF - 86_400_000 }) },
        true,
      ],
      ["one found degraded now, where an attempt was made now", { ...attempted(0), performance: status() }, true],
      ["a point score of 0, which nobody has asked about", { score: { ...facts().score, value: 0 } }, false],
    ];
    for (const [about, of, fires] of cases) {
      it(`${fires ? "" : "not "}of ${about}`, () => {
        expect(triggers(facts(of))).to.deep.equal(fires ? ["performance"] : []);
      });
    }

    it("saying the score of the asking, not the one of the day", () => {
      const performance = status({
        sequentialTest: sequentialTest({ score: { value: 0.25, level: 0.05, lower: 0.1, upper: 0.4 } }),
      });
      const of = facts({ performance, score: { ...facts().score, value: 0.9 } });
      expect(assessGuarded(of, THRESHOLDS).reasons).to.deep.equal([
        { trigger: "performance", seen: 0.25, limit: { value: 0.6, origin: "default" } },
      ]);
    });
  });

  describe("looks again whether the champion has got worse", () => {
    const healthy = (rows: number, fields: Partial<PerformanceStatus> = {}, unscored = 0): ModelFacts =>
      facts({
        ...newLabels(rows + unscored),
        score: { ...facts().score, rows },
        performance: status({ verdict: "healthy", testedNow: false, ...fields }),
      });
    const cases: [about: string, of: ModelFacts, nextTestIn: number | undefined][] = [
      ["at 20 rows", healthy(7, { nextTestRows: 20, insufficiency: { reason: "rows", missing: 13 } }), 13],
      ["at the next growth by half", healthy(21), 9],
      ["with so many more of a class", healthy(30, { insufficiency: { reason: "positives", missing: 4 } }), 4],
      ["with any row, where the mix is lacking", healthy(33, { insufficiency: { reason: "mix", covered: 0.5 } }), 1],
      ["with what has to mature first", healthy(21, {}, 6), 3],
      ["with nothing but what has to mature", healthy(21, {}, 60), 0],
      ["never without a holdout", healthy(40, { insufficiency: { reason: "no-holdout" } }), undefined],
      ["not where it asks already", healthy(21, { verdict: "degraded", testedNow: true }), undefined],
    ];
    for (const [about, of, nextTestIn] of cases) {
      it(about, () => {
        expect(question(of, "performance")?.nextTestIn).to.equal(nextTestIn);
      });
    }
  });

  describe("of a version that was rolled back to", () => {
    const manuallyDeployed = (of: Partial<ModelFacts>, force = false) =>
      assessGuarded(
        facts({ ...attempted(100), manuallyDeployed: { pinned: false }, newLabels: 200, ...of }),
        THRESHOLDS,
        force,
      );

    it("holds it until there are as many new labels as the volume asks for", () => {
      expect(manuallyDeployed({ newLabelsSinceAttempt: 29 })).to.include({ decision: "keep", hold: "rolled-back" });
      expect(manuallyDeployed({ newLabelsSinceAttempt: 30 })).to.include({ decision: "retrain", hold: undefined });
    });

    it("shows the reasons all the same", () => {
      const { reasons } = manuallyDeployed({ newLabelsSinceAttempt: 1, performance: status() });
      expect(reasons.map(({ trigger }) => trigger)).to.deep.equal(["performance", "age"]);
    });

    it("lets force through", () => {
      expect(manuallyDeployed({ newLabelsSinceAttempt: 0 }, true)).to.include({ decision: "retrain", hold: undefined });
    });
  });

  it("holds what is pinned, whatever asks, and even under force", () => {
    const pinned = facts({
      manuallyDeployed: { pinned: true },
      ...attempted(900),
      ...newLabels(900),
      performance: status(),
    });
    for (const force of [false, true]) {
      expect(assessGuarded(pinned, THRESHOLDS, force)).to.include({ decision: "keep", hold: "pinned" });
    }
    expect(triggers(pinned, true)).to.deep.equal(["volume", "performance", "age", "forced"]);
  });
});
