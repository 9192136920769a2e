import { expect } from "chai";
import { comparisonDue, versionReplaced, withComparison } from "../../../../src/domain/rollback/autoRollback.js";
import type { Evaluation } from "../../../../src/domain/evaluation.js";
import { sequentialTest } from "../../../helpers/rows/facts.js";
import { deploymentLog } from "../../../helpers/tenants/versions.js";

/** Evaluations of one version: null was none that asked, a number the comparison that an asking was used for, 0 none. */
const history = (...compared: readonly (number | null)[]): Evaluation[] =>
  compared.map((number, at) => ({
    model: "lead_time",
    version: 2,
    evaluatedAt: at,
    run: `run-${String(at)}`,
    window: undefined,
    scores: { rows: 20, values: {} },
    verdict: "healthy",
    ...(number === null
      ? {}
      : { sequentialTest: sequentialTest({ number: at + 1, ...(number === 0 ? {} : { compared: number }) }) }),
  }));

describe("the comparison of a champion with what it replaced", () => {
  const cases: [about: string, evaluations: Evaluation[], due: number | undefined][] = [
    ["nothing was asked", history(null, null), undefined],
    ["it was asked just now", history(null, 0), 1],
    ["an assessment asked before this evaluation", history(0, null), 1],
    ["assessments asked twice, and nothing was compared", history(0, 0, null), 1],
    ["the newest asking was compared", history(1, null), undefined],
    ["it was asked again since the first comparison", history(1, 0, null), 2],
    ["one asking in between was not compared", history(1, 0, 2, 0), 3],
  ];
  for (const [about, evaluations, due] of cases) {
    it(`${due === undefined ? "is not due" : `is number ${String(due)}`} where ${about}`, () => {
      expect(comparisonDue(evaluations, true)).to.equal(due);
    });
  }

  it("is due at each evaluation of a version that is never asked about", () => {
    expect([[], history(null), history(null, null)].map((each) => comparisonDue(each, false))).to.deep.equal([1, 1, 2]);
  });

  it("is kept with the newest asking, and changes nothing else of it", () => {
    const evaluations = history(1, 0, null);
    const [, asked] = evaluations;
    expect(withComparison(evaluations, 2)).to.deep.equal({
      ...asked,
      sequentialTest: { ...asked?.sequentialTest, compared: 2 },
    });
    expect(withComparison(history(null), 1)).to.equal(undefined);
  });
});

describe("the version that the champion replaced", () => {
  const cases: [about: string, log: (number | string)[], replaced: number | undefined][] = [
    ["no version", [], undefined],
    ["a first version", [1], undefined],
    ["a second version", [1, 2], 1],
    ["a second version that was pinned and unpinned", [1, 2, "2p", "2p"], 1],
    ["a pinned first version", [1, "1p"], undefined],
    ["what was rolled back to", [1, 2, "1r"], 2],
  ];
  for (const [about, log, replaced] of cases) {
    it(`of ${about}: ${String(replaced)}`, () => {
      expect(versionReplaced(deploymentLog(...log))).to.equal(replaced);
    });
  }
});
