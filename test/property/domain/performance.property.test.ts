import { expect } from "chai";
import fc from "fast-check";
import { completionMix } from "../../../src/domain/scoring/completionMix.js";
import { testPerformance, type PerformanceInput } from "../../../src/domain/retraining/performance.js";
import { VERDICTS } from "../../../src/domain/evaluation.js";
import type { ScoredRows } from "../../../src/domain/scoring/scoredRows.js";
import { MODELS, type ModelName } from "../../../src/domain/models.js";
import { scoredRows } from "../../helpers/rows/scoredRows.js";

const prediction = fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(0, 0.5, 1));
const label = {
  regression: fc.oneof(fc.constantFrom(0, 1, 3), fc.double({ min: 0, max: 100, noNaN: true })),
  classification: fc.constantFrom(0, 1),
};

/** Rows with ties, constant labels, one class or none, and sometimes a prediction that is no number. */
function rows(task: "regression" | "classification", maximum: number): fc.Arbitrary<ScoredRows> {
  const delay = fc.oneof(fc.constantFrom(0, 1), fc.double({ min: 0, max: 300, noNaN: true }));
  const row = (value: fc.Arbitrary<number>) => fc.record({ label: value, prediction, delay });
  const some = fc.array(row(label[task]), { maxLength: maximum, size: "max" });
  const constant = label[task].chain((value) => fc.array(row(fc.constant(value)), { maxLength: maximum, size: "max" }));
  const corrupted = fc.oneof({ weight: 9, arbitrary: fc.constant(-1) }, fc.nat(maximum));
  return fc.tuple(fc.oneof({ weight: 4, arbitrary: some }, constant), corrupted).map(([all, corruptRow]) =>
    scoredRows(
      all.map((each) => each.label),
      all.map((each, i) => (i === corruptRow ? NaN : each.prediction)),
      all.map((each) => each.delay),
    ),
  );
}

const triggerChecks: fc.Arbitrary<PerformanceInput> = fc
  .constantFrom<ModelName>("story_points", "lead_time", "rework_risk")
  .chain((model) => {
    const { task } = MODELS[model];
    return fc.record({
      model: fc.constant(model),
      newRows: rows(task, 60),
      holdout: fc.option(rows(task, 40), { nil: undefined }),
      training: fc.option(rows(task, 60), { nil: undefined }),
      threshold: fc.double({ min: -1, max: 1, noNaN: true }),
      decisionThreshold: fc.constant(task === "regression" ? null : 0.4),
      before: fc.option(fc.record({ number: fc.integer({ min: 1, max: 20 }), rows: fc.nat(60) }), { nil: undefined }),
      seed: fc.nat(),
    });
  })
  .map(({ holdout, training, ...question }) => {
    const mix = training === undefined || training.delays.length === 0 ? undefined : completionMix(training.delays);
    return { ...question, evidence: { holdout, mix } };
  });

describe("the performance question, for all rows", () => {
  it("has an answer, with numbers that can be kept, and a reason where nothing can be said", () => {
    const seen = new Map<string, number>();
    fc.assert(
      fc.property(triggerChecks, (question) => {
        const answer = testPerformance(question);
        expect(VERDICTS).to.include(answer.verdict);
        const kind = answer.verdict === "insufficient" ? answer.insufficiency.reason : answer.verdict;
        seen.set(kind, 1 + (seen.get(kind) ?? 0));
        const numbers = JSON.stringify(answer, (_, value: unknown) =>
          typeof value === "number" && !Number.isFinite(value) ? "not finite" : value,
        );
        expect(numbers).not.to.contain("not finite");
        if (answer.verdict === "insufficient") {
          if ("missing" in answer.insufficiency) expect(answer.insufficiency.missing).to.be.at.least(1);
          return;
        }
        const { score, difference, level, verdict, threshold } = answer.sequentialTest;
        expect(level * answer.sequentialTest.number).to.be.closeTo(0.05, 1e-12);
        for (const { lower, upper } of difference === undefined ? [score] : [score, difference]) {
          expect(lower).to.be.at.most(upper);
        }
        const isWorse = difference === undefined || difference.upper < 0;
        expect(verdict === "degraded").to.equal(score.upper < threshold && isWorse);
      }),
      { numRuns: 400, seed: 3 },
    );
    expect([...seen.keys()]).to.include.members(["rows", "no-holdout", "undefined", "healthy", "degraded"]);
  });

  it("does not depend on the order of the rows, but for the chance of the resampling", () => {
    fc.assert(
      fc.property(triggerChecks, (question) => {
        const turned = ({ labels, predictions, delays }: ScoredRows): ScoredRows => ({
          labels: labels.toReversed(),
          predictions: predictions.toReversed(),
          delays: delays.toReversed(),
        });
        const [one, other] = [
          testPerformance(question),
          testPerformance({ ...question, newRows: turned(question.newRows) }),
        ];
        if (one.verdict === "insufficient" || other.verdict === "insufficient") {
          return void expect(other.verdict).to.equal(one.verdict);
        }
        expect(other.sequentialTest.score.value).to.be.closeTo(
          one.sequentialTest.score.value,
          1e-6 * Math.max(1, Math.abs(one.sequentialTest.score.value)),
        );
      }),
      { numRuns: 100 },
    );
  });
});
