import { expect } from "chai";
import LogisticRegression from "ml-logistic-regression";
import { Matrix } from "ml-matrix";
import {
  fitLogistic,
  predictLogistic,
  type LogisticModel,
} from "../../../../src/learning/estimators/logistic/logistic.js";
import { sigmoid } from "../../../../src/learning/estimators/logistic/logisticObjective.js";
import {
  fromLogisticRegressionJson,
  toLogisticRegressionJson,
  type LogisticRegressionJson,
} from "../../../../src/learning/estimators/logistic/logisticRegressionJson.js";
import type { Design } from "../../../../src/learning/matrices.js";
import { seededRandom } from "../../../../src/learning/random.js";
import { readExpected, relativeDifference } from "../expected.js";

interface LogisticCase {
  name: string;
  rows: number;
  denseWidth: number;
  dense: number[];
  labels: number[];
  penalty: number;
  sampleWeights?: number[];
  intercept: number;
  weights: number[];
  probabilities: number[];
}

const { cases } = readExpected("logistic.json") as { cases: LogisticCase[] };

function designOf({ rows, denseWidth, dense }: LogisticCase): Design {
  return { rows, denseWidth, dense: Float64Array.from(dense) };
}

describe("fitLogistic, compared with scikit-learn's LogisticRegression", () => {
  for (const expected of cases) {
    it(expected.name, () => {
      const design = designOf(expected);
      const { sampleWeights } = expected;
      const fit = fitLogistic(design, expected.labels, expected.penalty, sampleWeights && { sampleWeights });
      expect(fit.converged).to.equal(true);
      expect(fit.iterations).to.be.within(1, 20);
      expect(relativeDifference(fit.weights, expected.weights)).to.be.below(1e-8);
      expect(relativeDifference([fit.intercept], [expected.intercept])).to.be.below(1e-8);
      expect(relativeDifference(predictLogistic(fit, design), expected.probabilities)).to.be.below(1e-8);
    });
  }
});

describe("fitLogistic", () => {
  const [ordinary] = cases;

  it("reports that it has not converged at the maximum of iterations", () => {
    const fit = fitLogistic(designOf(ordinary!), ordinary!.labels, 1, { maximumIterations: 2 });
    expect(fit).to.include({ converged: false, iterations: 2 });
  });

  it("converges for widely separated classes and a tiny penalty", () => {
    const dense = Float64Array.from({ length: 40 }, (_, i) => (i < 20 ? -1000 - i : 1000 + i));
    const labels = dense.map((value) => (value > 0 ? 1 : 0));
    const design = { rows: 40, denseWidth: 1, dense };
    const fit = fitLogistic(design, labels, 1e-9);
    expect(fit.converged).to.equal(true);
    expect([...predictLogistic(fit, design)].map(Math.round)).to.deep.equal([...labels]);
  });

  it("reports that it has not converged if sums overflow", () => {
    const design = { rows: 3, denseWidth: 1, dense: Float64Array.of(1e300, -1e300, 1e300) };
    expect(fitLogistic(design, [0, 1, 1], 1).converged).to.equal(false);
  });

  it("gives bit-identical results if all weights are 1", () => {
    const { labels, penalty, rows } = ordinary!;
    const sampleWeights = new Float64Array(rows).fill(1);
    const weighted = fitLogistic(designOf(ordinary!), labels, penalty, { sampleWeights });
    expect(weighted).to.deep.equal(fitLogistic(designOf(ordinary!), labels, penalty));
  });

  it("treats a row of weight 2 as two rows, and ignores a row of weight 0", () => {
    const dense = [-1, 0.5, 2, 1, -0.3];
    const labels = [0, 1, 1, 0, 1];
    const rows = [0, 1, 1, 3, 4, 4];
    const weighted = fitLogistic({ rows: 5, denseWidth: 1, dense: Float64Array.from(dense) }, labels, 0.5, {
      sampleWeights: [1, 2, 0, 1, 2],
    });
    const design = { rows: 6, denseWidth: 1, dense: Float64Array.from(rows, (row) => dense[row]!) };
    const copied = fitLogistic(
      design,
      rows.map((row) => labels[row]!),
      0.5,
    );
    expect(relativeDifference(weighted.weights, copied.weights)).to.be.below(1e-10);
    expect(relativeDifference([weighted.intercept], [copied.intercept])).to.be.below(1e-10);
  });

  it("refuses sample weights that leave one class, or are out of range", () => {
    const design = { rows: 2, denseWidth: 1, dense: Float64Array.of(1, 2) };
    const fit = (...sampleWeights: number[]): unknown => fitLogistic(design, [0, 1], 1, { sampleWeights });
    expect(() => fit(1, 0)).to.throw(RangeError, "all labels are 0");
    expect(() => fit(1, -1)).to.throw(RangeError, "sample weight 1");
    expect(() => fit(1)).to.throw(RangeError, "1 sample weights but 2 rows");
  });

  it("refuses one class, a sparse block, wrong shapes and values that are not finite", () => {
    const design: Design = { rows: 2, denseWidth: 1, dense: Float64Array.of(1, 2) };
    const starts = Int32Array.of(0, 0, 0);
    const sparse = { starts, columns: new Uint16Array(0), values: new Float32Array(0), width: 1 };
    expect(() => fitLogistic(design, [1, 1], 1)).to.throw(RangeError, "all labels are 1");
    expect(() => fitLogistic(design, [0, 0], 1)).to.throw(RangeError, "all labels are 0");
    expect(() => fitLogistic(design, [0, 2], 1)).to.throw(RangeError, "label 1");
    expect(() => fitLogistic(design, [0, 1, 0], 1)).to.throw(RangeError, "3 targets but 2 rows");
    expect(() => fitLogistic(design, [0, 1], 0)).to.throw(RangeError, "penalty");
    expect(() => fitLogistic({ ...design, dense: Float64Array.of(1, NaN) }, [0, 1], 1)).to.throw(RangeError, "value 1");
    expect(() => fitLogistic({ ...design, sparse }, [0, 1], 1)).to.throw(RangeError, "sparse");
    expect(() => predictLogistic({ intercept: 0, weights: [1] }, { ...design, sparse })).to.throw(RangeError, "sparse");
    expect(() => predictLogistic({ intercept: 0, weights: [1, 2] }, design)).to.throw(RangeError, "weights");
  });
});

