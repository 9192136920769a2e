import { PLANNING_STEPS } from "../../learning/metrics/withinOneStepShare.js";
import type { ModelName } from "../models.js";

/** Labels with more distinct values count as continuous. */
const MAXIMUM_VALUES = 50;

/** A tenant uses the planning scale if at least this share of its labels is on it. */
const ON_SCALE = 0.5;

/**
 * Returns the values that predictions of story points are rounded to, ascending. They are the values of the training
 * labels, because the prediction with the smallest absolute error is a median, and therefore one of them.
 *
 * If most labels are on the planning scale, only values on the scale are returned: the others are rare, and would attract
 * predictions.
 *
 * @returns null for the other models, and for labels with too many values.
 */
export function labelValuesOf(model: ModelName, labels: Float64Array): readonly number[] | null {
  if (model !== "story_points") return null;
  const values = [...new Set(labels)].sort((a, b) => a - b);
  const onScale = labels.filter(isPlanningStep).length;
  if (onScale >= ON_SCALE * labels.length) return values.filter(isPlanningStep);
  return values.length <= MAXIMUM_VALUES ? values : null;
}

/** Returns a function that rounds to the nearest of the ascending values, and to the smaller one of a tie. */
export function nearestOf(values: readonly number[]): (value: number) => number {
  return (value) => {
    let nearest = values[0] ?? value;
    for (const candidate of values) {
      if (Math.abs(candidate - value) < Math.abs(nearest - value)) nearest = candidate;
    }
    return nearest;
  };
}

function isPlanningStep(points: number): boolean {
  return PLANNING_STEPS.some((step) => step === points);
}
