/** A score with two one-sided bounds, each with confidence 1 − level. */
export interface Bounded {
  readonly value: number;
  readonly level: number;
  readonly lower: number;
  readonly upper: number;
}

/** One sequential test of a champion's score. */
export interface SequentialTest {
  /** 1, 2, 3 … for one champion. */
  readonly number: number;
  /**
   * Maximum probability that an unchanged champion is called degraded; without a test of the holdout, a champion
   * exactly at the threshold. Each bound has its own level.
   */
  readonly level: number;
  /** Number of new labels in the test. */
  readonly rows: number;
  readonly threshold: number;
  readonly score: Bounded;
  /** Score on new labels minus holdout score; absent if the holdout is above the threshold. */
  readonly difference?: Bounded;
  readonly verdict: "healthy" | "degraded";
  /** Number of its comparison with the replaced version: 1, 2, 3 … for one champion; absent: none yet. */
  readonly compared?: number;
}