describe("sigmoid", () => {
  it("does not overflow, and keeps small probabilities", () => {
    expect(sigmoid(0)).to.equal(0.5);
    expect(sigmoid(1000)).to.equal(1);
    expect(sigmoid(-1000)).to.equal(0);
    expect(sigmoid(-40) / Math.exp(-40)).to.be.closeTo(1, 1e-15);
  });
});

describe("the JSON form of ml-logistic-regression", () => {
  const random = seededRandom(11);
  const rows = 400;
  const design = { rows, denseWidth: 3, dense: Float64Array.from({ length: 3 * rows }, () => random.normal()) };
  const labels = Float64Array.from({ length: rows }, (_, i) => (design.dense[3 * i]! + random.normal() > 0.4 ? 1 : 0));
  const withOnes = Matrix.from1DArray(rows, 3, design.dense).addColumn(3, new Array<number>(rows).fill(1));

  it("loads into the library, which predicts the same classes", () => {
    const fit = fitLogistic(design, labels, 1);
    const text = JSON.stringify(toLogisticRegressionJson(fit));
    const ours = Array.from(predictLogistic(fit, design), (probability) => (probability >= 0.5 ? 1 : 0));
    expect(new Set(ours).size).to.equal(2);
    expect(LogisticRegression.load(JSON.parse(text)).predict(withOnes)).to.deep.equal(ours);
    const json = JSON.parse(text) as LogisticRegressionJson;
    expect(fromLogisticRegressionJson(json)).to.deep.equal({ intercept: fit.intercept, weights: fit.weights });
  });

  it("has the same keys as the library's own JSON", () => {
    const trained = new LogisticRegression({ numSteps: 5, learningRate: 1e-3 });
    trained.train(withOnes, Matrix.columnVector(labels));
    const theirs = JSON.parse(JSON.stringify(trained)) as LogisticRegressionJson;
    const ours = toLogisticRegressionJson({ intercept: 1, weights: [1, 2, 3] });
    expect(Object.keys(ours)).to.have.members(Object.keys(theirs));
    expect(Object.keys(ours.classifiers[0]!)).to.have.members(Object.keys(theirs.classifiers[0]!));
    expect(ours.classifiers[0]!.weights[0]).to.have.length(theirs.classifiers[0]!.weights[0]!.length);
  });

  it("has the intercept last, and the negative classifier second", () => {
    const weights = toLogisticRegressionJson({ intercept: 1, weights: [2] }).classifiers.map((each) => each.weights);
    expect(weights).to.deep.equal([[[2, 1]], [[-2, -1]]]);
  });

  it("is refused unless it has two opposite classifiers", () => {
    const good = toLogisticRegressionJson({ intercept: 1, weights: [2] });
    const [first, second] = good.classifiers;
    const load = (classifiers: unknown[]): LogisticModel =>
      fromLogisticRegressionJson({ ...good, classifiers } as LogisticRegressionJson);
    expect(load([first, second])).to.deep.equal({ intercept: 1, weights: [2] });
    for (const wrong of [[], [first], [first, first], [first, second, second], [{ weights: [] }, { weights: [] }]]) {
      expect(() => load(wrong)).to.throw(RangeError);
    }
    expect(() => load([{ weights: [[NaN, 1]] }, { weights: [[NaN, -1]] }])).to.throw(RangeError);
  });
});
