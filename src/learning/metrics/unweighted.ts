import type { WeightedStatistic } from "../statistics/weightedStatistic.js";

/** The statistic of rows that all weigh the same. */
export function unweighted(statistic: WeightedStatistic, rows: number): number {
  return statistic(new Float64Array(rows).fill(1));
}

/** As {@link unweighted}; undefined where the statistic is NaN. */
export function unweightedIfDefined(statistic: WeightedStatistic, rows: number): number | undefined {
  const value = unweighted(statistic, rows);
  return Number.isNaN(value) ? undefined : value;
}
