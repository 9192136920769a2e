/**
 * How long labels take to become known, as shares of the rows: the mix that a version was trained on, which scores of
 * fresh rows are weighted to. Otherwise a backlog that is cleared in a week, or an import of fast items, would look like a
 * model that got worse or better.
 */
export interface CompletionMix {
  /**
   * Inner edges of the bins of the delay, in days, ascending; a delay on an edge belongs to the bin below it. They are
   * 32-bit floats, which the delays of a holdout are kept as: so both are put into the same bins.
   */
  readonly edges: readonly number[];
  /** Share of the rows in each of the edges.length + 1 bins; none is 0, they sum to 1. */
  readonly shares: readonly number[];
}

/** What the fresh rows' mix is, beside that of the training. */
export interface MixComparison {
  /** Whether it differs by more than chance would have it. */
  readonly shifted: boolean;
  /** Weight of each row, with mean 1; absent where nothing has shifted. */
  readonly weights: Float64Array | undefined;
  /** So many unweighted rows would tell as much: (Σw)² / Σw². */
  readonly effectiveRows: number;
  /** Share of the training's mix that the fresh rows have rows for. */
  readonly covered: number;
}

const QUANTILES = [0.2, 0.4, 0.6, 0.8];

/** 99 % quantiles of the χ² distribution with 1 to 4 degrees of freedom (NIST/SEMATECH e-Handbook, 1.3.6.7.4). */
const CHI_SQUARE_99 = [6.635, 9.21, 11.345, 13.277];

/**
 * The mix of the given delays, in fifths; where many delays are equal there are fewer bins. Edges are delays that occur,
 * so that no bin is empty.
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
 * Compares delays with a mix (Pearson's χ² test at 1 %), and where they have shifted weighs each row by
 * share of the mix / share of the rows, in its bin.
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
  const ofBin = counts.map((count, bin) => ((mix.shares[bin] ?? 0) * rows) / covered / count);
  const weights = delays.map((delay) => ofBin[binOf(mix.edges, delay)] ?? 0);
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
  const kept = Math.fround(delay);
  const bin = edges.findIndex((edge) => kept <= edge);
  return bin === -1 ? edges.length : bin;
}
