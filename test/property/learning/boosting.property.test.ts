import { expect } from "chai";
import fc from "fast-check";
import { explainBoosting } from "../../../src/learning/estimators/boosting/explain.js";
import { fitBoosting } from "../../../src/learning/estimators/boosting/fit.js";
import type { BoostingFit } from "../../../src/learning/estimators/boosting/model.js";
import type { BoostingOptions } from "../../../src/learning/estimators/boosting/options.js";
import { predictBoosting } from "../../../src/learning/estimators/boosting/predict.js";
import { weightedMedian } from "../../../src/learning/estimators/boosting/weightedMedian.js";
import type { Design } from "../../../src/learning/matrices.js";
import { seededRandom } from "../../../src/learning/random.js";

interface Table {
  readonly values: readonly (readonly number[])[];
  readonly targets: readonly number[];
  readonly options: BoostingOptions;
}

const tenth = fc.integer({ min: -30, max: 30 }).map((tenths) => tenths / 10);
const cell = fc.oneof({ weight: 5, arbitrary: tenth }, { weight: 1, arbitrary: fc.constant(NaN) });

const tables: fc.Arbitrary<Table> = fc
  .tuple(fc.integer({ min: 2, max: 30 }), fc.integer({ min: 1, max: 6 }), fc.boolean())
  .chain(([rows, width, classify]) =>
    fc.record({
      values: fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: rows, maxLength: rows }),
      // The first two targets ensure that both classes are present.
      targets: fc
        .array(classify ? fc.constantFrom(0, 1) : tenth, { minLength: rows - 2, maxLength: rows - 2 })
        .map((rest) => [0, 1, ...rest]),
      options: fc.record({
        loss: classify ? fc.constant("logistic" as const) : fc.constantFrom("absolute" as const, "squared" as const),
        trees: fc.integer({ min: 1, max: 8 }),
        learningRate: fc.constantFrom(0.1, 0.5, 1),
        maximumLeaves: fc.integer({ min: 2, max: 8 }),
        minimumRowsOfLeaf: fc.integer({ min: 1, max: 5 }),
        l2: fc.constantFrom(0, 1),
        sampleWeights: fc
          .array(fc.constantFrom(0.5, 1, 2.3), { minLength: rows, maxLength: rows })
          .map((weights) => Float64Array.from(weights)),
      }),
    }),
  );

/** A table whose slopes cancel in a leaf, so that only rounding remains. Their sum is next to a power of two. */
const BALANCED: Table = {
  values: [
    [0, 0, 0, NaN],
    [NaN, 0, 0, NaN],
    [0, 0, 0, 0],
    [0, NaN, NaN, 0],
    [0, 0, 0, 0],
  ],
  targets: [0, 1, 1, 1, 0],
  options: {
    loss: "logistic",
    trees: 1,
    learningRate: 0.1,
    maximumLeaves: 2,
    minimumRowsOfLeaf: 3,
    l2: 0,
    sampleWeights: Float64Array.of(1, 1, 1, 1, 0.5),
  },
};

function designOf(values: readonly (readonly number[])[]): Design {
  return { rows: values.length, denseWidth: values[0]!.length, dense: Float64Array.from(values.flat()) };
}

function fitTable({ values, targets, options }: Table): BoostingFit {
  return fitBoosting(designOf(values), targets, options);
}

function permutation(length: number, seed: number): number[] {
  const indices = Array.from({ length }, (_, i) => i);
  seededRandom(seed).shuffle(indices);
  return indices;
}

function permuted<T>(items: readonly T[], order: readonly number[]): T[] {
  return order.map((i) => items[i]!);
}

