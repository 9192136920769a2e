import { AdaptiveConformal, type ConformalOffsets } from "../../learning/calibration/adaptiveConformal.js";
import { roundSignificant } from "../../learning/significant.js";
import type { Artefact } from "../artefact.js";
import type { Interval } from "../scores.js";

/** n predictions with their labels. Times are in milliseconds since 1970, UTC. */
export interface Outcomes {
  readonly labels: Float64Array;
  readonly predictions: Float64Array;
  readonly predictedAt: Float64Array;
  /** Ascending. */
  readonly labelKnownAt: Float64Array;
}

/**
 * Returns the residual on the scale of log(1 + label), on which intervals are computed, because errors grow with the
 * prediction.
 *
 * The residual is rounded to the digits that artefacts keep. Labels of few values often lie exactly at the end of an
 * interval; without rounding, the last digits would decide whether the interval contains them.
 *
 * @param label - at least 0.
 * @param prediction - at least 0.
 */
export function residualOf(label: number, prediction: number): number {
  return roundSignificant(Math.log1p(label) - Math.log1p(prediction));
}

/**
 * Returns the interval around a prediction, clipped to the range of the label. It contains the prediction. Its ends are
 * not rounded to label values, because tenants sometimes use values outside their planning scale.
 *
 * @returns undefined if there were too few residuals for an interval.
 */
export function intervalAround(
  { range: [low, high] }: Pick<Artefact, "range">,
  prediction: number,
  { lower, upper }: ConformalOffsets,
): Interval | undefined {
  if (!(upper < Infinity && lower > -Infinity)) return undefined;
  const end = (offset: number): number => {
    const exact = Math.expm1(Math.log1p(prediction) + offset);
    return Math.min(high, Math.max(low, Number(Number(exact.toPrecision(DIGITS)).toFixed(DECIMALS))));
  };
  return [Math.min(end(lower), prediction), Math.max(end(upper), prediction)];
}

/**
 * The digits of an interval's ends: fewer than residuals have, so that an interval that ends at a label contains it. Most
 * labels have few digits.
 */
const [DIGITS, DECIMALS] = [4, 3];

/**
 * Returns the current offsets of an artefact's intervals.
 *
 * @param newRows - the new labels since the training, with the artefact's predictions, in order of label time.
 */
export function offsetsAfter(
  artefact: Artefact,
  newRows: Pick<Outcomes, "labels" | "predictions"> | undefined,
): ConformalOffsets {
  const { intervals } = artefact;
  if (intervals === null) return { lower: -Infinity, upper: Infinity };
  const conformal = new AdaptiveConformal(intervals);
  newRows?.labels.forEach((label, i) => {
    conformal.add(residualOf(label, newRows.predictions[i] ?? NaN));
  });
  return conformal.offsets();
}

/**
 * Returns the interval of each row at its prediction time, or at the first label time if that is later. Each interval is
 * adapted by the errors that were known before that time, and by no later error.
 *
 * @returns n intervals; undefined if the artefact has none.
 */
export function intervalsAtPrediction(artefact: Artefact, outcomes: Outcomes): Interval[] | undefined {
  if (artefact.intervals === null) return undefined;
  const { labels, predictions, predictedAt, labelKnownAt } = outcomes;
  const conformal = new AdaptiveConformal(artefact.intervals);
  const firstLabelAt = labelKnownAt[0] ?? NaN;
  const computedAt = predictedAt.map((time) => Math.max(time, firstLabelAt));
  const order = Array.from(labels.keys()).sort((a, b) => (computedAt[a] ?? NaN) - (computedAt[b] ?? NaN));
  const intervals: Interval[] = [];
  let known = 0;
  for (const row of order) {
    for (; (labelKnownAt[known] ?? Infinity) < (computedAt[row] ?? NaN); known++) {
      conformal.add(residualOf(labels[known] ?? NaN, predictions[known] ?? NaN));
    }
    const interval = intervalAround(artefact, predictions[row] ?? NaN, conformal.offsets());
    if (interval === undefined) return undefined;
    intervals[row] = interval;
  }
  return intervals;
}
