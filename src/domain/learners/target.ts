import type { Target } from "./procedure.js";

/** Transforms labels to the scale of the fit. */
export function toTarget(target: Target, labels: Float64Array): Float64Array {
  return target === "log" ? labels.map(Math.log1p) : labels;
}

/** Transforms predictions from the scale of the fit back to the scale of the labels. */
export function fromTarget(target: Target, values: Float64Array): Float64Array {
  return target === "log" ? values.map(Math.expm1) : values;
}
