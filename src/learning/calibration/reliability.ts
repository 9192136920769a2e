import { checkProbabilities } from "../metrics/pairs.js";
import { ascendingOrder } from "../statistics/ranks.js";
import { normalQuantile } from "../statistics/normal.js";

/** Rows of like probability. */
export interface ReliabilityBin {
  /** Number of rows, at least 1. */
  readonly count: number;
  /** Mean probability, in [0, 1]. */
  readonly meanPrediction: number;
  /** Share of ones, in [0, 1]. */
  readonly observedRate: number;
  /** Lower end of the rate's interval. */
  readonly lower: number;
  /** Upper end of the rate's interval. */
  readonly upper: number;
}

export interface ReliabilityOptions {
  /** At most so many bins, a whole number above 0; 10. */
  readonly bins?: number;
  /** How often an interval may miss the true rate; 0.05. */
  readonly level?: number;
}

/**
 * Reliability table: whether what is said to happen in 30 % of cases does so. Bins hold as many rows each, as far as
 * rows of the same probability, which stay together, let them.
 *
 * @param labels - n labels, each 0 or 1.
 * @param probabilities - n probabilities that the label is 1, in [0, 1].
 * @returns bins of ascending probability.
 * @throws RangeError if n is 0, if the lengths differ, or if a value is out of range.
 *
 * O(n log n) time, O(n) memory.
 *
 * @see A. Niculescu-Mizil, R. Caruana (2005), "Predicting good probabilities with supervised learning", ICML.
 */
export function reliabilityTable(
  labels: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  { bins = 10, level = 0.05 }: ReliabilityOptions = {},
): ReliabilityBin[] {
  checkProbabilities(labels, probabilities);
  if (!(Number.isInteger(bins) && bins >= 1)) throw new RangeError(`${bins} bins is not a whole number above 0`);
  const order = ascendingOrder(probabilities);
  const at = (place: number): number => probabilities[order[place] ?? -1] ?? NaN;
  const table: ReliabilityBin[] = [];
  for (let bin = 1, start = 0; bin <= bins; bin++) {
    let end = Math.round((bin * order.length) / bins);
    if (end <= start) continue;
    while (end < order.length && at(end) === at(end - 1)) end++;
    table.push(binOf(order.subarray(start, end), labels, probabilities, level));
    start = end;
  }
  return table;
}

/**
 * Expected calibration error: by how much the rates of a table differ from what was predicted, a mean over the rows.
 *
 * @returns in [0, 1], lower is better; NaN of no bins. It is above 0 by chance also for perfect probabilities, the more
 * so the fewer rows are in a bin.
 *
 * @see M. P. Naeini, G. F. Cooper, M. Hauskrecht (2015), "Obtaining well calibrated probabilities using Bayesian
 * binning", AAAI.
 */
export function expectedCalibrationError(table: readonly ReliabilityBin[]): number {
  let sum = 0;
  let rows = 0;
  for (const { count, meanPrediction, observedRate } of table) {
    sum += count * Math.abs(meanPrediction - observedRate);
    rows += count;
  }
  return sum / rows;
}

/**
 * Wilson's interval of a rate: sound for few rows too, and for a rate of 0 or 1.
 *
 * @param positives - how many of the rows are 1.
 * @param count - n, at least 1.
 * @param level - how often it may miss the true rate, in (0, 1).
 * @returns both ends, in [0, 1].
 * @throws RangeError if a number is out of range.
 *
 * @example
 * wilsonInterval(0, 10, 0.05); // [0, 0.2775…]
 *
 * @see E. B. Wilson (1927), "Probable inference, the law of succession, and statistical inference", Journal of the
 * American Statistical Association 22(158), 209–212.
 */
export function wilsonInterval(positives: number, count: number, level: number): [lower: number, upper: number] {
  if (!(count >= 1 && positives >= 0 && positives <= count)) {
    throw new RangeError(`${positives} of ${count} is no rate`);
  }
  if (!(level > 0 && level < 1)) throw new RangeError(`level ${level} is not between 0 and 1`);
  const rate = positives / count;
  const square = normalQuantile(1 - level / 2) ** 2 / count;
  const centre = (rate + square / 2) / (1 + square);
  const half = Math.sqrt(square * rate * (1 - rate) + (square * square) / 4) / (1 + square);
  // Rounding may leave the ends a little beside the rate at 0 and 1.
  return [positives === 0 ? 0 : centre - half, positives === count ? 1 : centre + half];
}

function binOf(
  rows: Uint32Array,
  labels: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  level: number,
): ReliabilityBin {
  let positives = 0;
  let sum = 0;
  for (const row of rows) {
    positives += labels[row] ?? NaN;
    sum += probabilities[row] ?? NaN;
  }
  const count = rows.length;
  const [lower, upper] = wilsonInterval(positives, count, level);
  return { count, meanPrediction: sum / count, observedRate: positives / count, lower, upper };
}
