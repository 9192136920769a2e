import type { PerformanceStanding } from "./assessment.js";
import { rowsToAsk, type PerformanceAnswer } from "./performance.js";
import type { Asking } from "../sequentialTest.js";
import type { Verdict } from "../evaluation.js";

/** The newest asking before now, and when it was. */
export interface EarlierAsking {
  readonly asking: Asking;
  readonly at: number;
}

/** What a champion's score is now; `value` is absent where it is not defined. */
export interface ScoreNow {
  readonly value: number | undefined;
  readonly threshold: number;
  readonly asOf: number;
  readonly mix: PerformanceStanding["mix"];
}

/**
 * Where the performance question stands: the newest answer holds until the next, as far as it still would be the answer
 * if the threshold was changed.
 *
 * @param answer - absent where it was not due.
 */
export function standingAfter(
  answer: PerformanceAnswer | undefined,
  before: EarlierAsking | undefined,
  { value, threshold, asOf, mix }: ScoreNow,
): PerformanceStanding {
  const asked = answer === undefined || answer.verdict === "insufficient" ? undefined : answer.asking;
  const asking = asked ?? before?.asking;
  const verdict = (asking && verdictAgainst(asking, threshold)) ?? "insufficient";
  return {
    verdict,
    belowTarget: isBelowTarget(verdict, value, threshold),
    asking,
    askedAt: asked === undefined ? before?.at : asOf,
    askedNow: asked !== undefined,
    insufficiency: answer?.verdict === "insufficient" ? answer.insufficiency : undefined,
    askedAgainAt: rowsToAsk(asking),
    mix,
  };
}

/**
 * What an asking would have answered with today's threshold, where that was set anew since; undefined where what was kept
 * of it does not tell, because it is not known whether the champion's holdout lies above that threshold.
 */
export function verdictAgainst(asking: Asking, threshold: number): Asking["verdict"] | undefined {
  const { score, difference, verdict } = asking;
  if (asking.threshold === threshold) return verdict;
  if (score.upper >= threshold) return "healthy";
  const isHigher = threshold > asking.threshold;
  // The holdout lay above the earlier threshold. A score that is shown below that is below the holdout as well.
  if (difference === undefined) return !isHigher || verdict === "degraded" ? "degraded" : undefined;
  if (difference.upper < 0) return "degraded";
  return isHigher ? "healthy" : undefined;
}

/** Healthy, but the score lies below the threshold: shown, and no reason to retrain. */
export function isBelowTarget(verdict: Verdict, value: number | undefined, threshold: number): boolean {
  return verdict === "healthy" && value !== undefined && value < threshold;
}
