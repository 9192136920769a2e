import type { WeightedStatistic } from "../statistics/weightedStatistic.js";

/** Returns the statistic of n rows of equal weight. */
export function unweighted(statistic: WeightedStatistic, rows: number): number {
  return statistic(new Float64Array(rows).fill(1));
}

/** Returns the statistic as {@link unweighted}, or undefined if it is NaN. */
export function unweightedIfDefined(statistic: WeightedStatistic, rows: number): number | undefined {
  const value = unweighted(statistic, rows);
  return Number.isNaN(value) ? undefined : value;
}
