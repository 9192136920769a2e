import { expect } from "chai";
import { testPerformance, type PerformanceInput } from "../../../src/domain/retraining/performance.js";
import type { SequentialTest } from "../../../src/domain/sequentialTest.js";
import type { ScoredRows } from "../../../src/domain/scoring/scoredRows.js";

/** Tests a model of lead time with target R² 0.6. A test names only what matters to it. */
export const ask = (newRows: ScoredRows, holdout: ScoredRows | undefined, fields: Partial<PerformanceInput> = {}) =>
  testPerformance({
    model: "lead_time",
    newRows,
    evidence: { holdout, mix: undefined },
    threshold: 0.6,
    decisionThreshold: null,
    before: undefined,
    seed: 1,
    ...fields,
  });

/** Returns the sequential test of a result. An insufficient result fails the test. */
export function sequentialTestOf(...question: Parameters<typeof ask>): SequentialTest {
  const answer = ask(...question);
  if (answer.verdict === "insufficient") throw new Error(JSON.stringify(answer.insufficiency));
  expect(answer.sequentialTest.verdict).to.equal(answer.verdict);
  return answer.sequentialTest;
}

/** 1 − Σ w (label − prediction)² / Σ w (label − weighted mean)², computed independently. */
export function r2(
  { labels, predictions }: ScoredRows,
  weights: Float64Array = new Float64Array(labels.length).fill(1),
): number {
  const sum = (of: (i: number) => number): number =>
    [...labels.keys()].reduce((all, i) => all + weights[i]! * of(i), 0);
  const mean = sum((i) => labels[i]!) / sum(() => 1);
  return 1 - sum((i) => (labels[i]! - predictions[i]!) ** 2) / sum((i) => (labels[i]! - mean) ** 2);
}
