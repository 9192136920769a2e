import type { LogisticModel } from "./logistic.js";

/**
 * The JSON form of ml-logistic-regression 2, for the classes 0 and 1; its `LogisticRegression.load` reads it. The last
 * weight of a classifier is the intercept: rows given to it end in a 1.
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

/** The library writes down how it trained, and defaults these for `load`; predictions do not use them. */
const NOT_TRAINED_BY_STEPS = { numSteps: 0, learningRate: 0 };

/**
 * A logistic model in the JSON form of ml-logistic-regression. The library trains classifier i to say "not class i" and
 * predicts the class whose classifier says least: so classifier 0 is the model itself, classifier 1 its negative.
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
 * The logistic model in its JSON form; undoes {@link toLogisticRegressionJson}.
 *
 * @throws RangeError if it is not of two classes, or if its classifiers are not each other's negative with an intercept
 * and finite weights.
 */
export function fromLogisticRegressionJson({ classifiers }: LogisticRegressionJson): LogisticModel {
  const rows = classifiers.map(({ weights }) => weights[0] ?? []);
  const [row = [], negative = []] = rows;
  const opposite = row.length === negative.length && row.every((weight, j) => weight + (negative[j] ?? NaN) === 0);
  if (rows.length !== 2 || row.length === 0 || !opposite) {
    throw new RangeError("not a classifier of two classes that are each other's opposite");
  }
  return { intercept: row.at(-1) ?? NaN, weights: row.slice(0, -1) };
}
