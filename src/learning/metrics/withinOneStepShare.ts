import type { WeightedStatistic } from "../statistics/weightedStatistic.js";
import { weightedMean } from "../statistics/weightedMean.js";
import { checkPairs } from "./pairs.js";
import { unweighted } from "./unweighted.js";

/** The planning scale of story points: the cards of planning poker. */
export const PLANNING_STEPS = [0, 1, 2, 3, 5, 8, 13, 21, 34, 55, 89] as const;

/** Half way between neighbouring steps; a value on the border belongs to the lower step. */
const BORDERS = PLANNING_STEPS.slice(1).map((step, i) => (step + (PLANNING_STEPS[i] ?? 0)) / 2);

/**
 * Share of the predictions that miss by one planning step at most: prediction and label are each taken to the nearest
 * step (the lower one when they lie half way), and the two steps are the same or neighbours.
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
 * {@link withinOneStepShare} of weighted rows; NaN where no row has a weight. O(n) for each weighting.
 *
 * Parameters and errors as {@link withinOneStepShare}.
 */
export function weightedWithinOneStep(labels: ArrayLike<number>, predictions: ArrayLike<number>): WeightedStatistic {
  checkPairs(labels, predictions);
  const isWithin = (label: number, i: number): boolean =>
    Math.abs(nearestStep(label) - nearestStep(predictions[i] ?? NaN)) <= 1;
  return weightedMean(Float64Array.from(labels, (label, i) => (isWithin(label, i) ? 1 : 0)));
}

/** The planning step nearest to so many story points; half way between two, the lower one. */
export function toPlanningStep(points: number): number {
  return PLANNING_STEPS[nearestStep(points)] ?? NaN;
}

/** Index of the nearest planning step. */
function nearestStep(value: number): number {
  let step = 0;
  for (const border of BORDERS) {
    if (value > border) step++;
  }
  return step;
}
