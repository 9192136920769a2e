import { ascendingOrder } from "./ranks.js";
import type { WeightedStatistic } from "./weightedStatistic.js";

/**
 * Returns the median of weighted rows. It is half-way between two values: the smallest one at which the cumulative
 * weight reaches half of the total, and the smallest one at which it exceeds half. For whole weights it equals the
 * median of the rows repeated by their weights.
 *
 * @param values - n finite numbers.
 * @returns a statistic of n weights ≥ 0; NaN if they are all 0. O(n log n) once, then O(n) per call.
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
