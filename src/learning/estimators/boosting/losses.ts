import { baseRate } from "../baseline.js";
import type { Pairs } from "./trees/pairs.js";
import { weightedMedian } from "./weightedMedian.js";

/** absolute: |y − s|; squared: ½ (y − s)²; logistic: log(1 + exp(∓s)), the sign by label. */
export type LossName = "absolute" | "squared" | "logistic";

/** What boosting needs to know of a loss of the targets y and the scores s. */
export interface Loss {
  /**
   * The constant score of least loss.
   *
   * @throws RangeError if there is no such number.
   */
  readonly start: (targets: Float64Array, sampleWeights: Float64Array) => number;
  /** Writes the first and second derivatives by the scores, times the sample weights. */
  readonly derive: (targets: Float64Array, scores: Float64Array, sampleWeights: Float64Array, into: Pairs) => void;
  /** Whether a leaf's value is the median of its residuals, not a Newton step: a second derivative of 0 has none. */
  readonly medianLeaves: boolean;
}

export const LOSSES: Readonly<Record<LossName, Loss>> = {
  absolute: { start: medianOf, derive: deriveAbsolute, medianLeaves: true },
  squared: { start: meanOf, derive: deriveSquared, medianLeaves: false },
  logistic: { start: logOddsOf, derive: deriveLogistic, medianLeaves: false },
};

/** The weighted median of the targets; rows of weight 0 count as absent. */
export function medianOf(targets: Float64Array, sampleWeights: Float64Array): number {
  const present = (_: number, row: number): boolean => (sampleWeights[row] ?? 0) > 0;
  return weightedMedian(targets.filter(present), sampleWeights.filter(present));
}

function meanOf(targets: Float64Array, sampleWeights: Float64Array): number {
  const total = sampleWeights.reduce((sum, weight) => sum + weight, 0);
  return targets.reduce((mean, target, row) => mean + ((sampleWeights[row] ?? 0) / total) * target, 0);
}

function logOddsOf(labels: Float64Array, sampleWeights: Float64Array): number {
  // Throws where a label is neither 0 nor 1.
  baseRate(labels);
  let [zeros, ones] = [0, 0];
  labels.forEach((label, row) => {
    if (label === 1) ones += sampleWeights[row] ?? 0;
    else zeros += sampleWeights[row] ?? 0;
  });
  if (zeros === 0 || ones === 0) {
    throw new RangeError(`all labels of weight above 0 are ${ones === 0 ? 0 : 1}: there is nothing to tell apart`);
  }
  return Math.log(ones / zeros);
}

/** Of the absolute loss the second derivative is 0; by 1 in its place, splits part the signs of the residuals. */
function deriveAbsolute(targets: Float64Array, scores: Float64Array, sampleWeights: Float64Array, into: Pairs): void {
  for (let row = 0; row < targets.length; row++) {
    const weight = sampleWeights[row] ?? 0;
    into.slopes[row] = weight * Math.sign((scores[row] ?? 0) - (targets[row] ?? 0));
    into.weights[row] = weight;
  }
}

function deriveSquared(targets: Float64Array, scores: Float64Array, sampleWeights: Float64Array, into: Pairs): void {
  for (let row = 0; row < targets.length; row++) {
    const weight = sampleWeights[row] ?? 0;
    into.slopes[row] = weight * ((scores[row] ?? 0) - (targets[row] ?? 0));
    into.weights[row] = weight;
  }
}

function deriveLogistic(labels: Float64Array, scores: Float64Array, sampleWeights: Float64Array, into: Pairs): void {
  for (let row = 0; row < labels.length; row++) {
    const weight = sampleWeights[row] ?? 0;
    const probability = 1 / (1 + Math.exp(-(scores[row] ?? 0)));
    into.slopes[row] = weight * (probability - (labels[row] ?? 0));
    into.weights[row] = weight * probability * (1 - probability);
  }
}
