import { seededRandom } from "../random.js";
import { bcaDistribution, normalDistribution, type SamplingDistribution } from "./distributions.js";
import { jackknife } from "./jackknife.js";
import type { WeightedStatistic } from "../statistics/weightedStatistic.js";

export type { SamplingDistribution, WeightedStatistic };

export interface BootstrapOptions {
  /** A safe integer; the same seed gives the same bounds. */
  readonly seed: number;
  /** Number of resamples (default: 2000). The smallest level that they can resolve is about 1 / replicates. */
  readonly replicates?: number;
  /** Sizes of independent samples, consecutive in the rows; each is resampled separately (default: one sample). */
  readonly samples?: readonly number[];
  /** n initial weights ≥ 0 of the rows (default: all 1). */
  readonly weights?: Float64Array;
}

/** For larger samples the normal approximation replaces the bootstrap. It is accurate there, and much cheaper. */
export const MAXIMUM_BOOTSTRAP_ROWS = 20_000;

const REPLICATES = 2000;

/**
 * Computes bounds for the true values of statistics by the bias-corrected and accelerated bootstrap (BCa). Rows are
 * drawn with replacement. The weight of a row in a resample is its initial weight times the number of draws. All
 * statistics use the same resamples, so that a difference of two is paired. Resamples where a statistic is NaN are left
 * out of its distribution; infinite values are included.
 *
 * @param rows - n.
 * @returns the distribution of each statistic. It is undefined if the statistic is NaN on the rows themselves or on all
 * resamples, or if there are no rows. If the statistic is equal on all resamples (one row), the bounds are the
 * estimate.
 * @throws RangeError if the sizes of the samples do not sum to n, or if there are not n weights.
 *
 * O(replicates · n) for each statistic, O(n + replicates) memory.
 *
 * @see B. Efron (1987), "Better bootstrap confidence intervals", Journal of the American Statistical Association
 * 82(397), 171–185; B. Efron, R. J. Tibshirani (1993), "An Introduction to the Bootstrap", chapter 14.
 */
export function bootstrap(
  rows: number,
  statistics: readonly WeightedStatistic[],
  { seed, replicates = REPLICATES, samples = [rows], weights = new Float64Array(rows).fill(1) }: BootstrapOptions,
): (SamplingDistribution | undefined)[] {
  checkSizes(rows, samples, weights);
  if (rows === 0) return statistics.map(() => undefined);
  const jackknifed = jackknife(statistics, samples, weights);
  const estimates = statistics.map((statistic) => statistic(weights));
  if (samples.some((size) => size > MAXIMUM_BOOTSTRAP_ROWS)) {
    return estimates.map((estimate, i) => normalDistribution(estimate, jackknifed[i] ?? []));
  }
  const resampled = resample(statistics, { seed, replicates, samples, weights });
  return estimates.map((estimate, i) => {
    const sorted = (resampled[i] ?? new Float64Array(0)).filter((value) => !Number.isNaN(value)).sort();
    return Number.isNaN(estimate) || sorted.length === 0
      ? undefined
      : bcaDistribution(estimate, sorted, jackknifed[i] ?? []);
  });
}

/**
 * Returns the two-sided, equal-tailed confidence interval of a distribution.
 *
 * @param confidence - between 0 and 1, such as 0.95.
 * @returns undefined if the distribution is undefined.
 */
export function interval(
  distribution: SamplingDistribution | undefined,
  confidence: number,
): readonly [low: number, high: number] | undefined {
  if (distribution === undefined) return undefined;
  const level = (1 - confidence) / 2;
  return [distribution.lower(level), distribution.upper(level)];
}

function checkSizes(rows: number, samples: readonly number[], weights: Float64Array): void {
  const sum = samples.reduce((total, size) => total + size, 0);
  if (sum !== rows) throw new RangeError(`samples of ${sum} rows, not ${rows}`);
  if (weights.length !== rows) throw new RangeError(`${weights.length} weights for ${rows} rows`);
}

/** Returns the values of each statistic on all resamples. */
function resample(
  statistics: readonly WeightedStatistic[],
  { seed, replicates, samples, weights }: Required<BootstrapOptions>,
): Float64Array[] {
  const values = statistics.map(() => new Float64Array(replicates));
  const { bits } = seededRandom(seed);
  const drawn = new Float64Array(weights.length);
  for (let replicate = 0; replicate < replicates; replicate++) {
    drawn.fill(0);
    let start = 0;
    for (const size of samples) {
      for (let draw = 0; draw < size; draw++) {
        // The bias of this draw is at most size / 2³², which is negligible. `integer` is four times as slow.
        const row = start + Math.floor((bits() / 2 ** 32) * size);
        drawn[row] = (drawn[row] ?? NaN) + (weights[row] ?? NaN);
      }
      start += size;
    }
    statistics.forEach((statistic, i) => {
      const replicateValues = values[i];
      if (replicateValues !== undefined) replicateValues[replicate] = statistic(drawn);
    });
  }
  return values;
}
