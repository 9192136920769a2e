import { expect } from "chai";
import type { Artefact } from "../../../src/domain/artefact.js";
import { fitProcedure } from "../../../src/domain/fitting.js";
import type { Procedure, SingleProcedure } from "../../../src/domain/learners/procedure.js";
import { trainingDesign } from "../../../src/domain/learners/trainingDesign.js";
import type { ModelName } from "../../../src/domain/models.js";
import { predict } from "../../../src/domain/predictor.js";
import { prepare, type Prepared } from "../../../src/domain/prepared.js";
import { trainModel } from "../../../src/domain/training.js";
import { seededRandom } from "../../../src/learning/random.js";
import { rowRange } from "../../../src/learning/resampling/timeSplits.js";
import { examplesOf, type TestRow } from "../../helpers/examples.js";

/* What every learner has to hold, whatever it learns by. */

const DAY = 86_400_000;
const ROWS = 120;
const linear = { target: "log", halfLife: null } as const;
const trees = { learner: "boosting", target: "log", trees: 20, learningRate: 0.1, leaves: 4, rowsOfLeaf: 5 } as const;

const REGRESSIONS: SingleProcedure[] = [
  { learner: "ridge", penalty: 4, ...linear },
  { learner: "leastAbsolute", penalty: 10, ...linear, halfLife: 0.3 },
  { ...trees, loss: "squared", penalty: 5, halfLife: 0.3 },
  { ...trees, loss: "absolute", penalty: 0, halfLife: null },
];
const CLASSIFIERS: SingleProcedure[] = [
  { learner: "logistic", penalty: 10, halfLife: 0.3 },
  { ...trees, loss: "logistic", penalty: 5, halfLife: null },
];
const LEARNERS: [ModelName, Procedure][] = [
  ...(["lead_time", "story_points"] as const).flatMap((model) =>
    [{ learner: "naive" } as const, ...REGRESSIONS, { learner: "blend", parts: REGRESSIONS } as const].map(
      (procedure): [ModelName, Procedure] => [model, procedure],
    ),
  ),
  ...[{ learner: "naive" } as const, ...CLASSIFIERS, { learner: "blend", parts: CLASSIFIERS } as const].map(
    (procedure): [ModelName, Procedure] => ["rework_risk", procedure],
  ),
];

function rowsOf(model: ModelName, n = ROWS): TestRow[] {
  const random = seededRandom(11);
  return Array.from({ length: n }, (_, i) => {
    const [size, noise] = [random.uniform() * 4, random.normal()];
    const label = model === "rework_risk" ? Number(size + noise > 2.5) : Math.ceil(Math.exp(0.5 * size + 0.2 * noise));
    return {
      predictedAt: i * DAY,
      labelKnownAt: (i + 0.5) * DAY,
      label,
      numbers: { size: Math.expm1(size), constant: 3, missing: NaN, sometimes: i % 4 === 0 ? NaN : i % 7 },
      categories: { type: i % 3 === 0 ? "bug" : "story", priority: null },
    };
  });
}

const fit = (prepared: Prepared, procedure: Procedure): Artefact =>
  fitProcedure(procedure, trainingDesign(prepared, rowRange(0, ROWS)));
const predicted = (artefact: Artefact, prepared: Prepared): number[] => [
  ...predict(artefact, prepared, rowRange(0, prepared.examples.count)),
];

for (const [model, procedure] of LEARNERS) {
  describe(`${model} by ${procedure.learner}${"loss" in procedure ? ` (${procedure.loss})` : ""}`, () => {
    const prepared = prepare(model, examplesOf(rowsOf(model)));
    const artefact = fit(prepared, procedure);

    it("gives the same bytes each time", () => {
      expect(JSON.stringify(fit(prepared, procedure))).to.equal(JSON.stringify(artefact));
    });

    it("leaves its input as it was", () => {
      const fresh = prepare(model, examplesOf(rowsOf(model)));
      predicted(fit(fresh, procedure), fresh);
      expect(fresh).to.deep.equal(prepared);
    });

    it("predicts the same after a way through JSON", () => {
      const again = JSON.parse(JSON.stringify(artefact)) as Artefact;
      expect(predicted(again, prepared)).to.deep.equal(predicted(artefact, prepared));
    });

    it("predicts finite numbers within the range of the labels, with constant and missing columns among the features", () => {
      for (const prediction of predicted(artefact, prepared)) {
        expect(prediction).to.be.within(...artefact.range);
      }
    });

    it("does not depend on the order of the columns", () => {
      const { examples, features } = prepared;
      const numbers = Object.fromEntries(Object.entries(examples.numbers).reverse());
      const turned = { ...prepared, examples: { ...examples, numbers }, features: new Map([...features].reverse()) };
      const there = predicted(fit(turned, procedure), turned);
      predicted(artefact, prepared).forEach((prediction, row) => {
        expect(there[row]).to.be.closeTo(prediction, 1e-2 * Math.max(1, Math.abs(prediction)));
      });
    });
  });
}

describe("a training on very few rows", () => {
  for (const model of ["story_points", "lead_time", "rework_risk"] as const) {
    for (let n = 1; n <= 5; n++) {
      it(`of ${model}, ${String(n)}, gives naive and says why`, () => {
        const { artefact, naiveBecause } = trainModel(prepare(model, examplesOf(rowsOf(model, n))));
        expect(artefact.learner.name).to.equal("naive");
        expect(naiveBecause).to.be.a("string");
      });
    }
  }
});
