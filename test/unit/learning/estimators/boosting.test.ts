import { expect } from "chai";
import { explainBoosting } from "../../../../src/learning/estimators/boosting/explain.js";
import { fitBoosting } from "../../../../src/learning/estimators/boosting/fit.js";
import type { LossName } from "../../../../src/learning/estimators/boosting/losses.js";
import type { BoostingOptions } from "../../../../src/learning/estimators/boosting/options.js";
import { predictBoosting, predictBoostingProbability } from "../../../../src/learning/estimators/boosting/predict.js";
import type { Design } from "../../../../src/learning/matrices.js";
import { seededRandom } from "../../../../src/learning/random.js";
import { readExpected, relativeDifference } from "../expected.js";

interface BoostingCase {
  name: string;
  lossName: LossName;
  rows: number;
  width: number;
  dense: (number | null)[];
  targets: number[];
  sampleWeights?: number[];
  l2: number;
  loss: number;
  scores: number[];
}

const { cases } = readExpected("boosting.json") as { cases: BoostingCase[] };

const LOSS: Record<LossName, (target: number, score: number) => number> = {
  absolute: (target, score) => Math.abs(target - score),
  squared: (target, score) => (target - score) ** 2,
  logistic: (label, score) => Math.log1p(Math.exp(label === 1 ? -score : score)),
};

function designOf(rows: readonly (readonly number[])[]): Design {
  return { rows: rows.length, denseWidth: rows[0]!.length, dense: Float64Array.from(rows.flat()) };
}

function meanLoss(name: LossName, targets: ArrayLike<number>, scores: Float64Array, weights?: number[]): number {
  const weightOf = (row: number): number => weights?.[row] ?? 1;
  const total = scores.reduce((sum, _, row) => sum + weightOf(row), 0);
  return scores.reduce((sum, score, row) => sum + (weightOf(row) * LOSS[name](targets[row]!, score)) / total, 0);
}

describe("fitBoosting, compared with scikit-learn's HistGradientBoosting", () => {
  for (const expected of cases) {
    it(expected.name, () => {
      const { lossName, rows, width, targets, sampleWeights, l2 } = expected;
      const design = { rows, denseWidth: width, dense: Float64Array.from(expected.dense, (value) => value ?? NaN) };
      const weights = sampleWeights === undefined ? {} : { sampleWeights: Float64Array.from(sampleWeights) };
      const sizes = { trees: 60, maximumLeaves: 8, minimumRowsOfLeaf: 10 };
      const scores = predictBoosting(
        fitBoosting(design, targets, { loss: lossName, l2, ...sizes, ...weights }),
        design,
      );
      expect(meanLoss(lossName, targets, scores, sampleWeights) / expected.loss).to.be.closeTo(1, 0.01);
      // Ties between splits may be broken differently. With Newton steps there are hardly any ties.
      if (lossName !== "absolute") expect(relativeDifference(scores, expected.scores)).to.be.below(0.05);
    });
  }
});

