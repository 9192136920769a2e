import { expect } from "chai";
import {
  fitRidge,
  predictRidge,
  prepareRidge,
  type RidgeFit,
} from "../../../../src/learning/estimators/linear/ridge.js";
import type { Design } from "../../../../src/learning/matrices.js";
import { seededRandom } from "../../../../src/learning/random.js";
import { readExpected, relativeDifference } from "../expected.js";

interface RidgeCase {
  name: string;
  rows: number;
  denseWidth: number;
  dense: number[];
  sparse?: { starts: number[]; columns: number[]; values: number[]; width: number };
  targets: number[];
  penalty: number;
  sampleWeights?: number[];
  intercept: number;
  denseWeights: number[];
  sparseWeights: number[];
  predictions: number[];
}

const { cases } = readExpected("ridge.json") as { cases: RidgeCase[] };

function designOf({ rows, denseWidth, dense, sparse }: RidgeCase): Design {
  const block = { rows, denseWidth, dense: Float64Array.from(dense) };
  if (sparse === undefined) return block;
  const { starts, columns, values, width } = sparse;
  return {
    ...block,
    sparse: {
      starts: Int32Array.from(starts),
      columns: Uint16Array.from(columns),
      values: Float32Array.from(values),
      width,
    },
  };
}

/** Adds an empty sparse block, so that the fit uses conjugate gradients. */
function forIteration(design: Design): Design {
  const none = { starts: new Int32Array(design.rows + 1), columns: new Uint16Array(0), values: new Float32Array(0) };
  return { ...design, sparse: { ...none, width: 1 } };
}

function optionsOf({ sampleWeights }: RidgeCase): { sampleWeights?: Float64Array } {
  return sampleWeights === undefined ? {} : { sampleWeights: Float64Array.from(sampleWeights) };
}

function expectFit(fit: RidgeFit, expected: RidgeCase, tolerance: number): void {
  expect(fit.converged).to.equal(true);
  expect(relativeDifference(fit.denseWeights, expected.denseWeights)).to.be.below(tolerance);
  expect(relativeDifference([fit.intercept], [expected.intercept])).to.be.below(tolerance);
}

describe("fitRidge, compared with scikit-learn's Ridge", () => {
  for (const expected of cases) {
    it(expected.name, () => {
      const design = designOf(expected);
      const fit = fitRidge(design, expected.targets, expected.penalty, optionsOf(expected));
      expectFit(fit, expected, 1e-8);
      expect(relativeDifference(fit.sparseWeights, expected.sparseWeights)).to.be.below(1e-8);
      expect(relativeDifference(predictRidge(fit, design), expected.predictions)).to.be.below(1e-8);
    });
  }

  for (const expected of cases.filter(({ sparse }) => sparse === undefined)) {
    it(`${expected.name}, by iteration`, () => {
      const options = { tolerance: 1e-13, ...optionsOf(expected) };
      const fit = fitRidge(forIteration(designOf(expected)), expected.targets, expected.penalty, options);
      expectFit(fit, expected, 1e-8);
      expect(fit.sparseWeights).to.deep.equal([0]);
    });
  }
});

