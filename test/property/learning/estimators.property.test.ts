import { expect } from "chai";
import fc from "fast-check";
import { fitLogistic, predictLogistic } from "../../../src/learning/estimators/logistic/logistic.js";
import {
  fromLogisticRegressionJson,
  toLogisticRegressionJson,
} from "../../../src/learning/estimators/logistic/logisticRegressionJson.js";
import { baseRate, median } from "../../../src/learning/estimators/baseline.js";
import { fitRidge, predictRidge } from "../../../src/learning/estimators/linear/ridge.js";
import type { Design } from "../../../src/learning/matrices.js";
import { seededRandom } from "../../../src/learning/random.js";

/** Rows of numbers. Constant, duplicate and zero columns are frequent. */
interface Table {
  readonly values: readonly (readonly number[])[];
  readonly labels: readonly number[];
  readonly penalty: number;
}

interface Model {
  readonly intercept: number;
  /** Weights of the columns. */
  readonly weights: readonly number[];
  readonly converged: boolean;
}

interface EstimatorLaws {
  readonly design: (table: Table) => Design;
  readonly fit: (design: Design, labels: Float64Array, penalty: number) => Model;
  readonly predict: (model: Model, design: Design) => Float64Array;
  readonly labels: fc.Arbitrary<number>;
}

/** Numbers that are exact in single precision, which stores sparse values. */
const eighth = fc.integer({ min: -24, max: 24 }).map((eighths) => eighths / 8);

function tables(label: fc.Arbitrary<number>): fc.Arbitrary<Table> {
  return fc.tuple(fc.integer({ min: 2, max: 25 }), fc.integer({ min: 1, max: 5 })).chain(([rows, width]) =>
    fc.record({
      values: fc.array(fc.array(eighth, { minLength: width, maxLength: width }), { minLength: rows, maxLength: rows }),
      // The first two labels ensure that both classes are present.
      labels: fc.array(label, { minLength: rows - 2, maxLength: rows - 2 }).map((rest) => [0, 1, ...rest]),
      penalty: fc.constantFrom(0.01, 0.3, 1, 20),
    }),
  );
}

function denseDesign({ values }: Table): Design {
  return { rows: values.length, denseWidth: values[0]!.length, dense: Float64Array.from(values.flat()) };
}

/** Returns a design with the first column dense and the others sparse, without zeros. */
function mixedDesign({ values }: Table): Design {
  const starts = [0];
  const columns: number[] = [];
  const entries: number[] = [];
  for (const row of values) {
    row.slice(1).forEach((value, column) => {
      if (value === 0) return;
      columns.push(column);
      entries.push(value);
    });
    starts.push(columns.length);
  }
  return {
    rows: values.length,
    denseWidth: 1,
    dense: Float64Array.from(values, ([first]) => first!),
    sparse: {
      starts: Int32Array.from(starts),
      columns: Uint16Array.from(columns),
      values: Float32Array.from(entries),
      width: values[0]!.length - 1,
    },
  };
}

const ridge: Omit<EstimatorLaws, "design"> = {
  labels: eighth,
  fit: (design, labels, penalty) => {
    const { denseWeights, sparseWeights, ...fit } = fitRidge(design, labels, penalty, { tolerance: 1e-13 });
    return { ...fit, weights: [...denseWeights, ...sparseWeights] };
  },
  predict: ({ intercept, weights }, design) =>
    predictRidge(
      { intercept, denseWeights: weights.slice(0, design.denseWidth), sparseWeights: weights.slice(design.denseWidth) },
      design,
    ),
};

const ESTIMATORS: Record<string, EstimatorLaws> = {
  "ridge, dense": { design: denseDesign, ...ridge },
  "ridge, sparse": { design: mixedDesign, ...ridge },
  logistic: { design: denseDesign, fit: fitLogistic, predict: predictLogistic, labels: fc.constantFrom(0, 1) },
};

function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>): void {
  expect(actual.length).to.equal(expected.length);
  for (let i = 0; i < expected.length; i++) {
    expect(actual[i]).to.be.closeTo(expected[i]!, 1e-6 * Math.max(1, Math.abs(expected[i]!)));
  }
}

function order(length: number, seed: number): number[] {
  const indices = Array.from({ length }, (_, i) => i);
  seededRandom(seed).shuffle(indices);
  return indices;
}

