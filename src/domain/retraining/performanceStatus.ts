import type { PerformanceStatus } from "./assessment.js";
import { rowsForNextTest, type PerformanceResult } from "./performance.js";
import type { SequentialTest } from "../sequentialTest.js";
import type { Verdict } from "../evaluation.js";

/** The newest earlier sequential test, and its time. */
export interface EarlierTest {
  readonly sequentialTest: SequentialTest;
  readonly at: number;
}

/** A champion's current score. `value` is undefined where the score is. */
export interface ScoreNow {
  readonly value: number | undefined;
  readonly threshold: number;
  readonly asOf: number;
  readonly mix: PerformanceStatus["mix"];
}

/**
 * Returns a champion's performance status. The newest test's result holds until the next test, as far as a changed
 * threshold allows.
 *
 * @param answer - undefined if no test was due.
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
 * Returns the verdict of a test with today's threshold. It is undefined if the stored test does not tell, because
 * nothing says whether the champion's holdout lies above that threshold.
 */
export function verdictAgainst(
  sequentialTest: SequentialTest,
  threshold: number,
): SequentialTest["verdict"] | undefined {
  const { score, difference, verdict } = sequentialTest;
  if (sequentialTest.threshold === threshold) return verdict;
  if (score.upper >= threshold) return "healthy";
  const isHigher = threshold > sequentialTest.threshold;
  // The holdout was above the earlier threshold. A score significantly below that is also below the holdout.
  if (difference === undefined) return !isHigher || verdict === "degraded" ? "degraded" : undefined;
  if (difference.upper < 0) return "degraded";
  return isHigher ? "healthy" : undefined;
}

/** Returns true for a healthy champion with a score below the threshold. That is shown, and no reason to retrain. */
export function isBelowTarget(verdict: Verdict, value: number | undefined, threshold: number): boolean {
  return verdict === "healthy" && value !== undefined && value < threshold;
}
