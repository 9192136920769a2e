import type { LogisticModel } from "./logistic.js";

/**
 * The JSON form of ml-logistic-regression 2, for the classes 0 and 1. Its `LogisticRegression.load` reads it. The last
 * weight of a classifier is the intercept, so the rows passed to it must end in a 1.
 */
export interface LogisticRegressionJson {
  readonly name: "LogisticRegression";
  readonly numSteps: number;
  readonly learningRate: number;
  readonly numberClasses: 2;
  readonly classifiers: readonly BinaryClassifierJson[];
}

export interface BinaryClassifierJson {
  readonly numSteps: number;
  readonly learningRate: number;
  /** One row of weights. */
  readonly weights: readonly (readonly number[])[];
}

/** The library stores its training options in this form. Predictions do not use them. */
const NOT_TRAINED_BY_STEPS = { numSteps: 0, learningRate: 0 };

/**
 * Converts a logistic model to the JSON form of ml-logistic-regression. Classifier i of the library scores "not class
 * i", and the class with the lowest score is predicted. So classifier 0 is the model itself, and classifier 1 its
 * negative.
 *
 * @example
 * toLogisticRegressionJson({ intercept: 1, weights: [2] }).classifiers.map(({ weights }) => weights);
 * // [[[2, 1]], [[-2, -1]]]
 *
 * @see https://github.com/mljs/logistic-regression
 */
export function toLogisticRegressionJson({ intercept, weights }: LogisticModel): LogisticRegressionJson {
  const row = [...Array.from(weights), intercept];
  return {
    name: "LogisticRegression",
    ...NOT_TRAINED_BY_STEPS,
    numberClasses: 2,
    classifiers: [
      { ...NOT_TRAINED_BY_STEPS, weights: [row] },
      { ...NOT_TRAINED_BY_STEPS, weights: [row.map((weight) => 0 - weight)] },
    ],
  };
}

/**
 * Reads a logistic model from its JSON form. It is the inverse of {@link toLogisticRegressionJson}.
 *
 * @throws RangeError unless there are two classifiers, each the negative of the other, with an intercept and finite
 * weights.
 */
export function fromLogisticRegressionJson({ classifiers }: LogisticRegressionJson): LogisticModel {
  const rows = classifiers.map(({ weights }) => weights[0] ?? []);
  const [row = [], negative = []] = rows;
  const opposite = row.length === negative.length && row.every((weight, j) => weight + (negative[j] ?? NaN) === 0);
  if (rows.length !== 2 || row.length === 0 || !opposite) {
    throw new RangeError("a two-class model requires two classifiers, each the negative of the other");
  }
  return { intercept: row.at(-1) ?? NaN, weights: row.slice(0, -1) };
}
