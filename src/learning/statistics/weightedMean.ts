import type { WeightedStatistic } from "./weightedStatistic.js";

/**
 * Mean of weighted rows, Σ w x / Σ w.
 *
 * @param values - n finite numbers.
 * @returns a statistic of n weights ≥ 0; NaN where they are all 0. O(n) for each weighting.
 *
 * @example
 * weightedMean([1, 2, 6])(Float64Array.of(1, 1, 0)); // 1.5
 */
export function weightedMean(values: ArrayLike<number>): WeightedStatistic {
  return (weights) => {
    let sum = 0;
    let weightSum = 0;
    for (let i = 0; i < weights.length; i++) {
      const weight = weights[i] ?? NaN;
      sum += weight * (values[i] ?? NaN);
      weightSum += weight;
    }
    return sum / weightSum;
  };
}

/**
 * Share of weighted rows, Σ w part / Σ w whole.
 *
 * @param parts - n finite numbers.
 * @param wholes - n finite numbers ≥ 0.
 * @param ofNothing - what it is where both sums are 0.
 * @returns a statistic of n weights ≥ 0. O(n) for each weighting.
 */
export function weightedShare(parts: ArrayLike<number>, wholes: ArrayLike<number>, ofNothing = NaN): WeightedStatistic {
  return (weights) => {
    let part = 0;
    let whole = 0;
    for (let i = 0; i < weights.length; i++) {
      const weight = weights[i] ?? NaN;
      part += weight * (parts[i] ?? NaN);
      whole += weight * (wholes[i] ?? NaN);
    }
    return part === 0 && whole === 0 ? ofNothing : part / whole;
  };
}

/**
 * Ratio of two weighted sums over the same rows, and so of their means.
 *
 * @param numerators - n finite numbers ≥ 0.
 * @param denominators - n finite numbers ≥ 0.
 * @returns a statistic of n weights ≥ 0: 1 where both sums are 0, since neither is then the greater; ∞ where only the
 * denominators' is. O(n) for each weighting.
 *
 * @example
 * weightedRatio([1, 2], [2, 2])(Float64Array.of(1, 1)); // 0.75
 */
export function weightedRatio(numerators: ArrayLike<number>, denominators: ArrayLike<number>): WeightedStatistic {
  return weightedShare(numerators, denominators, 1);
}