describe("fitBoosting, by hand", () => {
  const ladder = designOf([[1], [2], [3], [4]]);
  const once = { trees: 1, learningRate: 1, maximumLeaves: 2, minimumRowsOfLeaf: 1 } as const;

  it("chooses the split that reduces the squares most, and steps to the means", () => {
    const fit = fitBoosting(ladder, [0, 2, 10, 12], { loss: "squared", ...once });
    expect(fit).to.deep.equal({
      loss: "squared",
      width: 1,
      start: 6,
      baseValue: 6,
      roots: [0],
      columns: [0, -1, -1],
      thresholds: [2.5, 0, 0],
      missingLeft: [1, 0, 0],
      rights: [2, 0, 0],
      values: [0, -5, 5],
    });
    expect([...predictBoosting(fit, ladder)]).to.deep.equal([1, 1, 11, 11]);
    expect([...explainBoosting(fit, ladder, 3)]).to.deep.equal([5]);
  });

  it("shrinks steps by the penalty and the learning rate", () => {
    const options = { loss: "squared", ...once, l2: 2, learningRate: 0.5 } as const;
    // Half of ∓10 / (2 + 2): the learning rate is 0.5.
    expect([...predictBoosting(fitBoosting(ladder, [0, 2, 10, 12], options), ladder)]).to.deep.equal([
      4.75, 4.75, 7.25, 7.25,
    ]);
  });

  it("steps to the medians of the residuals for the absolute loss", () => {
    const rows = designOf([[1], [1], [1], [2], [2], [2]]);
    const fit = fitBoosting(rows, [0, 1, 100, 200, 201, 900], { loss: "absolute", ...once });
    expect(fit.start).to.equal(150);
    expect([...predictBoosting(fit, rows)]).to.deep.equal([1, 1, 1, 201, 201, 201]);
  });

  it("takes a Newton step of the log odds, and gives probabilities", () => {
    const rows = designOf([[1], [1], [2], [2]]);
    const fit = fitBoosting(rows, [0, 0, 1, 1], { loss: "logistic", ...once });
    // On each side, the slopes sum to ±1 and the second derivatives to ½.
    expect([...predictBoosting(fit, rows)]).to.deep.equal([-2, -2, 2, 2]);
    expect(predictBoostingProbability(fit, rows)[3]).to.be.closeTo(1 / (1 + Math.exp(-2)), 1e-15);
    expect(() => predictBoostingProbability({ ...fit, loss: "squared" }, rows)).to.throw(RangeError, "probabilities");
  });

  it("learns the side of missing values", () => {
    for (const [missing, expected] of [
      [0, 1],
      [10, 0],
    ] as const) {
      const rows = designOf([[1], [2], [3], [4], [NaN]]);
      const fit = fitBoosting(rows, [0, 0, 10, 10, missing], { loss: "squared", ...once });
      expect(fit.thresholds[0]).to.equal(2.5);
      expect(fit.missingLeft[0]).to.equal(expected);
      expect(predictBoosting(fit, rows)[4]).to.be.closeTo(missing, 1e-4);
    }
  });

  it("separates missing values from all others, including values above the training range", () => {
    const rows = designOf([[1], [2], [NaN], [NaN]]);
    const fit = fitBoosting(rows, [0, 0, 8, 8], { loss: "squared", ...once });
    expect([...predictBoosting(fit, designOf([[1e300], [NaN]]))]).to.deep.equal([0, 8]);
  });

  it("breaks ties by the lower column, then the lower bin", () => {
    const rows = designOf([
      [5, 1, 1],
      [5, 2, 2],
      [5, 3, 3],
    ]);
    const fit = fitBoosting(rows, [-1, 0, 1], { loss: "squared", ...once });
    expect([fit.columns[0], fit.thresholds[0]]).to.deep.equal([1, 1.5]);
  });

  it("separates neighbours that are equal in six digits", () => {
    const rows = designOf([[1_700_000_000], [1_700_000_001]]);
    const fit = fitBoosting(rows, [0, 1], { loss: "squared", ...once });
    expect([...predictBoosting(fit, rows)]).to.deep.equal([0, 1]);
  });

  it("ignores rows of weight 0", () => {
    const sampleWeights = Float64Array.of(1, 1, 1, 0);
    const fit = fitBoosting(ladder, [0, 0, 6, 1000], { loss: "absolute", ...once, sampleWeights });
    expect(fit.start).to.equal(0);
    expect([...predictBoosting(fit, ladder)]).to.deep.equal([0, 0, 6, 6]);
  });
});

