import type { WeightedStatistic } from "../statistics/weightedStatistic.js";

/** Maximum groups per sample. A smaller sample has one group per row. */
const MAXIMUM_GROUPS = 200;

/** The values of a statistic without each group of rows, per sample. */
export type Jackknifed = readonly Float64Array[];

/**
 * Computes the delete-a-group jackknife of each statistic. Groups are interleaved: neighbouring rows are in different
 * groups.
 *
 * @param samples - sizes of independent samples, consecutive in the rows.
 * @param weights - n weights ≥ 0.
 * @returns the values of each statistic; none for a sample without rows.
 *
 * O(200 · n) time for each statistic and sample.
 *
 * @see B. Efron, R. J. Tibshirani (1993), "An Introduction to the Bootstrap", chapter 11; J. Shao, D. Tu (1995), "The
 * Jackknife and Bootstrap", section 2.3, for groups.
 */
export function jackknife(
  statistics: readonly WeightedStatistic[],
  samples: readonly number[],
  weights: Float64Array,
): Jackknifed[] {
  const values = statistics.map(() => samples.map((size) => new Float64Array(Math.min(size, MAXIMUM_GROUPS))));
  const kept = weights.slice();
  let start = 0;
  samples.forEach((size, sample) => {
    const end = start + size;
    const groups = Math.min(size, MAXIMUM_GROUPS);
    for (let group = 0; group < groups; group++) {
      for (let row = start + group; row < end; row += groups) kept[row] = 0;
      statistics.forEach((statistic, i) => {
        const groupValues = values[i]?.[sample];
        if (groupValues !== undefined) groupValues[group] = statistic(kept);
      });
      for (let row = start + group; row < end; row += groups) kept[row] = weights[row] ?? NaN;
    }
    start = end;
  });
  return values;
}

/**
 * Returns the standard error of a statistic: the root of the sum of the samples' variances.
 *
 * @returns NaN if the statistic is not finite without one of the groups.
 */
export function standardErrorOf(jackknifed: Jackknifed): number {
  let variance = 0;
  for (const influences of jackknifed.map(influencesOf)) {
    for (const influence of influences) variance += influence ** 2 / (influences.length * (influences.length - 1));
  }
  return Math.sqrt(variance);
}

/**
 * Returns the acceleration of the BCa bootstrap: a sixth of the skewness of the rows' influence on the statistic.
 *
 * @returns NaN if no group has an influence, or if the statistic is not finite without one of the groups.
 *
 * @see B. Efron, R. J. Tibshirani (1993), equation 15.36, for several samples, as in scipy.stats.bootstrap.
 */
export function accelerationOf(jackknifed: Jackknifed): number {
  let cubes = 0;
  let squares = 0;
  for (const influences of jackknifed.map(influencesOf)) {
    for (const influence of influences) {
      cubes += (influence / influences.length) ** 3;
      squares += (influence / influences.length) ** 2;
    }
  }
  return cubes / (6 * squares ** 1.5);
}

/** Returns (g − 1) (mean − value) for each of g values. */
function influencesOf(values: Float64Array): Float64Array {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.map((value) => (values.length - 1) * (mean - value));
}
