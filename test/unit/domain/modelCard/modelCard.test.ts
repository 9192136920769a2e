import { expect } from "chai";
import type { CompletionMix } from "../../../../src/domain/scoring/completionMix.js";
import {
  limitationsOf,
  LIMITATIONS,
  type Limitation,
  type LimitationName,
} from "../../../../src/domain/modelCard/limitations.js";
import { modelCard, type CardFacts } from "../../../../src/domain/modelCard/modelCard.js";
import type { Score, ScoreName } from "../../../../src/domain/scores.js";
import type { TrainingSummary } from "../../../../src/domain/explaining/trainingSummary.js";
import type { Version } from "../../../../src/domain/versions.js";
import { AdaptiveConformal } from "../../../../src/learning/calibration/adaptiveConformal.js";
import { logisticArtefact, baselineArtefact, ridgeArtefact } from "../../../helpers/tenants/artefacts.js";
import { scoredRows } from "../../../helpers/rows/scoredRows.js";
import { cardFacts, summary } from "../../../cli/results/card.js";
import { AS_OF, DAY, deployment, evaluation } from "../../../cli/results/parts.js";
import { version } from "../../../cli/results/status.js";

/** Returns the facts of a version whose only limitation is "no-causes". */
function flawless(others: Partial<CardFacts> = {}): CardFacts {
  return cardFacts({
    version: scored({ r2: { value: 0.8, baseline: 0, interval: [0.75, 0.85] } }),
    artefact: withIntervals(),
    evidence: { holdout: undefined, mix: { edges: [1, 29], shares: [0.5, 0.5] }, summary: read({}) },
    quarantine: [],
    evaluations: [{ ...evaluation, verdict: "healthy" }],
    ...others,
  });
}
const scored = (values: { readonly [name in ScoreName]?: Score }, others: Partial<Version> = {}): Version =>
  version(3, { holdout: { rows: 300, values }, ...others });
const withIntervals = () => {
  const conformal = AdaptiveConformal.start(0.8);
  for (let i = 0; i < 200; i++) conformal.add(i % 2 === 0 ? 0.1 : -0.1);
  return ridgeArtefact({ intervals: conformal.state() });
};
const read = (fields: Partial<TrainingSummary["read"]>, features = summary.weights.features): TrainingSummary => ({
  ...summary,
  read: { rows: 500, dropped: {}, missingColumns: [], truncated: false, ...fields },
  weights: { ...summary.weights, features: features.filter(({ name }) => name !== "assignee") },
});

const r2 = (value: number, low: number, high: number, baseline = -0.02): Score => ({
  value,
  baseline,
  interval: [low, high],
});
const mixOf = (...edges: number[]): CompletionMix => ({ edges, shares: edges.map(() => 1 / edges.length) });
const evidence = (fields: Partial<CardFacts["evidence"]>): CardFacts["evidence"] => ({
  ...flawless().evidence,
  ...fields,
});
const baseline = { artefact: baselineArtefact(3), version: version(3, { learner: "baseline", holdout: undefined }) };

/** For each limitation: facts that cause it, its figures, and facts that just do not cause it. */
const CASES: {
  readonly [limit in LimitationName]: readonly [found: CardFacts, as: Omit<Limitation, "limitation">, not: CardFacts];
} = {
  "in-quarantine": [cardFacts(), { reason: "guesses low" }, cardFacts({ version: version(2) })],
  "shown-degraded": [
    flawless({ evaluations: [evaluation] }),
    { seen: 0.2134, interval: [0.1, 0.309], rows: 63 },
    flawless({ evaluations: [evaluation, { ...evaluation, verdict: "healthy" }] }),
  ],
  "baseline-deployed": [
    flawless({ ...baseline, evidence: evidence({ summary: { ...summary, baselineReason: "no learner was better" } }) }),
    { reason: "no learner was better" },
    flawless(),
  ],
  "no-holdout": [flawless({ version: version(3, { holdout: undefined }) }), { rows: 500 }, flawless()],
  "wide-interval": [
    flawless({ version: scored({ r2: r2(0.8, 0.69, 0.9) }) }),
    { seen: 0.8, interval: [0.69, 0.9], threshold: 0.2, rows: 300 },
    flawless({ version: scored({ r2: r2(0.8, 0.75, 0.94) }) }),
  ],
  "below-target": [
    flawless({ version: scored({ r2: r2(0.69, 0.65, 0.75) }) }),
    { seen: 0.69, threshold: 0.7 },
    flawless({ version: scored({ r2: r2(0.7, 0.65, 0.75) }) }),
  ],
  "not-significantly-better": [
    flawless({ version: scored({ r2: r2(0.8, 0.5, 0.85, 0.5) }) }),
    { seen: 0.8, interval: [0.5, 0.85], threshold: 0.5 },
    flawless({ version: scored({ r2: r2(0.8, 0.51, 0.85, 0.5) }) }),
  ],
  "coverage-off": [
    flawless({ version: scored({ intervalCoverage: { value: 0.7, baseline: undefined, interval: [0.65, 0.79] } }) }),
    { seen: 0.7, interval: [0.65, 0.79], threshold: 0.8, rows: 300 },
    flawless({ version: scored({ intervalCoverage: { value: 0.7, baseline: undefined, interval: [0.65, 0.8] } }) }),
  ],
  "no-intervals": [flawless({ artefact: ridgeArtefact() }), {}, flawless()],
  "level-off": [
    // 5 of 10 labels are 1: Wilson's interval is [0.2366, 0.7634] (scipy, binomtest(5, 10).proportion_ci(method="wilson")).
    classifier(0.23),
    { seen: 0.5, interval: [0.2366, 0.7634], threshold: 0.23, rows: 10 },
    classifier(0.24),
  ],
  "slow-labels": [
    flawless({ evidence: evidence({ mix: mixOf(3, 31) }) }),
    { seen: 31, threshold: 30 },
    flawless({ evidence: evidence({ mix: mixOf(3, 30) }) }),
  ],
  "missing-columns": [
    flawless({ evidence: evidence({ summary: read({ missingColumns: ["team", "labels"] }) }) }),
    { seen: 2, reason: "team, labels" },
    flawless(),
  ],
  "rows-left-unread": [
    flawless({ evidence: evidence({ summary: read({ truncated: true }) }) }),
    { rows: 500 },
    flawless(),
  ],
  "uses-people": [
    flawless({ evidence: evidence({ summary: { ...read({}), weights: summary.weights } }) }),
    { seen: 0.1 / 0.4104, rows: 500 },
    flawless(),
  ],
  "no-causes": [flawless(), {}, flawless(baseline)],
  "nothing-kept": [flawless({ evidence: { holdout: undefined, mix: undefined } }), {}, flawless()],
};

