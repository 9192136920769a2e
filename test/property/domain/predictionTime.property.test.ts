import { expect } from "chai";
import fc from "fast-check";
import { MODEL_NAMES, MODELS, type ModelName } from "../../../src/domain/models.js";
import { prepare } from "../../../src/domain/learners/preparedExamples.js";
import type { Example } from "../../../src/learning/examples.js";
import { builtExamples } from "../../helpers/rows/builtExamples.js";

/*
 * The features of each model use only labels that were known at the prediction time. Random histories have few distinct
 * times, so that many are equal, and values in every column of the model.
 */

type Past = Pick<Example, "key" | "predictedAt" | "labelKnownAt" | "label" | "categories" | "numbers">;

const LABELS: Readonly<Record<ModelName, fc.Arbitrary<number>>> = {
  story_points: fc.constantFrom(1, 2, 3, 5, 8),
  lead_time: fc.integer({ min: 1, max: 300 }),
  rework_risk: fc.constantFrom(0, 1),
};
const CATEGORIES = {
  work_items: ["type", "priority", "project", "team", "assignee", "labels"],
  prs: ["repository", "author"],
} as const;

function histories(model: ModelName): fc.Arbitrary<Past[]> {
  const name = fc.constantFrom("a", "b", "c", null);
  const names = Object.fromEntries(CATEGORIES[MODELS[model].relation].map((column) => [column, name]));
  const row = fc.record({
    predictedAt: fc.integer({ min: 0, max: 60 }),
    delay: fc.integer({ min: 0, max: 40 }),
    label: LABELS[model],
    categories: fc.record(names),
  });
  return fc.array(row, { minLength: 2, maxLength: 40 }).map((rows) =>
    rows.map(({ delay, ...row }, i) => {
      return { ...row, key: `K-${String(i)}`, labelKnownAt: row.predictedAt + delay, numbers: {} };
    }),
  );
}

type Features = ReadonlyMap<string, Readonly<Record<string, number>>>;

/** Returns the features of each row by its key, because a change of times changes the order of rows. */
function featuresOf(model: ModelName, rows: readonly Past[]): Features {
  const { examples, features } = prepare(model, builtExamples(model, rows));
  return new Map(
    examples.keys.map((key, row) => [
      key,
      Object.fromEntries([...features].map(([name, column]) => [name, column[row] ?? NaN])),
    ]),
  );
}

/** Returns the features that use past labels. */
const ofHistory = (features: Readonly<Record<string, number>> = {}): Record<string, number> =>
  Object.fromEntries(Object.entries(features).filter(([name]) => / so far$|^mean of last /.test(name)));

const withPredictionTime = (rows: readonly Past[], index: number, predictedAt: number): Past[] =>
  rows.map((row, i) => (i === index ? { ...row, predictedAt } : row));

for (const model of MODEL_NAMES) {
  describe(`the features of ${model}, for all histories`, () => {
    it("include features of past labels", () => {
      const [row] = featuresOf(model, [{ ...fc.sample(histories(model), 1)[0]![0]!, key: "K" }]).values();
      expect(Object.keys(ofHistory(row))).to.have.length.above(CATEGORIES[MODELS[model].relation].length);
    });

    it("do not depend on labels known at the prediction time or later", () => {
      fc.assert(
        fc.property(
          histories(model),
          fc.integer({ min: 0, max: 60 }),
          LABELS[model],
          fc.nat(50),
          (rows, t, label, delay) => {
            const other = rows.map((row) => (row.labelKnownAt < t ? row : { ...row, label, labelKnownAt: t + delay }));
            const [before, after] = [featuresOf(model, rows), featuresOf(model, other)];
            for (const { key, predictedAt } of rows) {
              if (predictedAt <= t) expect(after.get(key)).to.deep.equal(before.get(key));
            }
          },
        ),
      );
    });

    it("of history use only labels that were known before the prediction time", () => {
      fc.assert(
        fc.property(histories(model), fc.nat(), (rows, pick) => {
          const row = rows[pick % rows.length]!;
          const known = rows.filter(({ key, labelKnownAt }) => labelKnownAt < row.predictedAt || key === row.key);
          const [before, after] = [featuresOf(model, rows), featuresOf(model, known)];
          expect(ofHistory(after.get(row.key))).to.deep.equal(ofHistory(before.get(row.key)));
        }),
      );
    });

    it("of history count fewer labels at an earlier prediction time, and do not change for other rows", () => {
      fc.assert(
        fc.property(histories(model), fc.nat(), fc.nat(70), (rows, pick, earlier) => {
          const index = pick % rows.length;
          const { key, predictedAt } = rows[index]!;
          const changed = withPredictionTime(rows, index, predictedAt - earlier);
          const [before, after] = [featuresOf(model, rows), featuresOf(model, changed)];
          for (const [name, count] of Object.entries(after.get(key) ?? {})) {
            if (/ log count so far$/.test(name)) expect(count, name).to.be.at.most(before.get(key)![name]!);
          }
          for (const other of rows) {
            if (other.key !== key)
              expect(ofHistory(after.get(other.key))).to.deep.equal(ofHistory(before.get(other.key)));
          }
        }),
      );
    });

    it("of history are empty if no label was known at the prediction time", () => {
      fc.assert(
        fc.property(histories(model), fc.nat(), (rows, pick) => {
          const index = pick % rows.length;
          const row = rows[index]!;
          const first = Math.min(...rows.map(({ labelKnownAt }) => labelKnownAt));
          const features = featuresOf(model, withPredictionTime(rows, index, Math.min(first, row.predictedAt)));
          for (const [name, value] of Object.entries(ofHistory(features.get(row.key)))) {
            if (/count/.test(name)) expect(value, name).to.equal(0);
            else expect(value, name).to.be.NaN;
          }
        }),
      );
    });
  });
}
