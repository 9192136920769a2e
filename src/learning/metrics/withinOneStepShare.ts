import type { WeightedStatistic } from "../statistics/weightedStatistic.js";
import { weightedMean } from "../statistics/weightedMean.js";
import { checkPairs } from "./pairs.js";
import { unweighted } from "./unweighted.js";

/** The scale of story points: the cards of planning poker. */
export const PLANNING_STEPS = [0, 1, 2, 3, 5, 8, 13, 21, 34, 55, 89] as const;

/** The midpoints between neighbouring steps. A value on a midpoint belongs to the lower step. */
const BORDERS = PLANNING_STEPS.slice(1).map((step, i) => (step + (PLANNING_STEPS[i] ?? 0)) / 2);

/**
 * Returns the share of predictions with an error of at most one planning step. Prediction and label are each rounded to
 * the nearest step (midpoints to the lower one). The two steps must be equal or neighbours.
 *
 * @param labels - n numbers of story points.
 * @param predictions - n numbers of story points.
 * @returns a number in [0, 1], higher is better.
 * @throws RangeError if n is 0, if the lengths differ, or if a value is not finite.
 *
 * O(n) time and memory.
 *
 * @example
 * withinOneStepShare([1, 5, 5, 13], [2.4, 6.5, 10.6, 40]); // 0.5: 1→2 and 5→5 are within, 5→13 and 13→34 are not
 */
export function withinOneStepShare(labels: ArrayLike<number>, predictions: ArrayLike<number>): number {
  return unweighted(weightedWithinOneStep(labels, predictions), labels.length);
}

/**
 * Returns {@link withinOneStepShare} of weighted rows; NaN if all weights are 0. O(n) per call.
 *
 * Parameters and errors as {@link withinOneStepShare}.
 */
export function weightedWithinOneStep(labels: ArrayLike<number>, predictions: ArrayLike<number>): WeightedStatistic {
  checkPairs(labels, predictions);
  const isWithin = (label: number, i: number): boolean =>
    Math.abs(nearestStep(label) - nearestStep(predictions[i] ?? NaN)) <= 1;
  return weightedMean(Float64Array.from(labels, (label, i) => (isWithin(label, i) ? 1 : 0)));
}

/** Returns the planning step nearest to a number of story points; for a midpoint, the lower step. */
export function toPlanningStep(points: number): number {
  return PLANNING_STEPS[nearestStep(points)] ?? NaN;
}

/** Returns the index of the nearest planning step. */
function nearestStep(value: number): number {
  let step = 0;
  for (const border of BORDERS) {
    if (value > border) step++;
  }
  return step;
}
