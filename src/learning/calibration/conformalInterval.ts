import { checkFinite } from "../estimators/checks.js";
import { ascendingOrder } from "../metrics/ranks.js";

/** What to add to a prediction for the ends of its interval. */
export interface ConformalOffsets {
  /** −∞ where there are too few rows to tell. */
  readonly lower: number;
  /** ∞ where there are too few rows to tell. */
  readonly upper: number;
}

/** What a sum of weights may lack by rounding, as a share of it. */
const ROUNDING = 1e-12;

/**
 * Split conformal quantile: the score that a new row's score does not exceed with a probability of at least the
 * coverage, if it could as well have been any of the calibration rows. Without weights it is the k-th smallest score,
 * k = ⌈(n + 1) · coverage⌉.
 *
 * @param scores - n numbers, how badly each calibration row was predicted; none of them was used to fit.
 * @param coverage - in (0, 1).
 * @param weights - n numbers in [0, 1], each 1 if left out: how much a row is like the new one, whose weight is 1. With
 * weights that fall with age, coverage suffers less where the rows drift.
 * @returns ∞ where the rows do not weigh enough, as for n < coverage / (1 − coverage).
 * @throws RangeError if the lengths differ or a value is out of range.
 *
 * O(n log n) time, O(n) memory.
 *
 * @example
 * conformalQuantile([3, 1, 2, 4], 0.8); // 4
 *
 * @see V. Vovk, A. Gammerman, G. Shafer (2005), "Algorithmic learning in a random world"; R. F. Barber, E. J. Candès,
 * A. Ramdas, R. J. Tibshirani (2023), "Conformal prediction beyond exchangeability", Annals of Statistics 51(2),
 * 816–845, equation 10.
 */
export function conformalQuantile(
  scores: ArrayLike<number>,
  coverage: number,
  weights: ArrayLike<number> = new Float64Array(scores.length).fill(1),
): number {
  if (!(coverage > 0 && coverage < 1)) throw new RangeError(`coverage ${coverage} is not between 0 and 1`);
  if (weights.length !== scores.length) throw new RangeError(`${weights.length} weights but ${scores.length} scores`);
  checkFinite("score", scores);
  // The new row's own weight, which lies at infinity.
  let weightSum = 1;
  for (let i = 0; i < weights.length; i++) {
    const weight = weights[i] ?? NaN;
    if (!(weight >= 0 && weight <= 1)) throw new RangeError(`weight ${i} is ${weight}, not between 0 and 1`);
    weightSum += weight;
  }
  const enough = coverage * weightSum * (1 - ROUNDING);
  let below = 0;
  for (const row of ascendingOrder(scores)) {
    below += weights[row] ?? NaN;
    if (below >= enough) return scores[row] ?? NaN;
  }
  return Infinity;
}

/**
 * Interval around a prediction from signed residuals, each side with half of the misses: lead times are skewed, and an
 * interval that reaches as far down as up would say little.
 *
 * @param residuals - n numbers, label less prediction, of rows that were not used to fit.
 * @param coverage - in (0, 1): the share of intervals that are to hold their label.
 * @param weights - as for {@link conformalQuantile}.
 * @throws RangeError if the lengths differ or a value is out of range.
 *
 * O(n log n) time, O(n) memory.
 *
 * @see Y. Romano, E. Patterson, E. J. Candès (2019), "Conformalized quantile regression", NeurIPS, theorem 2: coverage
 * where each side has its own share of misses.
 */
export function conformalOffsets(
  residuals: ArrayLike<number>,
  coverage: number,
  weights?: ArrayLike<number>,
): ConformalOffsets {
  const share = (1 + coverage) / 2;
  const negated = Float64Array.from(residuals, (residual) => -residual);
  return {
    lower: -conformalQuantile(negated, share, weights),
    upper: conformalQuantile(residuals, share, weights),
  };
}

/**
 * Weights that halve with age, by row: for rows in the order of time, oldest first, before a new one.
 *
 * @param rows - n.
 * @param halfLife - after so many rows the weight is halved; above 0.
 * @returns n numbers in [0, 1], ascending; the newest row is one row old.
 * @throws RangeError if the half-life is not above 0.
 */
export function recencyWeights(rows: number, halfLife: number): Float64Array {
  if (!(halfLife > 0)) throw new RangeError(`half-life ${halfLife} is not above 0`);
  return Float64Array.from({ length: rows }, (_, row) => 0.5 ** ((rows - row) / halfLife));
}
