/**
 * A statistic of fixed rows as a function of their weights. Rows of weight 0 are ignored. Only the ratios of the
 * weights matter, not their sum. The function must not store or change the weights.
 *
 * @param weights - n numbers ≥ 0.
 * @returns the statistic; NaN if it is undefined.
 */
export type WeightedStatistic = (weights: Float64Array) => number;
