/** A score, and the values that the true one lies above and below, each with confidence 1 − level. */
export interface Bounded {
  readonly value: number;
  readonly level: number;
  readonly lower: number;
  readonly upper: number;
}

/** One asking of the performance question. */
export interface SequentialTest {
  /** 1, 2, 3 … for one champion. */
  readonly number: number;
  /**
   * The chance, at most, that a champion that is as good as it was is called degraded by it; where the holdout is not asked,
   * one that is as good as the threshold. Each bound has its own level beside it.
   */
  readonly level: number;
  /** Fresh rows that it was asked on. */
  readonly rows: number;
  readonly threshold: number;
  readonly score: Bounded;
  /** Fresh score minus holdout score; absent where the champion's holdout lies above the threshold. */
  readonly difference?: Bounded;
  readonly verdict: "healthy" | "degraded";
  /** The comparison with the replaced version that was made for it: 1, 2, 3 … of one champion; absent: none yet. */
  readonly compared?: number;
}
