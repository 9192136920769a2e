import { expect } from "chai";
import { decodeArtefact, encodeArtefact } from "../../../../src/adapters/registry/artefacts/artefactCodec.js";
import type { Artefact } from "../../../../src/domain/artefact.js";
import { proceduresFor } from "../../../../src/domain/learners/candidates.js";
import { fitProcedure } from "../../../../src/domain/training/fitting.js";
import { describeProcedure, type Procedure, type SingleProcedure } from "../../../../src/domain/learners/procedure.js";
import { trainingDesign } from "../../../../src/domain/learners/trainingDesign.js";
import { MODEL_NAMES, type ModelName } from "../../../../src/domain/models.js";
import { predict } from "../../../../src/domain/prediction/predictor.js";
import { prepare, type Prepared } from "../../../../src/domain/learners/preparedExamples.js";
import { lossPerRow } from "../../../../src/domain/scoring/scoring.js";
import { trainModel } from "../../../../src/domain/training/training.js";
import type { Example } from "../../../../src/learning/examples.js";
import { seededRandom } from "../../../../src/learning/random.js";
import { meanOf } from "../../../../src/learning/resampling/choice.js";
import { rowRange } from "../../../../src/learning/resampling/timeSplits.js";
import { builtExamples } from "../../../helpers/rows/builtExamples.js";

/* Properties of every learner: the current candidates, and procedures that are not candidates at present. */

const ROWS = 150;
const linear = { target: "log", halfLife: null } as const;
const trees = { learner: "boosting", target: "log", trees: 20, learningRate: 0.1, leaves: 4, rowsOfLeaf: 5 } as const;

const REGRESSIONS: readonly SingleProcedure[] = [
  { learner: "ridge", penalty: 4, ...linear, halfLife: 0.3 },
  { learner: "lad", penalty: 10, ...linear, target: "raw" },
  { ...trees, loss: "squared", penalty: 5, halfLife: 0.3 },
  { ...trees, loss: "absolute", penalty: 0, halfLife: null },
];
const CLASSIFIERS: readonly SingleProcedure[] = [
  { learner: "logistic", penalty: 10, halfLife: 0.3 },
  { ...trees, loss: "logistic", penalty: 5, halfLife: null },
];
const OTHERS: Readonly<Record<ModelName, readonly SingleProcedure[]>> = {
  story_points: REGRESSIONS,
  lead_time: REGRESSIONS,
  rework_risk: CLASSIFIERS,
};
const LEARNERS = MODEL_NAMES.flatMap((model) => {
  const ensemble: Procedure = { learner: "ensemble", parts: OTHERS[model] };
  return [...proceduresFor(model, "all"), ...OTHERS[model], ensemble].map((procedure) => ({ model, procedure }));
});

/** Two informative columns, one that is constant, and one that is always empty. */
const ALL_COLUMNS = ["size", "sometimes", "constant", "missing"];
const INFORMATIVE_COLUMNS = ALL_COLUMNS.slice(0, 2);
const CATEGORIES = ["type", "repository", "priority", "team"];

function rowsOf(model: ModelName, n = ROWS): Partial<Example>[] {
  const random = seededRandom(11);
  return Array.from({ length: n }, (_, i) => {
    const [size, noise] = [random.uniform() * 4, random.normal()];
    const label = model === "rework_risk" ? Number(size + noise > 2.5) : Math.ceil(Math.exp(0.5 * size + 0.2 * noise));
    const type = i % 3 === 0 ? "bug" : "story";
    return {
      label,
      numbers: { size: Math.expm1(size), constant: 3, missing: NaN, sometimes: i % 4 === 0 ? NaN : i % 7 },
      categories: { type, repository: type, priority: null, team: "one" },
      texts: [size > 2 ? "rewrite the whole of it" : "fix a word", `number ${String(i % 11)}`],
    };
  });
}

function preparedOf(model: ModelName, rows = rowsOf(model), numbers = ALL_COLUMNS): Prepared {
  const text = model !== "rework_risk";
  return prepare(model, builtExamples(model, rows, { numbers, categories: CATEGORIES, text }));
}

/** Fits on all rows. Intervals, calibration and threshold use the predictions of a first fit. */
function fit(prepared: Prepared, procedure: Procedure): Artefact {
  const training = trainingDesign(prepared, rowRange(0, prepared.examples.count));
  const predictions = predicted(fitProcedure(procedure, training), prepared);
  return fitProcedure(procedure, training, { labels: training.labels, predictions });
}
const predicted = (artefact: Artefact, prepared: Prepared): Float64Array =>
  predict(artefact, prepared, rowRange(0, prepared.examples.count));
const bytes = (artefact: Artefact): string => encodeArtefact(artefact).text;

