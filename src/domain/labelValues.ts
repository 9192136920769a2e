import type { ModelName } from "./models.js";

/** With more values than this the labels are as good as continuous. */
const MOST_VALUES = 50;

/**
 * The values that story points had in training, ascending; null for the other models, and where there are many. The
 * guess of least absolute error is a median, and so one of the values: what lies between two of them is moved to the
 * nearer one.
 */
export function labelValuesOf(model: ModelName, labels: Float64Array): readonly number[] | null {
  if (model !== "story_points") return null;
  const values = [...new Set(labels)].sort((a, b) => a - b);
  return values.length <= MOST_VALUES ? values : null;
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
