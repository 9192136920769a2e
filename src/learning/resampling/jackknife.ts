import type { WeightedStatistic } from "../statistics/weightedStatistic.js";

/** Up to so many rows of a sample each is left out on its own, of more rows so many groups. */
const MAXIMUM_GROUPS = 200;

/** A statistic with each group of rows left out in turn, for each sample. */
export type Jackknifed = readonly Float64Array[];

/**
 * The delete-a-group jackknife of each statistic. Groups are interleaved: rows next to each other in time fall into
 * different ones.
 *
 * @param samples - sizes of independent samples, one after the other in the rows.
 * @param weights - n weights ≥ 0.
 * @returns for each statistic its values; a sample without rows has none. O(200 · n) for each statistic and sample.
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
        const of = values[i]?.[sample];
        if (of !== undefined) of[group] = statistic(kept);
      });
      for (let row = start + group; row < end; row += groups) kept[row] = weights[row] ?? NaN;
    }
    start = end;
  });
  return values;
}

/**
 * Standard error of a statistic, the samples' variances added up.
 *
 * @returns NaN if the statistic is not finite without some group.
 */
export function standardErrorOf(jackknifed: Jackknifed): number {
  let variance = 0;
  for (const influences of jackknifed.map(influencesOf)) {
    for (const influence of influences) variance += influence ** 2 / (influences.length * (influences.length - 1));
  }
  return Math.sqrt(variance);
}

/**
 * Acceleration of the BCa bootstrap: a sixth of the skewness of the influence that rows have on the statistic.
 *
 * @returns NaN if leaving rows out makes no difference, or if the statistic is not finite without some group.
 *
 * @see B. Efron, R. J. Tibshirani (1993), equation 15.36, for several samples; so does scipy.stats.bootstrap.
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

/** (g − 1) (mean − value) of g values. */
function influencesOf(values: Float64Array): Float64Array {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.map((value) => (values.length - 1) * (mean - value));
}