describe("fitRidge", () => {
  const sparse = cases.find(({ name }) => name === "sparse, penalty 0.1")!;

  it("reports the iterations, and that it has not converged at the maximum", () => {
    const { targets, penalty } = sparse;
    const fit = fitRidge(designOf(sparse), targets, penalty, { maximumIterations: 3 });
    expect(fit).to.include({ converged: false, iterations: 3 });
  });

  it("needs fewer iterations from the fit of a similar penalty, with the same result", () => {
    const ridge = prepareRidge(designOf(sparse));
    const neighbour = ridge(sparse.targets, 0.11);
    const cold = ridge(sparse.targets, 0.1);
    const warm = ridge(sparse.targets, 0.1, { warmStart: neighbour });
    expect(warm.iterations).to.be.below(cold.iterations);
    expectFit(warm, sparse, 1e-8);
    const again = ridge(sparse.targets, 0.1, { warmStart: { ...cold, denseWeights: sparse.denseWeights } });
    expect(again.iterations).to.be.below(3);
  });

  it("fits the intercept alone to a constant target", () => {
    const fit = fitRidge(designOf(sparse), new Float64Array(sparse.rows).fill(4), 1);
    expect(fit).to.include({ intercept: 4, converged: true, iterations: 0 });
    expect(fit.sparseWeights.every((weight) => weight === 0)).to.equal(true);
  });

  it("solves wide designs iteratively, with the same result as a direct solution", () => {
    const random = seededRandom(5);
    const rows = 40;
    const wide = Float64Array.from({ length: rows * 301 }, () => random.normal());
    const narrow = wide.filter((_, at) => at % 301 < 300);
    const targets = Float64Array.from({ length: rows }, () => random.normal());
    const zeroed = wide.map((value, at) => (at % 301 === 300 ? 0 : value));
    const iterated = fitRidge({ rows, dense: zeroed, denseWidth: 301 }, targets, 1, { tolerance: 1e-12 });
    const direct = fitRidge({ rows, dense: narrow, denseWidth: 300 }, targets, 1);
    expect(iterated.iterations).to.be.above(0);
    expect(direct.iterations).to.equal(0);
    expect(relativeDifference(iterated.denseWeights.slice(0, 300), direct.denseWeights)).to.be.below(1e-8);
  });

  it("shares the weight among duplicate columns, even with a tiny penalty", () => {
    for (const copies of [2, 3, 4]) {
      for (const speed of [1, 2, 3, 5, 7]) {
        const x = Float64Array.from({ length: 20 }, (_, row) => 1000 * Math.sin(row * speed) + speed);
        const dense = Float64Array.from({ length: 20 * copies }, (_, at) => x[Math.floor(at / copies)]!);
        const design = { rows: 20, dense, denseWidth: copies };
        const targets = x.map((value) => copies * value + 1);
        const fit = fitRidge(design, targets, 1e-9);
        expect(relativeDifference(fit.denseWeights, new Array<number>(copies).fill(1))).to.be.below(1e-10);
        expect(relativeDifference(predictRidge(fit, design), targets)).to.be.below(1e-10);
      }
    }
  });

  it("fits columns whose scales differ by ten powers of ten", () => {
    // Cosines of different frequencies are orthogonal, and their squares sum to 10. So the weights are independent.
    const wave = (frequency: number, row: number): number => Math.cos((Math.PI * frequency * (row + 0.5)) / 20);
    const large = Float64Array.from({ length: 20 }, (_, row) => 1e6 * wave(1, row));
    const small = Float64Array.from({ length: 20 }, (_, row) => 1e-4 * wave(2, row));
    const dense = Float64Array.from({ length: 40 }, (_, at) => (at % 2 === 0 ? large : small)[at >> 1]!);
    const targets = large.map((value, row) => 2e-6 * value + 3e4 * small[row]! + 1);
    const [first, second] = fitRidge({ rows: 20, dense, denseWidth: 2 }, targets, 1e-12).denseWeights;
    expect(first! / 2e-6).to.be.closeTo(1, 1e-10);
    expect(second! / ((3e4 * 1e-7) / (1e-7 + 1e-12))).to.be.closeTo(1, 1e-10);
  });

  it("keeps its precision in iterations if columns and targets are far from 0", () => {
    const { rows, dense, targets } = cases[0]!;
    const near = { rows, denseWidth: 5, dense: Float64Array.from(dense) };
    const far = forIteration({ ...near, dense: near.dense.map((value, at) => value + 1000 * (1 + (at % 5))) });
    const fit = fitRidge(
      far,
      targets.map((target) => target + 1e5),
      1,
      { tolerance: 1e-12 },
    );
    expect(fit.converged).to.equal(true);
    expect(relativeDifference(fit.denseWeights, fitRidge(near, targets, 1).denseWeights)).to.be.below(1e-10);
  });

  it("needs few iterations for columns of different scales and means", () => {
    const random = seededRandom(6);
    const rows = 150;
    const dense = Float64Array.from(
      { length: rows * 40 },
      (_, at) => 10 ** (((at % 40) % 7) - 3) * (random.normal() + 20),
    );
    const targets = Float64Array.from({ length: rows }, () => random.normal());
    const fit = fitRidge(forIteration({ rows, dense, denseWidth: 40 }), targets, 1);
    expect(fit.converged).to.equal(true);
    expect(fit.iterations).to.be.below(30);
  });

  it("reports that it has not converged if sums overflow", () => {
    const design = { rows: 3, dense: Float64Array.of(1e200, -1e200, 3), denseWidth: 1 };
    expect(fitRidge(design, [1, 2, 3], 1).converged).to.equal(false);
    expect(fitRidge(forIteration(design), [1, 2, 3], 1).converged).to.equal(false);
    expect(fitRidge({ ...design, dense: Float64Array.of(1, 2, 4) }, [1e300, -1e300, 1e300], 1).converged).to.equal(
      true,
    );
    expect(fitRidge(forIteration({ ...design, dense: Float64Array.of(1, 2, 4) }), [1e300, 0, 0], 1).converged).to.equal(
      false,
    );
  });

  it("fits the mean to a design without columns", () => {
    const fit = fitRidge({ rows: 3, dense: new Float64Array(0), denseWidth: 0 }, [1, 2, 6], 1);
    expect(fit).to.deep.include({ intercept: 3, denseWeights: [], sparseWeights: [] });
  });
});

