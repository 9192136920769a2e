import { expect } from "chai";
import { fitLad, prepareLad, type LadFit } from "../../../../src/learning/estimators/linear/lad.js";
import { predictRidge } from "../../../../src/learning/estimators/linear/ridge.js";
import type { Design } from "../../../../src/learning/matrices.js";
import { readExpected, relativeDifference } from "../expected.js";

interface LadCase {
  name: string;
  rows: number;
  denseWidth: number;
  dense: number[];
  sparse?: { starts: number[]; columns: number[]; values: number[]; width: number };
  targets: number[];
  lossWeight: number;
  sampleWeights?: number[];
  objective: number;
  predictions: number[];
}

const { cases } = readExpected("lad.json") as { cases: LadCase[] };

function designOf({ rows, denseWidth, dense, sparse }: LadCase): Design {
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

function objectiveOf(fit: LadFit, given: LadCase): number {
  const predictions = predictRidge(fit, designOf(given));
  let objective = 0;
  for (const weight of [...fit.denseWeights, ...fit.sparseWeights]) objective += (weight * weight) / 2;
  given.targets.forEach((target, row) => {
    objective += given.lossWeight * (given.sampleWeights?.[row] ?? 1) * Math.abs(target - predictions[row]!);
  });
  return objective;
}

function fitCase(given: LadCase, tolerance: number): LadFit {
  const weights = given.sampleWeights;
  return fitLad(designOf(given), given.targets, given.lossWeight, {
    tolerance,
    maximumIterations: 20_000,
    ...(weights && { sampleWeights: Float64Array.from(weights) }),
  });
}

describe("fitLad, compared with scikit-learn's LinearSVR", () => {
  for (const expected of cases) {
    it(expected.name, () => {
      const fit = fitCase(expected, 1e-6);
      expect(fit.converged).to.equal(true);
      expect(objectiveOf(fit, expected) / expected.objective).to.be.within(0.999, 1 + 2e-6);
      // The tolerance is relative, so targets far from 0 are compared after centring.
      const centre = expected.targets.reduce((sum, target) => sum + target, 0) / expected.rows;
      const centred = (values: ArrayLike<number>): number[] => Array.from(values, (value) => value - centre);
      const predictions = centred(predictRidge(fit, designOf(expected)));
      expect(relativeDifference(predictions, centred(expected.predictions))).to.be.below(0.01);
    });

    it(`${expected.name}: the objective is within the tolerance of the minimum`, () => {
      for (const tolerance of [0.1, 0.01, 0.001]) {
        const fit = fitCase(expected, tolerance);
        expect(fit.converged).to.equal(true);
        expect(objectiveOf(fit, expected) / expected.objective).to.be.below(1 + 1.2 * tolerance);
      }
    });
  }
});

describe("fitLad", () => {
  const sparse = cases.find(({ name }) => name === "sparse, C 1")!;

  it("fits the (weighted) median to a design without columns", () => {
    const design = { rows: 3, dense: new Float64Array(0), denseWidth: 0 };
    const model = { denseWeights: [], sparseWeights: [], converged: true, iterations: 0 };
    expect(fitLad(design, [1, 2, 6], 1)).to.deep.equal({ intercept: 2, ...model });
    const sampleWeights = Float64Array.of(1, 1, 3);
    expect(fitLad(design, [1, 2, 6], 1, { sampleWeights })).to.deep.equal({ intercept: 6, ...model });
  });

  it("fits a line through all points except an outlier", () => {
    const dense = Float64Array.of(-2, -1, 0, 1, 2, 3);
    const fit = fitLad({ rows: 6, dense, denseWidth: 1 }, [-3, -1, 1, 3, 1000, 7], 100, { tolerance: 1e-9 });
    expect(fit.intercept).to.be.closeTo(1, 1e-4);
    expect(fit.denseWeights[0]).to.be.closeTo(2, 1e-4);
  });

  it("fits w = min(2C, 1) to the targets ±1 at ±1", () => {
    // The objective is ½w² + 2C|1 − w|.
    const design = { rows: 2, dense: Float64Array.of(-1, 1), denseWidth: 1 };
    for (const [lossWeight, weight] of [
      [0.1, 0.2],
      [0.4, 0.8],
      [3, 1],
    ] as const) {
      const fit = fitLad(design, [-1, 1], lossWeight, { tolerance: 1e-10 });
      expect(fit.denseWeights[0]).to.be.closeTo(weight, 1e-6);
      expect(fit.intercept).to.be.closeTo(0, 1e-6);
    }
  });

  it("fits the intercept alone to a constant target", () => {
    const fit = fitLad(designOf(sparse), new Float64Array(sparse.rows).fill(4), 1);
    expect(fit).to.include({ intercept: 4, converged: true, iterations: 0 });
    expect(fit.sparseWeights.every((weight) => weight === 0)).to.equal(true);
  });

  it("reports the iterations, and that it has not converged at the maximum", () => {
    const fit = fitLad(designOf(sparse), sparse.targets, 10, { maximumIterations: 2, tolerance: 1e-8 });
    expect(fit).to.include({ converged: false, iterations: 2 });
  });

  it("needs fewer iterations from the fit of the previous loss weight, with the same result", () => {
    const fitter = prepareLad(designOf(sparse));
    const options = { tolerance: 1e-5, maximumIterations: 20_000 };
    const [, warm] = fitter(sparse.targets, [0.95, 1], options);
    const [cold] = fitter(sparse.targets, [1], options);
    expect(warm!.iterations).to.be.below(cold!.iterations);
    expect(objectiveOf(warm!, sparse) / objectiveOf(cold!, sparse)).to.be.closeTo(1, 2e-5);
  });

  it("gives equal results for equal seeds, and nearly equal results for other seeds", () => {
    const fit = (seed: number): LadFit =>
      fitLad(designOf(sparse), sparse.targets, 1, { seed, tolerance: 1e-6, maximumIterations: 20_000 });
    expect(fit(3)).to.deep.equal(fit(3));
    expect(fit(3)).not.to.deep.equal(fit(4));
    expect(objectiveOf(fit(3), sparse) / objectiveOf(fit(4), sparse)).to.be.closeTo(1, 1e-6);
  });

  it("reports that it has not converged if sums overflow", () => {
    const design = { rows: 3, dense: Float64Array.of(1e200, -1e200, 3), denseWidth: 1 };
    expect(fitLad(design, [1, 2, 3], 1).converged).to.equal(false);
  });
});

describe("fitLad refuses", () => {
  const design: Design = { rows: 2, dense: Float64Array.of(1, 2, 3, 4), denseWidth: 2 };
  const wrong: [string, () => unknown][] = [
    ["no rows", () => fitLad({ ...design, rows: 0, dense: new Float64Array(0) }, [], 1)],
    ["a dense block of another shape", () => fitLad({ ...design, denseWidth: 3 }, [1, 2], 1)],
    ["too few targets", () => fitLad(design, [1], 1)],
    ["a target that is NaN", () => fitLad(design, [1, NaN], 1)],
    ["a loss weight of 0", () => fitLad(design, [1, 2], 0)],
    ["a loss weight that is infinite", () => fitLad(design, [1, 2], Infinity)],
    ["sample weights of 0", () => fitLad(design, [1, 2], 1, { sampleWeights: Float64Array.of(0, 0) })],
  ];
  for (const [name, call] of wrong) {
    it(name, () => {
      expect(call).to.throw(RangeError);
    });
  }
});