describe("boosting, for all tables", () => {
  it("predicts the same after JSON", () => {
    fc.assert(
      fc.property(tables, (table) => {
        const fit = fitTable(table);
        const read = JSON.parse(JSON.stringify(fit)) as BoostingFit;
        expect(read).to.deep.equal(fit);
        const design = designOf(table.values);
        expect(predictBoosting(read, design)).to.deep.equal(predictBoosting(fit, design));
      }),
    );
  });

  it("explains each score by contributions that sum to it", () => {
    fc.assert(
      fc.property(tables, (table) => {
        const fit = fitTable(table);
        const design = designOf(table.values);
        predictBoosting(fit, design).forEach((score, row) => {
          const sum = explainBoosting(fit, design, row).reduce((a, b) => a + b, fit.baseValue);
          expect(sum).to.be.closeTo(score, 1e-9);
        });
      }),
    );
  });

  it("starts explanations from the mean score of the training rows", () => {
    fc.assert(
      fc.property(tables, (table) => {
        const fit = fitTable(table);
        const scores = predictBoosting(fit, designOf(table.values));
        // Node values are rounded to six digits.
        const tolerance = 1e-4 * Math.max(1, ...fit.values.map(Math.abs));
        expect(scores.reduce((a, b) => a + b / scores.length, 0)).to.be.closeTo(fit.baseValue, tolerance);
      }),
    );
  });

  it("does not change its input", () => {
    fc.assert(
      fc.property(tables, ({ values, targets, options }) => {
        const design = designOf(values);
        const [dense, weights] = [design.dense.slice(), options.sampleWeights?.slice()];
        const frozen = Object.freeze([...targets]);
        predictBoosting(fitBoosting(design, frozen, Object.freeze(options)), design);
        expect(design.dense).to.deep.equal(dense);
        expect(options.sampleWeights).to.deep.equal(weights);
      }),
    );
  });

  it("does not depend on the order of the rows", () => {
    fc.assert(
      fc.property(tables, fc.integer(), (table, seed) => {
        const order = permutation(table.values.length, seed);
        const sampleWeights = Float64Array.from(permuted([...table.options.sampleWeights!], order));
        const options = { ...table.options, sampleWeights };
        const other = { values: permuted(table.values, order), targets: permuted(table.targets, order), options };
        const [fit, same] = [fitTable(table), fitTable(other)];
        // Only the start score is a sum with rounding errors.
        fc.pre(fit.start === same.start);
        expect(same).to.deep.equal(fit);
      }),
      { examples: [[BALANCED, 0]] },
    );
  });

  it("does not depend on the order of the columns, and reorders contributions", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }), fc.integer(), (width, seed) => {
        const random = seededRandom(seed);
        const values = Array.from({ length: 60 }, () => Array.from({ length: width }, () => random.normal()));
        const targets = values.map((row) => row[0]! + random.normal());
        const order = permutation(width, seed);
        const [design, other] = [designOf(values), designOf(values.map((row) => permuted(row, order)))];
        // With 60 rows, no two columns give the same split.
        const options = { loss: "squared", trees: 5, minimumRowsOfLeaf: 15 } as const;
        const [fit, same] = [fitBoosting(design, targets, options), fitBoosting(other, targets, options)];
        expect(predictBoosting(same, other)).to.deep.equal(predictBoosting(fit, design));
        const contributions = permuted([...explainBoosting(fit, design, 0)], order);
        expect([...explainBoosting(same, other, 0)]).to.deep.equal(contributions);
      }),
    );
  });

  it("depends only on the order of a column's values", () => {
    fc.assert(
      fc.property(tables, (table) => {
        const values = table.values.map((row) => row.map((value) => Math.exp(value)));
        const scores = predictBoosting(fitTable({ ...table, values }), designOf(values));
        expect(scores).to.deep.equal(predictBoosting(fitTable(table), designOf(table.values)));
      }),
    );
  });

  it("never increases the training loss with another tree, for the absolute and the squared loss", () => {
    fc.assert(
      fc.property(tables, ({ values, targets, options }) => {
        fc.pre(options.loss !== "logistic");
        const design = designOf(values);
        const lossAfter = (trees: number): number =>
          predictBoosting(fitBoosting(design, targets, { ...options, trees }), design).reduce((sum, score, row) => {
            const error = Math.abs(score - targets[row]!);
            return sum + options.sampleWeights![row]! * (options.loss === "absolute" ? error : error ** 2);
          }, 0);
        // Steps are rounded to six digits.
        for (let trees = 1; trees < 6; trees++) expect(lossAfter(trees + 1)).to.be.at.most(lossAfter(trees) + 1e-4);
      }),
    );
  });

  it("predicts within the range of the targets with one tree, for the absolute and the squared loss", () => {
    fc.assert(
      fc.property(tables, ({ values, targets, options }) => {
        fc.pre(options.loss !== "logistic");
        const design = designOf(values);
        for (const score of predictBoosting(fitBoosting(design, targets, { ...options, trees: 1 }), design)) {
          expect(score).to.be.within(Math.min(...targets) - 1e-4, Math.max(...targets) + 1e-4);
        }
      }),
    );
  });
});

describe("weightedMedian, for all values", () => {
  it("equals the median of the values repeated by their weights", () => {
    const pairs = fc.array(fc.tuple(tenth, fc.integer({ min: 1, max: 4 })), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(pairs, (weightedValues) => {
        const repeated = weightedValues
          .flatMap(([value, weight]) => new Array<number>(weight).fill(value))
          .sort((a, b) => a - b);
        const [low, high] = [repeated[(repeated.length - 1) >> 1]!, repeated[repeated.length >> 1]!];
        const values = Float64Array.from(weightedValues, ([value]) => value);
        const weights = Float64Array.from(weightedValues, ([, weight]) => weight);
        expect(weightedMedian(values, weights)).to.equal(low / 2 + high / 2);
      }),
    );
  });
});
