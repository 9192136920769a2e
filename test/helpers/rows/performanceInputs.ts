import { expect } from "chai";
import { testPerformance, type PerformanceInput } from "../../../src/domain/retraining/performance.js";
import type { SequentialTest } from "../../../src/domain/sequentialTest.js";
import type { ScoredRows } from "../../../src/domain/scoring/scoredRows.js";

/** Whether a model of lead time that aims at R² 0.6 has got worse; a test names only what it is about. */
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

/** The asking that an answer rests on; an insufficient answer makes the test fail. */
export function sequentialTestOf(...question: Parameters<typeof ask>): SequentialTest {
  const answer = ask(...question);
  if (answer.verdict === "insufficient") throw new Error(JSON.stringify(answer.insufficiency));
  expect(answer.sequentialTest.verdict).to.equal(answer.verdict);
  return answer.sequentialTest;
}

/** 1 − Σ w (label − prediction)² / Σ w (label − weighted mean)², written down once more. */
export function r2(
  { labels, predictions }: ScoredRows,
  weights: Float64Array = new Float64Array(labels.length).fill(1),
): number {
  const sum = (of: (i: number) => number): number =>
    [...labels.keys()].reduce((all, i) => all + weights[i]! * of(i), 0);
  const mean = sum((i) => labels[i]!) / sum(() => 1);
  return 1 - sum((i) => (labels[i]! - predictions[i]!) ** 2) / sum((i) => (labels[i]! - mean) ** 2);
}
