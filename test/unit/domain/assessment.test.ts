import { expect } from "chai";
import { assessClassic, type ModelFacts } from "../../../src/domain/assessment.js";
import { DEFAULT_SETTINGS, thresholdsFor, type Settings } from "../../../src/domain/settings.js";
import { parseTenantId } from "../../../src/domain/tenant.js";

const tenant = parseTenantId("7");
const thresholds = thresholdsFor(DEFAULT_SETTINGS, tenant, "lead_time"); // R² 0.60, 30 examples, 30 days
const serving = { version: 1, name: "lead_time_tenant_7_v1", learner: "ridge", trainedAt: 0, watermark: 0 } as const;

/** A model that needs nothing; a test names only what it is about. */
const facts = (fields: Partial<ModelFacts> = {}): ModelFacts => ({
  model: "lead_time",
  serving,
  newExamples: 0,
  score: { metric: "r2", rows: 0, value: undefined, naive: undefined },
  ageDays: 0,
  ...fields,
});
const scored = (value: number | undefined) => facts({ score: { metric: "r2", rows: 2, value, naive: 0 } });
const triggers = (of: ModelFacts, force = false) =>
  assessClassic(of, thresholds, force).reasons.map(({ trigger }) => trigger);

describe("assessClassic", () => {
  it("keeps a model that nothing speaks against", () => {
    expect(assessClassic(facts(), thresholds)).to.include({ decision: "keep" });
  });

  it("retrains a model that was never trained, for that reason alone", () => {
    const untrained = facts({ serving: undefined, ageDays: undefined, newExamples: 500 });
    expect(assessClassic(untrained, thresholds).decision).to.equal("retrain");
    expect(triggers(untrained)).to.deep.equal(["never_trained"]);
  });

  const cases: [about: string, of: ModelFacts, expected: string[]][] = [
    ["29 new examples", facts({ newExamples: 29 }), []],
    ["30 new examples", facts({ newExamples: 30 }), ["volume"]],
    ["a score at the threshold", scored(0.6), []],
    ["a score below it", scored(0.599), ["performance"]],
    ["a score of 0: it is a score", scored(0), ["performance"]],
    ["a negative score", scored(-3), ["performance"]],
    ["a score that is not defined", scored(undefined), []],
    ["29.99 days", facts({ ageDays: 29.99 }), []],
    ["30 days", facts({ ageDays: 30 }), ["age"]],
    ["all at once", facts({ ...scored(0.1), newExamples: 31, ageDays: 31 }), ["volume", "performance", "age"]],
  ];
  for (const [about, of, expected] of cases) {
    it(`on ${about}: ${expected.join(", ") || "keeps"}`, () => {
      expect(triggers(of)).to.deep.equal(expected);
    });
  }

  it("retrains when forced, and keeps the other reasons", () => {
    expect(triggers(facts(), true)).to.deep.equal(["forced"]);
    expect(triggers(facts({ ageDays: 40 }), true)).to.deep.equal(["age", "forced"]);
  });

  it("says which number it used and where it came from", () => {
    const settings: Settings = {
      ...DEFAULT_SETTINGS,
      models: { lead_time: { minimumNewExamples: 10, maximumAgeDays: 5 } },
      tenants: { "7": { models: { lead_time: { maximumAgeDays: 2 } } } },
    };
    const own = thresholdsFor(settings, tenant, "lead_time");
    expect(assessClassic(facts({ newExamples: 10, ageDays: 2 }), own).reasons).to.deep.equal([
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
