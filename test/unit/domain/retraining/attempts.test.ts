import { expect } from "chai";
import {
  attemptHistory,
  ATTEMPTS_TO_READ,
  backOffFactor,
  daysToWait,
  type Attempt,
  type AttemptOutcome,
} from "../../../../src/domain/retraining/attempts.js";

/** Attempts of these outcomes, newest first; the newest has the fingerprint "f1", the one before it "f2" … */
const attempts = (...outcomes: AttemptOutcome[]): Attempt[] =>
  outcomes.map((outcome, i) => ({
    model: "lead_time",
    seq: outcomes.length - i,
    attemptedAt: 1000 - i,
    run: "run",
    triggers: ["volume"],
    outcome,
    reason: undefined,
    fingerprint: `f${String(i + 1)}`,
    watermark: 500 - i,
    rows: 40,
  }));

describe("the history of attempts", () => {
  it("of a model that was never tried is empty", () => {
    expect(attemptHistory([])).to.deep.equal({ last: undefined, withoutPromotion: 0, fingerprint: undefined });
  });

  const cases: [outcomes: AttemptOutcome[], withoutPromotion: number, last: number | undefined][] = [
    [["promoted"], 0, 1000],
    [["refused"], 1, 1000],
    [["refused", "unchanged", "failed"], 3, 1000],
    [["failed", "promoted", "refused"], 1, 1000],
    [["promoted", "refused", "refused"], 0, 1000],
    [["data-refused", "refused", "promoted"], 1, 999],
    [["refused", "data-refused", "data-refused", "promoted"], 1, 1000],
    [["data-refused", "data-refused"], 0, undefined],
  ];
  for (const [outcomes, withoutPromotion, last] of cases) {
    it(`${outcomes.join(", ")}: ${String(withoutPromotion)} for nothing`, () => {
      const history = attemptHistory(attempts(...outcomes));
      expect(history.withoutPromotion).to.equal(withoutPromotion);
      expect(history.last?.attemptedAt).to.equal(last);
      expect(history.fingerprint).to.equal("f1");
    });
  }

  it("has the fingerprint of the newest attempt of all, also where refused data are not among those read", () => {
    const [newest, ...telling] = attempts("data-refused", "refused", "promoted");
    const { fingerprint, withoutPromotion, last } = attemptHistory(telling, newest);
    expect([fingerprint, withoutPromotion, last?.attemptedAt]).to.deep.equal(["f1", 1, 999]);
  });

  it("is known from as many attempts as are read: more in a row do not wait longer", () => {
    expect(backOffFactor(ATTEMPTS_TO_READ)).to.equal(backOffFactor(10 * ATTEMPTS_TO_READ));
    expect(daysToWait(ATTEMPTS_TO_READ)).to.equal(daysToWait(10 * ATTEMPTS_TO_READ));
  });
});

describe("the back-off", () => {
  it("doubles rows and days with each attempt for nothing, up to 16 times", () => {
    expect([0, 1, 2, 3, 4, 5, 50].map(backOffFactor)).to.deep.equal([1, 2, 4, 8, 16, 16, 16]);
  });

  it("waits 1, 2, 4, 8, 16 and then 30 days for a first version", () => {
    expect([0, 1, 2, 3, 4, 5, 6, 7, 50].map(daysToWait)).to.deep.equal([0, 1, 2, 4, 8, 16, 30, 30, 30]);
  });
});