/** Runs with another time and other random numbers. Results must not depend on them. */
function withOtherClockAndRandom<Result>(run: () => Result): Result {
  const { random } = Math;
  const { now } = Date;
  Math.random = () => 0.123;
  Date.now = () => 42;
  try {
    return run();
  } finally {
    Math.random = random;
    Date.now = now;
  }
}

for (const { model, procedure } of LEARNERS) {
  describe(`${model} by ${describeProcedure(procedure)}${"loss" in procedure ? ` (${procedure.loss})` : ""}`, () => {
    const prepared = preparedOf(model);
    const artefact = fit(prepared, procedure);
    const isBaseline = procedure.learner === "baseline";

    it("fits the requested learner, better than the baseline on its own rows", () => {
      expect(artefact.learner.name).to.equal(procedure.learner);
      if (isBaseline) return;
      const { labels } = prepared.examples;
      const baseline = new Float64Array(ROWS).fill(artefact.baseline);
      expect(meanOf(lossPerRow(model, labels, predicted(artefact, prepared)))).to.be.below(
        0.99 * meanOf(lossPerRow(model, labels, baseline)),
      );
    });

    it("gives the same bytes each time", () => {
      expect(bytes(withOtherClockAndRandom(() => fit(preparedOf(model), procedure)))).to.equal(bytes(artefact));
    });

    it("does not change its input", () => {
      const newRows = preparedOf(model);
      const before = structuredClone(newRows);
      predicted(fit(newRows, procedure), newRows);
      expect(newRows).to.deep.equal(before);
    });

    it("predicts the same after it is stored and loaded", async () => {
      const { text, hash } = encodeArtefact(artefact);
      const again = await decodeArtefact(text, { name: "it", model, hash, codeVersion: "1.2.3" });
      expect(predicted(again, prepared)).to.deep.equal(predicted(artefact, prepared));
    });

    it("ignores columns that are constant or empty: they change no byte", () => {
      expect(bytes(fit(preparedOf(model, rowsOf(model), INFORMATIVE_COLUMNS), procedure))).to.equal(bytes(artefact));
    });

    it("predicts unusual rows within the range of the labels", () => {
      const strange: Partial<Example>[] = [
        { numbers: { size: 1e12, constant: -0.5, missing: 7, sometimes: 1e12 }, texts: ["rewrite ".repeat(500)] },
        { numbers: {}, categories: {}, texts: [] },
        { numbers: { size: 0 }, categories: { type: "new", repository: "new", priority: "new", team: "new" } },
      ];
      const unlike = preparedOf(model, [...rowsOf(model), ...strange]);
      const predictions = predicted(artefact, unlike);
      expect(predictions).to.have.length(ROWS + strange.length);
      for (const prediction of predictions) expect(prediction).to.be.within(...artefact.range);
    });

    it("does not depend on the order of the columns", () => {
      const reversed = preparedOf(model, rowsOf(model), ALL_COLUMNS.toReversed());
      const { examples, features } = reversed;
      const categories = Object.fromEntries(Object.entries(examples.categories).reverse());
      const other = { ...reversed, examples: { ...examples, categories }, features: new Map([...features].reverse()) };
      expect([...other.features.keys()]).to.not.deep.equal([...features.keys()].sort());
      expect(bytes(fit(other, procedure))).to.equal(bytes(artefact));
    });

    for (let n = 1; n <= 5; n++) {
      it(`fits ${String(n)} rows`, () => {
        const few = preparedOf(model, rowsOf(model, n));
        for (const prediction of predicted(fit(few, procedure), few)) {
          expect(prediction).to.be.within(...artefact.range);
        }
      });
    }
  });
}

describe("describeProcedure", () => {
  it("names each learner with its settings", () => {
    expect(proceduresFor("lead_time", "all").slice(0, 3).map(describeProcedure)).to.deep.equal([
      "baseline",
      "L1 (LAD) regression (log label, penalty 10, recency-weighted)",
      "ensemble of L1 (LAD) regression (log label, penalty 30, recency-weighted) and " +
        "ridge regression (log label, penalty 4, recency-weighted)",
    ]);
    expect(proceduresFor("rework_risk", "all").slice(1).map(describeProcedure)).to.deep.equal([
      "logistic regression (penalty 100)",
      "ensemble of logistic regression (penalty 100) and boosted trees (80 trees, 6 leaves)",
    ]);
  });
});

describe("a training on very few rows", () => {
  for (const model of MODEL_NAMES) {
    for (let n = 1; n <= 5; n++) {
      it(`gives the baseline with a reason for ${model} on ${String(n)} rows`, () => {
        const few = preparedOf(model, rowsOf(model, n));
        const { artefact, baselineReason } = trainModel(few);
        expect(artefact.learner).to.deep.equal({ name: "baseline", prediction: artefact.baseline });
        expect(predicted(artefact, few)).to.deep.equal(new Float64Array(n).fill(artefact.baseline));
        expect(baselineReason).to.be.a("string").and.not.equal("");
      });
    }
  }
});
