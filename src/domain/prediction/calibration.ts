import { AdaptiveConformal, type ConformalState } from "../../learning/calibration/adaptiveConformal.js";
import { applyPlattScaling, fitPlattScaling, type PlattScaling } from "../../learning/calibration/plattScaling.js";
import { bestF1Threshold } from "../../learning/decisionThreshold.js";
import { meanOf } from "../../learning/resampling/choice.js";
import { roundSignificant } from "../../learning/significant.js";
import { residualOf } from "./intervals.js";
import type { TrainingSettings } from "../settings.js";

/** Labels beside what fits predicted that did not know them, in order of label time; probabilities uncalibrated. */
export interface OutOfSample {
  /** n labels. */
  readonly labels: Float64Array;
  /** n predictions. */
  readonly predictions: Float64Array;
}

export const NOTHING_OUT_OF_SAMPLE: OutOfSample = { labels: new Float64Array(0), predictions: new Float64Array(0) };

/** The rows of both, those of `later` behind the others. */
export function followedBy(earlier: OutOfSample, later: OutOfSample): OutOfSample {
  const join = (a: Float64Array, b: Float64Array): Float64Array => Float64Array.from([...a, ...b]);
  return {
    labels: join(earlier.labels, later.labels),
    predictions: join(earlier.predictions, later.predictions),
  };
}

/** Intervals of a regression, from its errors on rows that it did not know, which drift. */
export function intervalsOf({ labels, predictions }: OutOfSample, coverage: number): ConformalState {
  const conformal = AdaptiveConformal.start(coverage);
  labels.forEach((label, i) => {
    conformal.add(residualOf(label, predictions[i] ?? NaN));
  });
  const state = conformal.state();
  return { ...state, level: roundSignificant(state.level) };
}

/** The blocks of rows that a calibration is tried on: all but the first, by one fitted on the blocks before. */
const BLOCKS = 5;
/** One-sided 2.5 %. */
const DEVIATIONS = 1.96;

/**
 * Platt scaling of a classifier's probabilities, where rows that became known later show it better than leaving them as
 * they are, beyond chance: base rates move, and a calibration on old rows often makes new ones worse (docs/decisions.md).
 *
 * @returns null where it is not shown better.
 */
export function calibrationOf({ labels, predictions }: OutOfSample): PlattScaling | null {
  const rows = labels.length;
  const scores = predictions.map(logOdds);
  const gains: number[] = [];
  for (let block = 1; block < BLOCKS; block++) {
    const [start, end] = [block, block + 1].map((edge) => Math.floor((rows * edge) / BLOCKS));
    const scaling = fitPlattScaling(scores.subarray(0, start), labels.subarray(0, start));
    for (let row = start ?? 0; row < (end ?? 0); row++) {
      const label = labels[row] ?? NaN;
      const calibrated = applyPlattScaling(scaling, scores[row] ?? NaN);
      gains.push(((predictions[row] ?? NaN) - label) ** 2 - (calibrated - label) ** 2);
    }
  }
  if (gains.length < 2) return null;
  const mean = meanOf(Float64Array.from(gains));
  const squares = gains.reduce((sum, gain) => sum + (gain - mean) ** 2, 0);
  const standardError = Math.sqrt(squares / (gains.length - 1) / gains.length);
  if (!(mean > DEVIATIONS * standardError)) return null;
  const { slope, intercept } = fitPlattScaling(scores, labels);
  return { slope: roundSignificant(slope), intercept: roundSignificant(intercept) };
}

/** Probabilities as they are served. */
export function calibrated(calibration: PlattScaling | null, probabilities: Float64Array): Float64Array {
  if (calibration === null) return probabilities;
  return probabilities.map((probability) => applyPlattScaling(calibration, logOdds(probability)));
}

/**
 * From which probability on a classifier says yes: the one of best F1 on rows that it did not know, or where missing
 * one costs so many times as much as a false alarm, the one of least expected cost.
 *
 * @see C. Elkan (2001), "The foundations of cost-sensitive learning", IJCAI: equation 2.
 */
export function decisionThresholdOf(
  { labels, predictions }: OutOfSample,
  calibration: PlattScaling | null,
  { costRatio }: TrainingSettings,
): number {
  if (costRatio !== undefined) return roundSignificant(1 / (1 + costRatio));
  return roundSignificant(bestF1Threshold(labels, calibrated(calibration, predictions)));
}

/** Beyond these the log odds run away. */
const CERTAIN = 1e-9;

function logOdds(probability: number): number {
  const kept = Math.min(1 - CERTAIN, Math.max(CERTAIN, probability));
  return Math.log(kept / (1 - kept));
}
