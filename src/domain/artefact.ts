import type { ConformalState } from "../learning/calibration/adaptiveConformal.js";
import type { PlattScaling } from "../learning/calibration/plattScaling.js";
import type { BoostingFit } from "../learning/estimators/boosting/model.js";
import type { FeatureEncoding } from "../learning/features/encoding.js";
import type { ModelName } from "./models.js";

/** Raised when the artefact changes so that older programs cannot read it. */
export const ARTEFACT_FORMAT = 4;

/** The naive predictor: the training median, or the base rate. */
export interface BaselineLearner {
  readonly name: "baseline";
  readonly prediction: number;
}

/** A linear model of the features; `target` says what scale of the label it was fitted on. */
export interface LinearLearner {
  readonly name: "ridge" | "lad";
  readonly penalty: number;
  readonly target: "raw" | "log";
  readonly halfLife: number | null;
  readonly intercept: number;
  readonly weights: readonly number[];
  /** Weights of the hashed terms: columns and values, the zeros left out. */
  readonly termColumns: readonly number[];
  readonly termWeights: readonly number[];
}

/**
 * A logistic regression in the JSON form of ml-logistic-regression 2: `LogisticRegression.load(classifier)` reads it.
 * The last weight is the intercept: rows given to it end in a 1.
 */
export interface LogisticLearner {
  readonly name: "logistic";
  readonly penalty: number;
  readonly halfLife: number | null;
  readonly classifier: {
    readonly name: "LogisticRegression";
    readonly numSteps: number;
    readonly learningRate: number;
    readonly numberClasses: 2;
    readonly classifiers: readonly {
      readonly numSteps: number;
      readonly learningRate: number;
      readonly weights: readonly (readonly number[])[];
    }[];
  };
}

/** Boosted trees on the dense features. */
export interface BoostingLearner {
  readonly name: "boosting";
  /** What scale of the label they were fitted on; a fit to the logistic loss knows none. */
  readonly target: "raw" | "log";
  readonly halfLife: number | null;
  readonly fit: BoostingFit;
}

export type SingleLearner = LinearLearner | LogisticLearner | BoostingLearner;

/** Predicts the mean of what its parts predict. */
export interface EnsembleLearner {
  readonly name: "ensemble";
  readonly parts: readonly SingleLearner[];
}

export type Learner = BaselineLearner | SingleLearner | EnsembleLearner;

/**
 * Everything that predicting takes, and nothing else: no time of training, run or host, so that the same data,
 * settings, seed and code give the same bytes.
 */
export interface Artefact {
  readonly format: typeof ARTEFACT_FORMAT;
  readonly model: ModelName;
  readonly learner: Learner;
  readonly encoding: FeatureEncoding;
  /** Predictions are kept within this range. */
  readonly range: readonly [low: number, high: number];
  /** Predictions are moved to the nearest of these, ascending; null where they are left as they are. */
  readonly labelValues: readonly number[] | null;
  /** What makes probabilities of the learner's; null where they are served as they are, and for regressions. */
  readonly calibration: PlattScaling | null;
  /** Of a regression's predictions; null for classifiers, and of versions of older programs. */
  readonly intervals: ConformalState | null;
  /** Classifiers say yes from this probability on; null for regressions. */
  readonly decisionThreshold: number | null;
  /** The naive predictor of the same rows, to score beside the learner. */
  readonly baseline: number;
}