/** Returns the facts of a classifier that predicts the same probability for ten rows, five of them with label 1. */
function classifier(probability: number): CardFacts {
  const labels = Array.from({ length: 10 }, (_, i) => i % 2);
  return flawless({
    version: version(3, { model: "rework_risk", holdout: undefined }),
    artefact: logisticArtefact(),
    evidence: evidence({
      holdout: scoredRows(
        labels,
        labels.map(() => probability),
      ),
    }),
  });
}

describe("limitationsOf", () => {
  const limitOf = (facts: CardFacts, name: LimitationName): Limitation | undefined =>
    modelCard(facts).limitations.find(({ limitation }) => limitation === name);

  for (const name of LIMITATIONS) {
    const [found, expected, not] = CASES[name];
    it(`gives ${name} with its figures, and only if it applies`, () => {
      const rounded = JSON.parse(
        JSON.stringify(limitOf(found, name), (_, value: unknown) =>
          typeof value === "number" ? Number(value.toFixed(4)) : value,
        ),
      ) as unknown;
      const { seen } = expected;
      expect(rounded).to.deep.equal({
        limitation: name,
        ...expected,
        ...(seen === undefined ? {} : { seen: Number(seen.toFixed(4)) }),
      });
      expect(limitOf(not, name)).to.equal(undefined);
    });
  }

  it("gives only no-causes for a version without other limitations", () => {
    expect(modelCard(flawless()).limitations).to.deep.equal([{ limitation: "no-causes" }]);
  });

  it("keeps one order, and gives each limitation at most once", () => {
    const names = limitationsOf(modelCard(cardFacts()), undefined).map(({ limitation }) => limitation);
    expect(names).to.deep.equal(LIMITATIONS.filter((limit) => names.includes(limit)));
  });
});

describe("a model card", () => {
  it("ends a deployment period at the model's next deployment, of any version", () => {
    const deployed = (seq: number, versionNumber: number) => ({
      ...deployment,
      seq,
      version: versionNumber,
      deployedAt: AS_OF + seq * DAY,
    });
    const { deploymentPeriods } = modelCard(
      cardFacts({ deployments: [deployed(1, 2), deployed(2, 3), deployed(3, 2), deployed(4, 3), deployed(5, 3)] }),
    );
    const days = deploymentPeriods.map(({ deployedAt, until = NaN }) => [
      (deployedAt - AS_OF) / DAY,
      (until - AS_OF) / DAY,
    ]);
    expect(days).to.deep.equal([
      [2, 3],
      [4, 5],
      [5, NaN],
    ]);
  });

  it("gives the median width of the intervals around the holdout's predictions", () => {
    // Errors of ±0.1 on log(1 + points): from (1 + p) e^-0.1 - 1 to (1 + p) e^0.1 - 1.
    const facts = flawless({ evidence: evidence({ holdout: scoredRows([1, 2, 4], [1, 9, 4]) }) });
    const { intervals } = modelCard(facts);
    expect(intervals?.target).to.equal(0.8);
    expect(intervals?.medianWidth).to.be.closeTo(5 * (Math.exp(0.1) - Math.exp(-0.1)), 1e-3);
  });
});
