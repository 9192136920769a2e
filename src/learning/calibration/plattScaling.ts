import { checkFinite, checkSampleWeights } from "../estimators/checks.js";
import { fitLogistic } from "../estimators/logistic/logistic.js";
import { sigmoid } from "../estimators/logistic/logisticObjective.js";
import { weightedBaseRate } from "../estimators/baseline.js";
import { weightedMean } from "../statistics/weightedMean.js";

/** The probability of a score is 1 / (1 + exp(−(intercept + slope · score))). It survives JSON. */
export interface PlattScaling {
  /** At least 0, so that calibration never reverses the order of two scores. */
  readonly slope: number;
  readonly intercept: number;
}

/** Makes the minimum unique even if the curve can fit the smoothed labels exactly. */
const PENALTY = 1e-9;
/** Maximum steps of the bisection. After this many, the interval no longer shrinks. */
const HALVINGS = 200;

/**
 * Fits Platt scaling: the logistic curve over the scores that minimises the log loss on smoothed labels. With N₊
 * positive and N₋ negative rows, the smoothed label is (N₊ + 1) / (N₊ + 2) for a positive row and 1 / (N₋ + 2) for a
 * negative one. Smoothing keeps a few rows from giving probabilities of 0 or 1.
 *
 * Special cases:
 * - No rows: slope 1 and intercept 0, so scores stay as they are.
 * - One class or one distinct score: the rows do not determine the slope. It is 1, and only the intercept is fitted.
 * - Low scores go with positive labels: the slope is 0, the best one that does not reverse the order.
 *
 * @param scores - n log odds, finite.
 * @param labels - n labels, each 0 or 1.
 * @param weights - n numbers ≥ 0, at least one of them above 0 (default: all 1).
 * @throws RangeError if the lengths differ or a value is out of range.
 *
 * O(n) time and memory.
 *
 * @see J. Platt (1999), "Probabilistic outputs for support vector machines"; H.-T. Lin, C.-J. Lin, R. C. Weng (2007),
 * "A note on Platt's probabilistic outputs for support vector machines", Machine Learning 68, 267–276.
 */
export function fitPlattScaling(
  scores: ArrayLike<number>,
  labels: ArrayLike<number>,
  weights: ArrayLike<number> = new Float64Array(labels.length).fill(1),
): PlattScaling {
  if (scores.length !== labels.length) throw new RangeError(`${scores.length} scores but ${labels.length} labels`);
  checkFinite("score", scores);
  if (labels.length === 0 && weights.length === 0) return { slope: 1, intercept: 0 };
  checkSampleWeights(weights, labels.length);
  const rows = smoothedRows(scores, labels, weights);
  const rate = weightedBaseRate(labels, weights);
  const deviation = standardDeviation(rows.scores, rows.weights);
  // The deviation of equal scores can be above 0 by rounding.
  const isConstant = rows.scores.every((score) => score === rows.scores[0]) || deviation === 0;
  if (rate === 0 || rate === 1 || isConstant) return { slope: 1, intercept: fitIntercept(rows) };
  const { slope, intercept } = fitBoth(rows, deviation);
  return slope >= 0 ? { slope, intercept } : { slope: 0, intercept: logOdds(mean(rows.targets, rows.weights)) };
}

/**
 * Returns the calibrated probability of a score, in [0, 1]. It never falls as the score rises.
 *
 * @param score - log odds, may be infinite.
 */
export function applyPlattScaling({ slope, intercept }: PlattScaling, score: number): number {
  return slope === 0 ? sigmoid(intercept) : sigmoid(slope * score + intercept);
}

/** The rows of weight above 0, with smoothed labels. */
interface SmoothedRows {
  readonly scores: Float64Array;
  readonly targets: Float64Array;
  readonly weights: Float64Array;
}

function smoothedRows(scores: ArrayLike<number>, labels: ArrayLike<number>, weights: ArrayLike<number>): SmoothedRows {
  const rows = Array.from(labels, (_, row) => row).filter((row) => (weights[row] ?? NaN) > 0);
  let positive = 0;
  let negative = 0;
  for (const row of rows) {
    if (labels[row] === 1) positive += weights[row] ?? NaN;
    else negative += weights[row] ?? NaN;
  }
  return {
    scores: Float64Array.from(rows, (row) => scores[row] ?? NaN),
    targets: Float64Array.from(rows, (row) =>
      labels[row] === 1 ? (positive + 1) / (positive + 2) : 1 / (negative + 2),
    ),
    weights: Float64Array.from(rows, (row) => weights[row] ?? NaN),
  };
}

/**
 * Fits slope and intercept. A row of target t becomes a positive row of weight t and a negative row of weight 1 − t.
 */
function fitBoth({ scores, targets, weights }: SmoothedRows, deviation: number): PlattScaling {
  const count = scores.length;
  // With scores of deviation 1, the penalty is negligible in any unit.
  const dense = Float64Array.from({ length: 2 * count }, (_, at) => (scores[at % count] ?? NaN) / deviation);
  const labels = new Float64Array(2 * count).fill(1, 0, count);
  const sampleWeights = Float64Array.from(labels, (label, at) => {
    const target = targets[at % count] ?? NaN;
    return (weights[at % count] ?? NaN) * (label === 1 ? target : 1 - target);
  });
  const fit = fitLogistic({ rows: 2 * count, dense, denseWidth: 1 }, labels, PENALTY, { sampleWeights });
  return { slope: (fit.weights[0] ?? NaN) / deviation, intercept: fit.intercept };
}

/** Returns the intercept for a slope of 1 at which the probabilities sum to the smoothed labels, by bisection. */
function fitIntercept(rows: SmoothedRows): number {
  const { scores, targets, weights } = rows;
  const middle = logOdds(mean(rows.targets, rows.weights));
  let low = middle - scores.reduce((maximum, score) => Math.max(maximum, score), -Infinity);
  let high = middle - scores.reduce((minimum, score) => Math.min(minimum, score), Infinity);
  for (let halving = 0; halving < HALVINGS && low < high; halving++) {
    const intercept = low + (high - low) / 2;
    let excess = 0;
    scores.forEach((score, row) => {
      excess += (weights[row] ?? NaN) * (sigmoid(score + intercept) - (targets[row] ?? NaN));
    });
    if (excess > 0) high = intercept;
    else low = intercept;
  }
  return low + (high - low) / 2;
}

function mean(values: Float64Array, weights: Float64Array): number {
  return weightedMean(values)(weights);
}

function standardDeviation(scores: Float64Array, weights: Float64Array): number {
  const centre = mean(scores, weights);
  const squares = scores.map((score) => (score - centre) ** 2);
  return Math.sqrt(mean(squares, weights));
}

function logOdds(probability: number): number {
  return Math.log(probability / (1 - probability));
}
