import type { PerformanceStanding } from "./assessment.js";
import { rowsToAsk, type Asking, type PerformanceAnswer, type Verdict } from "./performance.js";

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
 * Where the performance question stands: the newest answer holds until the next.
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
  const verdict = asking?.verdict ?? "insufficient";
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

/** Healthy, but the score lies below the threshold: shown, and no reason to retrain. */
export function isBelowTarget(verdict: Verdict, value: number | undefined, threshold: number): boolean {
  return verdict === "healthy" && value !== undefined && value < threshold;
}
