import type { WeightedStatistic } from "./weightedStatistic.js";

/**
 * Returns the mean of weighted rows, Σ w x / Σ w.
 *
 * @param values - n finite numbers.
 * @returns a statistic of n weights ≥ 0; NaN if they are all 0. O(n) per call.
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
 * Returns the share Σ w part / Σ w whole of weighted rows.
 *
 * @param parts - n finite numbers.
 * @param wholes - n finite numbers ≥ 0.
 * @param ifEmpty - the value if both sums are 0 (default: NaN).
 * @returns a statistic of n weights ≥ 0. O(n) per call.
 */
export function weightedShare(parts: ArrayLike<number>, wholes: ArrayLike<number>, ifEmpty = NaN): WeightedStatistic {
  return (weights) => {
    let part = 0;
    let whole = 0;
    for (let i = 0; i < weights.length; i++) {
      const weight = weights[i] ?? NaN;
      part += weight * (parts[i] ?? NaN);
      whole += weight * (wholes[i] ?? NaN);
    }
    return part === 0 && whole === 0 ? ifEmpty : part / whole;
  };
}

/**
 * Returns the ratio of two weighted sums over the same rows, which is also the ratio of the means.
 *
 * @param numerators - n finite numbers ≥ 0.
 * @param denominators - n finite numbers ≥ 0.
 * @returns a statistic of n weights ≥ 0: 1 if both sums are 0, because they are equal; ∞ if only the sum of the
 * denominators is 0. O(n) per call.
 *
 * @example
 * weightedRatio([1, 2], [2, 2])(Float64Array.of(1, 1)); // 0.75
 */
export function weightedRatio(numerators: ArrayLike<number>, denominators: ArrayLike<number>): WeightedStatistic {
  return weightedShare(numerators, denominators, 1);
}
