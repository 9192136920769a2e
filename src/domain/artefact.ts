import type { FeatureEncoding } from "../learning/features/encoding.js";
import type { ModelName } from "./models.js";

/** Raised when the artefact changes so that older programs cannot read it. */
export const ARTEFACT_FORMAT = 1;

/** The naive predictor: the training median, or the base rate. */
export interface NaiveLearner {
  readonly name: "naive";
  readonly prediction: number;
}

/** A linear model of the features; `target` says what scale of the label it was fitted on. */
export interface RidgeLearner {
  readonly name: "ridge";
  readonly penalty: number;
  readonly target: "raw" | "log";
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

export type Learner = NaiveLearner | RidgeLearner | LogisticLearner;

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
  /** Classifiers say yes from this probability on; null for regressions. */
  readonly decisionThreshold: number | null;
  /** The naive predictor of the same rows, to score beside the learner. */
  readonly naive: number;
}