for (const [name, { design, fit, predict, labels: label }] of Object.entries(ESTIMATORS)) {
  const fitTable = (table: Table): Model => fit(design(table), Float64Array.from(table.labels), table.penalty);
  const laws = (law: (table: Table, seed: number) => void): void => {
    fc.assert(fc.property(tables(label), fc.nat(), law), { numRuns: 60 });
  };

  describe(`${name}, for all designs`, () => {
    it("is at the minimum: all slopes of the objective are 0", () => {
      laws((table) => {
        const model = fitTable(table);
        expect(model.converged).to.equal(true);
        const predictions = predict(model, design(table));
        const residuals = table.labels.map((value, row) => value - predictions[row]!);
        expect(residuals.reduce((sum, residual) => sum + residual, 0)).to.be.closeTo(0, 1e-7);
        model.weights.forEach((weight, column) => {
          const slope = residuals.reduce((sum, residual, row) => sum + residual * table.values[row]![column]!, 0);
          expect(slope).to.be.closeTo(table.penalty * weight, 1e-7);
        });
      });
    });

    it("gives equal results for equal input, and does not change the input", () => {
      laws((table) => {
        const given = design(table);
        const targets = Float64Array.from(table.labels);
        const first = fit(given, targets, table.penalty);
        const predictions = predict(first, given);
        expect(given).to.deep.equal(design(table));
        expect([...targets]).to.deep.equal([...table.labels]);
        expect(fit(given, targets, table.penalty)).to.deep.equal(first);
        expect(predict(first, given)).to.deep.equal(predictions);
      });
    });

    it("survives JSON", () => {
      laws((table) => {
        const model = fitTable(table);
        const revived = JSON.parse(JSON.stringify(model)) as Model;
        expect([...predict(revived, design(table))]).to.deep.equal([...predict(model, design(table))]);
      });
    });

    it("does not depend on the order of the columns", () => {
      laws((table, seed) => {
        const columns = order(table.values[0]!.length, seed);
        const values = table.values.map((row) => columns.map((column) => row[column]!));
        const model = fitTable(table);
        const other = fitTable({ ...table, values });
        expectClose(
          other.weights,
          columns.map((column) => model.weights[column]!),
        );
        expectClose([other.intercept], [model.intercept]);
      });
    });

    it("does not depend on the order of the rows", () => {
      laws((table, seed) => {
        const rows = order(table.labels.length, seed);
        const values = rows.map((row) => table.values[row]!);
        const model = fitTable(table);
        const other = fitTable({ ...table, values, labels: rows.map((row) => table.labels[row]!) });
        expectClose(other.weights, model.weights);
        expectClose([other.intercept], [model.intercept]);
      });
    });
  });
}

describe("logistic regression, for all designs", () => {
  const tablesOfClasses = tables(fc.constantFrom(0, 1));

  it("predicts probabilities, even for extreme rows", () => {
    fc.assert(
      fc.property(tablesOfClasses, fc.double({ min: -1e300, max: 1e300, noNaN: true }), (table, far) => {
        const width = table.values[0]!.length;
        const model = fitLogistic(denseDesign(table), table.labels, table.penalty);
        const row = { rows: 1, denseWidth: width, dense: new Float64Array(width).fill(0).fill(far, 0, 1) };
        expect(predictLogistic(model, row)[0]).to.be.within(0, 1);
      }),
    );
  });

  it("restores the model from the library's JSON form", () => {
    fc.assert(
      fc.property(tablesOfClasses, (table) => {
        const { intercept, weights } = fitLogistic(denseDesign(table), table.labels, table.penalty);
        const text = JSON.stringify(toLogisticRegressionJson({ intercept, weights }));
        const model = fromLogisticRegressionJson(JSON.parse(text) as ReturnType<typeof toLogisticRegressionJson>);
        // JSON has no −0.
        expect(model).to.deep.equal({ intercept: intercept + 0, weights: weights.map((weight) => weight + 0) });
      }),
      { numRuns: 50 },
    );
  });
});

describe("baselines, for all labels", () => {
  it("the median has at most half of the labels on each side, and the base rate is a share", () => {
    fc.assert(
      fc.property(fc.array(eighth, { minLength: 1, maxLength: 50 }), fc.nat(), (labels, seed) => {
        const middle = median(labels);
        expect(labels.filter((value) => value < middle).length).to.be.at.most(labels.length / 2);
        expect(labels.filter((value) => value > middle).length).to.be.at.most(labels.length / 2);
        expect(median(order(labels.length, seed).map((row) => labels[row]!))).to.equal(middle);
        const classes = labels.map((value) => (value > 0 ? 1 : 0));
        expect(baseRate(classes)).to.be.within(0, 1);
      }),
    );
  });
});
