declare module "ml-logistic-regression" {
  import type { Matrix } from "ml-matrix";

  /** What the tests use of the library, which brings no types. */
  export default class LogisticRegression {
    static load(model: unknown): LogisticRegression;
    constructor(options?: { numSteps?: number; learningRate?: number });
    train(features: Matrix, labels: Matrix): void;
    /** The class of each row. */
    predict(features: Matrix): number[];
    toJSON(): unknown;
  }
}
