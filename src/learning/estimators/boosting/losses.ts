import { baseRate } from "../baseline.js";
import type { Pairs } from "./trees/pairs.js";
import { weightedMedian } from "./weightedMedian.js";

/** absolute: |y − s|; squared: ½ (y − s)²; logistic: log(1 + exp(−s)) for label 1, log(1 + exp(s)) for label 0. */
export type LossName = "absolute" | "squared" | "logistic";

/** A loss of the targets y and the scores s. */
export interface Loss {
  /**
   * Returns the constant score that minimises the loss.
   *
   * @throws RangeError if there is no finite minimum.
   */
  readonly start: (targets: Float64Array, sampleWeights: Float64Array) => number;
  /** Writes the first and second derivatives with respect to the scores, times the sample weights. */
  readonly derive: (targets: Float64Array, scores: Float64Array, sampleWeights: Float64Array, into: Pairs) => void;
  /** True if leaf values are median residuals. A Newton step is impossible if the second derivative is 0. */
  readonly medianLeaves: boolean;
}

export const LOSSES: Readonly<Record<LossName, Loss>> = {
  absolute: { start: medianOf, derive: deriveAbsolute, medianLeaves: true },
  squared: { start: meanOf, derive: deriveSquared, medianLeaves: false },
  logistic: { start: logOddsOf, derive: deriveLogistic, medianLeaves: false },
};

/** Returns the weighted median of the targets. Rows of weight 0 are ignored. */
export function medianOf(targets: Float64Array, sampleWeights: Float64Array): number {
  const present = (_: number, row: number): boolean => (sampleWeights[row] ?? 0) > 0;
  return weightedMedian(targets.filter(present), sampleWeights.filter(present));
}

function meanOf(targets: Float64Array, sampleWeights: Float64Array): number {
  const total = sampleWeights.reduce((sum, weight) => sum + weight, 0);
  return targets.reduce((mean, target, row) => mean + ((sampleWeights[row] ?? 0) / total) * target, 0);
}

function logOddsOf(labels: Float64Array, sampleWeights: Float64Array): number {
  // Throws if a label is neither 0 nor 1.
  baseRate(labels);
  let [zeros, ones] = [0, 0];
  labels.forEach((label, row) => {
    if (label === 1) ones += sampleWeights[row] ?? 0;
    else zeros += sampleWeights[row] ?? 0;
  });
  if (zeros === 0 || ones === 0) {
    throw new RangeError(`all labels of weight above 0 are ${ones === 0 ? 0 : 1}; both classes are required`);
  }
  return Math.log(ones / zeros);
}

/** The second derivative of the absolute loss is 0. With 1 instead, splits separate residuals by their sign. */
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
