/**
 * A statistic of rows that it knows, given how much each weighs; a row of weight 0 counts as absent. Only the weights'
 * relation matters, not their sum. It must not keep or change the weights.
 *
 * @param weights - n numbers ≥ 0.
 * @returns NaN where the statistic is not defined.
 */
export type WeightedStatistic = (weights: Float64Array) => number;