describe("fitBoosting", () => {
  const losses = ["absolute", "squared", "logistic"] as const;

  for (const loss of losses) {
    it(`supports few rows, and columns that are empty or constant: ${loss}`, () => {
      for (let rows = loss === "logistic" ? 2 : 1; rows <= 5; rows++) {
        const design = designOf(Array.from({ length: rows }, (_, row) => [NaN, 7, row]));
        const targets = Array.from({ length: rows }, (_, row) => (row === 0 ? 1 : 0));
        for (const minimumRowsOfLeaf of [1, 20]) {
          const scores = predictBoosting(fitBoosting(design, targets, { loss, minimumRowsOfLeaf }), design);
          expect(scores.every(Number.isFinite)).to.equal(true);
        }
      }
    });
  }

  it("predicts a constant target without a tree, and supports a design without columns", () => {
    for (const loss of ["absolute", "squared"] as const) {
      const fit = fitBoosting(designOf([[1], [2], [3]]), [4, 4, 4], { loss, minimumRowsOfLeaf: 1 });
      expect(fit).to.deep.include({ start: 4, baseValue: 4, roots: [] });
    }
    const none = { rows: 2, denseWidth: 0, dense: new Float64Array(0) };
    expect([...predictBoosting(fitBoosting(none, [1, 3], { loss: "squared" }), none)]).to.deep.equal([2, 2]);
  });

  it("bins many distinct values and few frequent ones, and stays small as JSON", () => {
    const random = seededRandom(3);
    const rows = 3000;
    const dense = Float64Array.from({ length: rows * 5 }, (_, at) =>
      at % 5 === 0 && random.uniform() < 0.6 ? 0 : random.normal(),
    );
    const design = { rows, denseWidth: 5, dense };
    const targets = Float64Array.from(
      { length: rows },
      (_, row) => (dense[row * 5]! > 0 ? 3 : 0) + dense[row * 5 + 1]!,
    );
    const fit = fitBoosting(design, targets, { loss: "squared", trees: 150, maximumLeaves: 15 });
    expect(meanLoss("squared", targets, predictBoosting(fit, design))).to.be.below(0.002);
    expect(JSON.stringify(fit).length).to.be.below(200_000);
  });

  const design = designOf([[1], [2]]);
  const wrong: [string, Design, number[], Partial<BoostingOptions>, string][] = [
    ["no rows", { rows: 0, denseWidth: 1, dense: new Float64Array(0) }, [], {}, "at least one row"],
    ["a block of another shape", { ...design, rows: 3 }, [1, 2, 3], {}, "not 3 × 1"],
    ["targets of another length", design, [1], {}, "1 targets but 2 rows"],
    ["a target that is NaN", design, [1, NaN], {}, "target 1 is NaN"],
    ["an infinite value", designOf([[1], [Infinity]]), [1, 2], {}, "dense value 1 is infinite"],
    ["targets that overflow", design, [-1e300, 1e300], {}, "overflow"],
    ["one class", design, [1, 1], { loss: "logistic" }, "both classes are required"],
    ["a label that is not 0 or 1", design, [1, 2], { loss: "logistic" }, "not 0 or 1"],
    ["no tree", design, [1, 2], { trees: 0 }, "trees 0"],
    ["one leaf", design, [1, 2], { maximumLeaves: 1 }, "maximumLeaves 1"],
    ["one bin", design, [1, 2], { maximumBins: 1 }, "maximumBins 1"],
    ["more bins than fit into a byte", design, [1, 2], { maximumBins: 256 }, "maximumBins 256"],
    ["a fraction of a row", design, [1, 2], { minimumRowsOfLeaf: 0.5 }, "minimumRowsOfLeaf 0.5"],
    ["a learning rate above 1", design, [1, 2], { learningRate: 1.1 }, "learningRate 1.1"],
    ["a negative penalty", design, [1, 2], { l2: -1 }, "l2 -1"],
    ["too few weights", design, [1, 2], { sampleWeights: new Float64Array(1) }, "1 sample weights"],
  ];
  for (const [name, rows, targets, options, message] of wrong) {
    it(`refuses ${name}`, () => {
      expect(() => fitBoosting(rows, targets, { loss: "squared", ...options })).to.throw(RangeError, message);
    });
  }

  it("refuses a sparse block, other columns and missing rows", () => {
    const sparse = { starts: new Int32Array(3), columns: new Uint16Array(0), values: new Float32Array(0), width: 1 };
    const fit = fitBoosting(design, [1, 2], { loss: "squared" });
    expect(() => fitBoosting({ ...design, sparse }, [1, 2], { loss: "squared" })).to.throw(RangeError, "sparse block");
    expect(() => predictBoosting(fit, { ...design, sparse })).to.throw(RangeError, "sparse block");
    expect(() => predictBoosting(fit, designOf([[1, 2]]))).to.throw(RangeError, "2 columns");
    for (const row of [-1, 2, 0.5]) expect(() => explainBoosting(fit, design, row)).to.throw(RangeError, "row");
  });
});
