declare module "ml-logistic-regression" {
  import type { Matrix } from "ml-matrix";

  /** The part of the library that the tests use. The library has no types of its own. */
  export default class LogisticRegression {
    static load(model: unknown): LogisticRegression;
    constructor(options?: { numSteps?: number; learningRate?: number });
    train(features: Matrix, labels: Matrix): void;
    /** The class of each row. */
    predict(features: Matrix): number[];
    toJSON(): unknown;
  }
}
