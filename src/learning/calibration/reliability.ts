import { checkProbabilities } from "../metrics/pairs.js";
import { ascendingOrder } from "../statistics/ranks.js";
import { normalQuantile } from "../statistics/normal.js";

/** Rows of similar probability. */
export interface ReliabilityBin {
  /** Number of rows, at least 1. */
  readonly count: number;
  /** Mean probability, in [0, 1]. */
  readonly meanPrediction: number;
  /** Share of ones, in [0, 1]. */
  readonly observedRate: number;
  /** Lower end of the confidence interval of the rate. */
  readonly lower: number;
  /** Upper end of the confidence interval of the rate. */
  readonly upper: number;
}

export interface ReliabilityOptions {
  /** Maximum number of bins, a whole number above 0 (default: 10). */
  readonly bins?: number;
  /** Probability that an interval misses the true rate, in (0, 1) (default: 0.05). */
  readonly level?: number;
}

/**
 * Returns a reliability table: per bin, the mean predicted probability and the observed rate. Bins have about equal
 * numbers of rows. Rows of the same probability stay in one bin.
 *
 * @param labels - n labels, each 0 or 1.
 * @param probabilities - n probabilities that the label is 1, in [0, 1].
 * @returns the bins in order of ascending probability.
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
 * Returns the expected calibration error: the absolute difference between predicted and observed rate, averaged over
 * the rows.
 *
 * @returns a number in [0, 1], lower is better; NaN if there are no bins. Chance makes it positive even for perfect
 * probabilities, more so with fewer rows per bin.
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
 * Returns Wilson's confidence interval of a rate. It is valid for few rows too, and for a rate of 0 or 1.
 *
 * @param positives - the number of rows that are 1.
 * @param count - n, at least 1.
 * @param level - probability that the interval misses the true rate, in (0, 1).
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
    throw new RangeError(`${positives} of ${count} is not a rate between 0 and 1`);
  }
  if (!(level > 0 && level < 1)) throw new RangeError(`level ${level} is not between 0 and 1`);
  const rate = positives / count;
  const square = normalQuantile(1 - level / 2) ** 2 / count;
  const centre = (rate + square / 2) / (1 + square);
  const half = Math.sqrt(square * rate * (1 - rate) + (square * square) / 4) / (1 + square);
  // At rates of 0 and 1, rounding could move the end away from the rate.
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
