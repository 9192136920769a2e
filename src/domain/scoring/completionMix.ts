/**
 * The distribution of the time from prediction to label (the delay), as shares of rows. Scores on new labels are weighted
 * to the mix of the version's training rows. Without weights, a backlog that is cleared in a week, or an import of fast
 * items, would look like a change of the model's quality.
 */
export interface CompletionMix {
  /**
   * The inner edges of the bins of delays, in days, ascending. A delay on an edge belongs to the bin below it. Edges are
   * 32-bit floats, as the recorded delays of a holdout are, so that a recorded delay stays in its bin.
   */
  readonly edges: readonly number[];
  /** The share of rows in each of the edges.length + 1 bins. All are above 0, and they sum to 1. */
  readonly shares: readonly number[];
}

/** The comparison of the mix of new labels with the mix of the training. */
export interface MixComparison {
  /** Whether the mixes differ significantly. */
  readonly shifted: boolean;
  /** The weight of each row, with mean 1; undefined if the mix has not shifted. */
  readonly weights: Float64Array | undefined;
  /** The equivalent number of unweighted rows: (Σw)² / Σw². */
  readonly effectiveRows: number;
  /** The share of the training's mix in bins that contain new labels, from 0 to 1. */
  readonly covered: number;
}

const QUANTILES = [0.2, 0.4, 0.6, 0.8];

/** The 99 % quantiles of the χ² distribution with 1 to 4 degrees of freedom (NIST/SEMATECH e-Handbook, 1.3.6.7.4). */
const CHI_SQUARE_99 = [6.635, 9.21, 11.345, 13.277];

/**
 * Computes the mix of the given delays in five bins of about equal size, or fewer if many delays are equal. Each edge is
 * one of the delays, so that no bin is empty.
 *
 * @param delays - n > 0 delays in days.
 */
export function completionMix(delays: Float64Array): CompletionMix {
  const sorted = Float32Array.from(delays).sort();
  const longest = sorted.at(-1) ?? 0;
  const quantiles = QUANTILES.map((share) => sorted[Math.floor(share * (sorted.length - 1))] ?? longest);
  const edges = [...new Set(quantiles)].filter((edge) => edge < longest);
  return { edges, shares: countsOf(edges, delays).map((count) => count / delays.length) };
}

/**
 * Compares delays with a mix (Pearson's χ² test at the level of 1 %). If they have shifted, the weight of a row is the
 * mix's share of its bin ÷ the rows' share of that bin.
 *
 * @param delays - n delays in days.
 */
export function compareMix(mix: CompletionMix, delays: Float64Array): MixComparison {
  const rows = delays.length;
  const counts = countsOf(mix.edges, delays);
  const limit = CHI_SQUARE_99[mix.edges.length - 1];
  const unshifted = { shifted: false, weights: undefined, effectiveRows: rows, covered: 1 };
  if (limit === undefined || rows === 0) return unshifted;
  const statistic = counts.reduce((sum, count, bin) => {
    const expected = rows * (mix.shares[bin] ?? 0);
    return sum + (count - expected) ** 2 / expected;
  }, 0);
  if (statistic <= limit) return unshifted;
  const covered = mix.shares.reduce((sum, share, bin) => sum + ((counts[bin] ?? 0) > 0 ? share : 0), 0);
  const binWeights = counts.map((count, bin) => ((mix.shares[bin] ?? 0) * rows) / covered / count);
  const weights = delays.map((delay) => binWeights[binOf(mix.edges, delay)] ?? 0);
  const squares = weights.reduce((sum, weight) => sum + weight * weight, 0);
  return { shifted: true, weights, effectiveRows: rows ** 2 / squares, covered };
}

function countsOf(edges: readonly number[], delays: Float64Array): number[] {
  const counts = Array.from({ length: edges.length + 1 }, () => 0);
  for (const delay of delays) {
    const bin = binOf(edges, delay);
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts;
}

function binOf(edges: readonly number[], delay: number): number {
  const recorded = Math.fround(delay);
  const bin = edges.findIndex((edge) => recorded <= edge);
  return bin === -1 ? edges.length : bin;
}
