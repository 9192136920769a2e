import { expect } from "chai";
import { assessClassic } from "../../../../src/domain/retraining/assessClassic.js";
import type { ModelFacts } from "../../../../src/domain/retraining/assessment.js";
import { DEFAULT_SETTINGS, thresholdsFor, type Settings } from "../../../../src/domain/settings.js";
import { parseTenantId } from "../../../../src/domain/tenant.js";
import { attempted, facts, newLabels, status, THRESHOLDS } from "../../../helpers/rows/facts.js";

const scored = (value: number | undefined) => facts({ score: { metric: "r2", rows: 2, value, baseline: 0 } });
const triggers = (of: ModelFacts, force = false) =>
  assessClassic(of, THRESHOLDS, force).reasons.map(({ trigger }) => trigger);

describe("assessClassic", () => {
  it("keeps a model that nothing speaks against", () => {
    expect(assessClassic(facts(), THRESHOLDS)).to.include({ decision: "keep", policy: "classic", hold: undefined });
  });

  it("retrains a model that was never trained, for that reason alone", () => {
    const untrained = facts({ champion: undefined, ageDays: undefined, ...newLabels(500) });
    expect(assessClassic(untrained, THRESHOLDS).decision).to.equal("retrain");
    expect(triggers(untrained)).to.deep.equal(["never_trained"]);
  });

  const cases: [about: string, of: ModelFacts, expected: string[]][] = [
    ["29 new examples", facts(newLabels(29)), []],
    ["30 new examples", facts(newLabels(30)), ["volume"]],
    ["a score at the threshold", scored(0.6), []],
    ["a score below it", scored(0.599), ["performance"]],
    ["a score of 0: it is a score", scored(0), ["performance"]],
    ["a negative score", scored(-3), ["performance"]],
    ["a score that is not defined", scored(undefined), []],
    ["29.99 days", facts({ ageDays: 29.99 }), []],
    ["30 days", facts({ ageDays: 30 }), ["age"]],
    ["all at once", facts({ ...scored(0.1), ...newLabels(31), ageDays: 31 }), ["volume", "performance", "age"]],
  ];
  for (const [about, of, expected] of cases) {
    it(`on ${about}: ${expected.join(", ") || "keeps"}`, () => {
      expect(triggers(of)).to.deep.equal(expected);
    });
  }

  it("knows nothing of attempts, back-off or the guarded policy's verdict", () => {
    const tried = { ...attempted(0, 4), newLabelsSinceAttempt: 0 };
    expect(triggers(facts({ ...tried, newLabels: 30, ageDays: 30 }))).to.deep.equal(["volume", "age"]);
    expect(triggers(facts({ ...tried, champion: undefined }))).to.deep.equal(["never_trained"]);
    expect(triggers(facts({ performance: status() }))).to.deep.equal([]);
  });

  it("retrains when forced, and keeps the other reasons", () => {
    expect(triggers(facts(), true)).to.deep.equal(["forced"]);
    expect(triggers(facts({ ageDays: 40 }), true)).to.deep.equal(["age", "forced"]);
  });

  it("says what each question saw, what it was held against, and what is missing", () => {
    const { triggerChecks } = assessClassic(facts({ ...newLabels(12), ageDays: 21 }), THRESHOLDS);
    expect(triggerChecks).to.deep.equal([
      { trigger: "volume", fires: false, seen: 12, limit: { value: 30, origin: "default" }, missing: { examples: 18 } },
      { trigger: "performance", fires: false, limit: { value: 0.6, origin: "default" }, nextTestIn: 1 },
      { trigger: "age", fires: false, seen: 21, limit: { value: 30, origin: "default" }, missing: { days: 9 } },
    ]);
  });

  it("keeps what was placed by hand until there is one new label", () => {
    const manuallyDeployed = (of: Partial<ModelFacts>, force = false) =>
      assessClassic(facts({ ageDays: 40, manuallyDeployed: { pinned: false }, ...of }), THRESHOLDS, force);
    expect(manuallyDeployed({ newLabels: 50 })).to.include({ decision: "keep", hold: "rolled-back" });
    expect(manuallyDeployed({ newLabelsSinceAttempt: 1 })).to.include({ decision: "retrain", hold: undefined });
    expect(manuallyDeployed({}, true)).to.include({ decision: "retrain", hold: undefined });
  });

  it("keeps what is pinned, even when forced", () => {
    const pinned = facts({ ageDays: 40, manuallyDeployed: { pinned: true }, ...newLabels(500) });
    for (const force of [false, true]) {
      expect(assessClassic(pinned, THRESHOLDS, force)).to.include({ decision: "keep", hold: "pinned" });
    }
  });

  it("says which number it used and where it came from", () => {
    const tenant = parseTenantId("7");
    const settings: Settings = {
      ...DEFAULT_SETTINGS,
      models: { lead_time: { minimumNewLabels: 10, maximumAgeDays: 5 } },
      tenants: { "7": { models: { lead_time: { maximumAgeDays: 2 } } } },
    };
    const own = thresholdsFor(settings, tenant, "lead_time");
    expect(assessClassic(facts({ ...newLabels(10), ageDays: 2 }), own).reasons).to.deep.equal([
      { trigger: "volume", seen: 10, limit: { value: 10, origin: "file" } },
      { trigger: "age", seen: 2, limit: { value: 2, origin: "tenant" } },
    ]);
    expect(thresholdsFor(settings, parseTenantId("8"), "lead_time").maximumAgeDays).to.deep.equal({
      value: 5,
      origin: "file",
    });
    expect(own.minimumScore).to.deep.equal({ value: 0.6, origin: "default" });
  });
});
