import { bootstrap, interval } from "../../learning/resampling/bootstrap.js";
import { weightedRatio } from "../../learning/statistics/weightedMean.js";
import type { Interval } from "../scores.js";

/** Fewer new labels are not enough for a comparison. */
export const MINIMUM_EVIDENCE = 20;
/** After an age or volume trigger a challenger's loss may be at most 10 % higher than the champion's. */
export const PROMOTION_MARGIN = 0.1;
/** One-sided level: the probability that a challenger exactly at the limit passes. */
export const PROMOTION_LEVEL = 0.025;

/** Losses of two models on the same rows, which neither was trained on. */
export interface PairedLosses {
  /** n losses: absolute errors, or squared errors of the probability. */
  readonly champion: Float64Array;
  readonly challenger: Float64Array;
}

/** The result of comparing challenger and champion. */
export interface Comparison {
  /** Rows that both predicted. */
  readonly rows: number;
  readonly championLoss: number | undefined;
  readonly challengerLoss: number | undefined;
  /** The challenger's mean loss over the champion's: below 1 is better. */
  readonly ratio: number | undefined;
  /** Two-sided interval of the ratio, by the paired bootstrap; its upper end is the bound. */
  readonly interval: Interval | undefined;
  /** One-sided upper bound of the ratio, with confidence 1 − level. */
  readonly bound: number | undefined;
  /** The limit of the bound: 1.1 for "not worse", 1 for "better". */
  readonly limit: number;
}

/** Whether the challenger replaces the champion. A closed union: text, JSON and the attempt's record depend on it. */
export type PromotionDecision =
  | { readonly verdict: "promote"; readonly reason: "better" | "not-worse"; readonly comparison: Comparison }
  | {
      readonly verdict: "refuse";
      readonly reason: "not-better" | "worse" | "too-few-rows" | "not-finite";
      readonly comparison: Comparison;
    };

export interface PromotionOptions {
  readonly degraded: boolean;
  readonly seed: number;
  readonly level?: number;
}

/**
 * Decides whether a challenger replaces the champion, on rows that neither knew: paired, since both predicted the same
 * rows. A champion that is degraded must be beaten; otherwise it is enough not to be worse by more than 10 %. Total: of
 * too few rows, of losses that are not finite and of ties there is a verdict as well.
 *
 * @param options - `degraded`: whether the champion was shown to have got worse; `seed` of the bootstrap; `level`:
 * one-sided, {@link PROMOTION_LEVEL} unless given.
 *
 * @see B. Efron, R. J. Tibshirani (1993), "An Introduction to the Bootstrap", chapters 14 and 16.
 */
export function decidePromotion(
  { champion, challenger }: PairedLosses,
  { degraded, seed, level = PROMOTION_LEVEL }: PromotionOptions,
): PromotionDecision {
  const limit = degraded ? 1 : 1 + PROMOTION_MARGIN;
  const rows = champion.length;
  const nothing: Comparison = {
    rows,
    championLoss: undefined,
    challengerLoss: undefined,
    ratio: undefined,
    interval: undefined,
    bound: undefined,
    limit,
  };
  if (rows < MINIMUM_EVIDENCE) return { verdict: "refuse", reason: "too-few-rows", comparison: nothing };
  if (!champion.every(Number.isFinite) || !challenger.every(Number.isFinite)) {
    return { verdict: "refuse", reason: "not-finite", comparison: nothing };
  }
  const [distribution] = bootstrap(rows, [weightedRatio(challenger, champion)], { seed });
  const comparison: Comparison = {
    ...nothing,
    championLoss: mean(champion),
    challengerLoss: mean(challenger),
    ratio: distribution?.estimate,
    interval: distribution && interval(distribution, 1 - 2 * level),
    bound: distribution?.upper(level),
  };
  const { bound = Infinity } = comparison;
  if (degraded) {
    return bound < limit
      ? { verdict: "promote", reason: "better", comparison }
      : { verdict: "refuse", reason: "not-better", comparison };
  }
  return bound <= limit
    ? { verdict: "promote", reason: "not-worse", comparison }
    : { verdict: "refuse", reason: "worse", comparison };
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
