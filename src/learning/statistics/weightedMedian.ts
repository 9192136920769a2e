import { ascendingOrder } from "./ranks.js";
import type { WeightedStatistic } from "./weightedStatistic.js";

/**
 * Median of weighted rows: half-way between the smallest value that rows of at least half of the weight do not exceed,
 * and the smallest that rows of more than half do not. For whole weights that is the median of the rows, each repeated
 * as often as it weighs.
 *
 * @param values - n finite numbers.
 * @returns a statistic of n weights ≥ 0; NaN where they are all 0. O(n) for each weighting, after O(n log n) once.
 *
 * @example
 * medianStatistic([5, 1, 3])(Float64Array.of(1, 1, 0)); // 3
 */
export function medianStatistic(values: ArrayLike<number>): WeightedStatistic {
  const order = ascendingOrder(values);
  const sorted = Float64Array.from(order, (row) => values[row] ?? NaN);
  return (weights) => {
    let weightSum = 0;
    for (let i = 0; i < weights.length; i++) weightSum += weights[i] ?? NaN;
    let below = 0;
    let lower = NaN;
    for (let i = 0; i < order.length; i++) {
      below += weights[order[i] ?? -1] ?? NaN;
      if (below < weightSum / 2) continue;
      const value = sorted[i] ?? NaN;
      if (Number.isNaN(lower)) lower = value;
      if (below > weightSum / 2) return lower + (value - lower) / 2;
    }
    return NaN;
  };
}