describe("fitRidge refuses", () => {
  const design: Design = { rows: 2, dense: Float64Array.of(1, 2, 3, 4), denseWidth: 2 };
  const columnsAt = (column: number): Design => ({
    ...design,
    sparse: { starts: Int32Array.of(0, 1, 1), columns: Uint16Array.of(column), values: Float32Array.of(1), width: 2 },
  });

  for (const penalty of [0, -1, NaN, Infinity]) {
    it(`a penalty of ${penalty}`, () => {
      expect(() => fitRidge(design, [1, 2], penalty)).to.throw(RangeError, "penalty");
    });
  }

  const wrong: [string, () => unknown][] = [
    ["no rows", () => fitRidge({ rows: 0, dense: new Float64Array(0), denseWidth: 2 }, [], 1)],
    ["a dense block of another shape", () => fitRidge({ ...design, denseWidth: 3 }, [1, 2], 1)],
    ["too few targets", () => fitRidge(design, [1], 1)],
    ["a target that is NaN", () => fitRidge(design, [1, NaN], 1)],
    ["a value that is NaN", () => fitRidge({ ...design, dense: Float64Array.of(1, 2, NaN, 4) }, [1, 2], 1)],
    ["a sparse column out of range", () => fitRidge(columnsAt(2), [1, 2], 1)],
    ["a sparse block of other rows", () => fitRidge({ ...columnsAt(1), rows: 1, denseWidth: 4 }, [1], 1)],
    ["sample weights of another length", () => fitRidge(design, [1, 2], 1, { sampleWeights: Float64Array.of(1) })],
    ["sample weights below 0", () => fitRidge(design, [1, 2], 1, { sampleWeights: Float64Array.of(1, -1) })],
    ["sample weights of 0", () => fitRidge(design, [1, 2], 1, { sampleWeights: Float64Array.of(0, 0) })],
    [
      "a warm start of other columns",
      () => fitRidge(columnsAt(1), [1, 2], 1, { warmStart: { intercept: 0, denseWeights: [1], sparseWeights: [] } }),
    ],
    ["weights of other columns", () => predictRidge({ intercept: 0, denseWeights: [1], sparseWeights: [] }, design)],
  ];
  for (const [name, call] of wrong) {
    it(name, () => {
      expect(call).to.throw(RangeError);
    });
  }
});
