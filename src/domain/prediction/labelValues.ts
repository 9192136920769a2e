import { PLANNING_STEPS } from "../../learning/metrics/withinOneStepShare.js";
import type { ModelName } from "../models.js";

/** With more values than this the labels are as good as continuous. */
const MAXIMUM_VALUES = 50;

/** With so large a share of the labels on it a tenant estimates on the planning scale. */
const ON_SCALE = 0.5;

/**
 * The values that story points had in training, ascending; null for the other models, and where there are many. The
 * guess of least absolute error is a median, and so one of the values: what lies between two of them is moved to the
 * nearer one. Where most labels are on the planning scale, those of the values that are on it: the few others are no
 * guess that is often right, and would only draw predictions to them.
 */
export function labelValuesOf(model: ModelName, labels: Float64Array): readonly number[] | null {
  if (model !== "story_points") return null;
  const values = [...new Set(labels)].sort((a, b) => a - b);
  const onScale = labels.filter(isPlanningStep).length;
  if (onScale >= ON_SCALE * labels.length) return values.filter(isPlanningStep);
  return values.length <= MAXIMUM_VALUES ? values : null;
}

/** Moves a number to the nearest of the ascending values; to the smaller of two that are equally near. */
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
