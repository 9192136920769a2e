import { AdaptiveConformal, type ConformalOffsets } from "../../learning/calibration/adaptiveConformal.js";
import { roundSignificant } from "../../learning/significant.js";
import type { Artefact } from "../artefact.js";
import type { Interval } from "../scores.js";

/** What became of predictions: n labels, the predictions, and when each was made and its label known. */
export interface Outcomes {
  readonly labels: Float64Array;
  readonly predictions: Float64Array;
  readonly predictedAt: Float64Array;
  /** Ascending. */
  readonly labelKnownAt: Float64Array;
}

/**
 * Residual on the scale on which intervals are made: errors grow with what is predicted, for points as for days. It is
 * rounded as artefacts keep it: else a label at the end of an interval counts as a miss or not by its last digits, and
 * labels of few values are there all the time.
 *
 * @param label - 0 or more, as the prediction.
 */
export function residualOf(label: number, prediction: number): number {
  return roundSignificant(Math.log1p(label) - Math.log1p(prediction));
}

/**
 * The interval around a prediction, within the range of the labels. It holds the prediction. Its ends are not moved to
 * the values that labels had: a tenant of a planning scale estimates a row off it now and then.
 *
 * @returns undefined where there are too few rows to tell.
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

/** Fewer than residuals are kept with, so that an interval that ends at a label, of few digits as most, holds it. */
const [DIGITS, DECIMALS] = [4, 3];

/** Offsets of an artefact's intervals at present, after the errors that have become known since it was trained. */
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
 * The intervals that rows would have been given when they were to be predicted, or when the artefact began to serve, if
 * that was later: each adapted by the errors that were known by then, and by no later one.
 *
 * @returns n intervals; undefined if the artefact has none.
 */
export function intervalsAsAsked(artefact: Artefact, outcomes: Outcomes): Interval[] | undefined {
  if (artefact.intervals === null) return undefined;
  const { labels, predictions, predictedAt, labelKnownAt } = outcomes;
  const conformal = new AdaptiveConformal(artefact.intervals);
  const begin = labelKnownAt[0] ?? NaN;
  const askedAt = predictedAt.map((time) => Math.max(time, begin));
  const order = Array.from(labels.keys()).sort((a, b) => (askedAt[a] ?? NaN) - (askedAt[b] ?? NaN));
  const intervals: Interval[] = [];
  let known = 0;
  for (const row of order) {
    for (; (labelKnownAt[known] ?? Infinity) < (askedAt[row] ?? NaN); known++) {
      conformal.add(residualOf(labels[known] ?? NaN, predictions[known] ?? NaN));
    }
    const interval = intervalAround(artefact, predictions[row] ?? NaN, conformal.offsets());
    if (interval === undefined) return undefined;
    intervals[row] = interval;
  }
  return intervals;
}
