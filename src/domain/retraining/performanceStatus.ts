import type { PerformanceStatus } from "./assessment.js";
import { rowsForNextTest, type PerformanceResult } from "./performance.js";
import type { SequentialTest } from "../sequentialTest.js";
import type { Verdict } from "../evaluation.js";

/** The newest asking before now, and when it was. */
export interface EarlierTest {
  readonly sequentialTest: SequentialTest;
  readonly at: number;
}

/** What a champion's score is now; `value` is absent where it is not defined. */
export interface ScoreNow {
  readonly value: number | undefined;
  readonly threshold: number;
  readonly asOf: number;
  readonly mix: PerformanceStatus["mix"];
}

/**
 * Where the performance question stands: the newest answer holds until the next, as far as it still would be the answer
 * if the threshold was changed.
 *
 * @param answer - absent where it was not due.
 */
export function statusAfter(
  answer: PerformanceResult | undefined,
  before: EarlierTest | undefined,
  { value, threshold, asOf, mix }: ScoreNow,
): PerformanceStatus {
  const asked = answer === undefined || answer.verdict === "insufficient" ? undefined : answer.sequentialTest;
  const sequentialTest = asked ?? before?.sequentialTest;
  const verdict = (sequentialTest && verdictAgainst(sequentialTest, threshold)) ?? "insufficient";
  return {
    verdict,
    belowTarget: isBelowTarget(verdict, value, threshold),
    sequentialTest,
    askedAt: asked === undefined ? before?.at : asOf,
    testedNow: asked !== undefined,
    insufficiency: answer?.verdict === "insufficient" ? answer.insufficiency : undefined,
    nextTestRows: rowsForNextTest(sequentialTest),
    mix,
  };
}

/**
 * What an asking would have answered with today's threshold, where that was set anew since; undefined where what was kept
 * of it does not tell, because it is not known whether the champion's holdout lies above that threshold.
 */
export function verdictAgainst(
  sequentialTest: SequentialTest,
  threshold: number,
): SequentialTest["verdict"] | undefined {
  const { score, difference, verdict } = sequentialTest;
  if (sequentialTest.threshold === threshold) return verdict;
  if (score.upper >= threshold) return "healthy";
  const isHigher = threshold > sequentialTest.threshold;
  // The holdout lay above the earlier threshold. A score that is shown below that is below the holdout as well.
  if (difference === undefined) return !isHigher || verdict === "degraded" ? "degraded" : undefined;
  if (difference.upper < 0) return "degraded";
  return isHigher ? "healthy" : undefined;
}

/** Healthy, but the score lies below the threshold: shown, and no reason to retrain. */
export function isBelowTarget(verdict: Verdict, value: number | undefined, threshold: number): boolean {
  return verdict === "healthy" && value !== undefined && value < threshold;
}
