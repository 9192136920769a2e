import { AdaptiveConformal, type ConformalState } from "../../learning/calibration/adaptiveConformal.js";
import { applyPlattScaling, fitPlattScaling, type PlattScaling } from "../../learning/calibration/plattScaling.js";
import { bestF1Threshold } from "../../learning/decisionThreshold.js";
import { meanOf } from "../../learning/resampling/choice.js";
import { roundSignificant } from "../../learning/significant.js";
import { residualOf } from "./intervals.js";
import type { TrainingSettings } from "../settings.js";

/** Labels with out-of-sample predictions, in order of label time. Probabilities are uncalibrated. */
export interface OutOfSample {
  /** n labels. */
  readonly labels: Float64Array;
  /** n predictions. */
  readonly predictions: Float64Array;
}

export const NOTHING_OUT_OF_SAMPLE: OutOfSample = { labels: new Float64Array(0), predictions: new Float64Array(0) };

/** Appends the later rows to the earlier ones. */
export function joinOutOfSample(earlier: OutOfSample, later: OutOfSample): OutOfSample {
  const join = (a: Float64Array, b: Float64Array): Float64Array => Float64Array.from([...a, ...b]);
  return {
    labels: join(earlier.labels, later.labels),
    predictions: join(earlier.predictions, later.predictions),
  };
}

/**
 * Returns the state of a regression's intervals after its out-of-sample errors. The intervals adapt, because errors drift.
 *
 * @param coverage - the share of labels that intervals must contain, between 0 and 1.
 */
export function intervalsOf({ labels, predictions }: OutOfSample, coverage: number): ConformalState {
  const conformal = AdaptiveConformal.start(coverage);
  labels.forEach((label, i) => {
    conformal.add(residualOf(label, predictions[i] ?? NaN));
  });
  const state = conformal.state();
  return { ...state, level: roundSignificant(state.level) };
}

/** The number of blocks for testing a calibration. Each block but the first is scaled by a fit on the blocks before. */
const BLOCKS = 5;
/** The quantile of the normal distribution for a one-sided level of 2.5 %. */
const DEVIATIONS = 1.96;

/**
 * Fits Platt scaling of a classifier's probabilities, if it is significantly better on later rows than no scaling. Base
 * rates move, so a calibration on old rows often makes new predictions worse (docs/decisions/0020).
 *
 * @returns null if it is not significantly better.
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

/** Applies the calibration, if there is one, to n probabilities. */
export function calibrated(calibration: PlattScaling | null, probabilities: Float64Array): Float64Array {
  if (calibration === null) return probabilities;
  return probabilities.map((probability) => applyPlattScaling(calibration, logOdds(probability)));
}

/**
 * Returns the decision threshold of a classifier: it predicts 1 from this probability on. Without a cost ratio it is the
 * threshold of the best F1 out of sample. With a cost ratio (cost of a miss ÷ cost of a false alarm) it minimises the
 * expected cost.
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

/** Probabilities are clipped to this distance from 0 and 1, so that the log odds stay finite. */
const MINIMUM_PROBABILITY = 1e-9;

function logOdds(probability: number): number {
  const clipped = Math.min(1 - MINIMUM_PROBABILITY, Math.max(MINIMUM_PROBABILITY, probability));
  return Math.log(clipped / (1 - clipped));
}
