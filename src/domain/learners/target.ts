import type { Target } from "./procedure.js";

/** Labels on the scale that is fitted. */
export function toTarget(target: Target, labels: Float64Array): Float64Array {
  return target === "log" ? labels.map(Math.log1p) : labels;
}

/** Predictions on the scale of the labels. */
export function fromTarget(target: Target, values: Float64Array): Float64Array {
  return target === "log" ? values.map(Math.expm1) : values;
}
