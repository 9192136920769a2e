import { expect } from "chai";
import { proceduresFor } from "../../../../src/domain/learners/candidates.js";
import { MODEL_NAMES } from "../../../../src/domain/models.js";
import { prepare } from "../../../../src/domain/learners/preparedExamples.js";
import { DEFAULT_TRAINING_SETTINGS, LEARNER_SETS } from "../../../../src/domain/settings.js";
import { trainModel } from "../../../../src/domain/training/training.js";
import { examplesOf } from "../../../helpers/rows/examples.js";

describe("the candidates of a training", () => {
  const hasTrees = (procedure: unknown): boolean => JSON.stringify(procedure).includes('"boosting"');

  it("include trees only for rework risk", () => {
    expect(MODEL_NAMES.filter((model) => proceduresFor(model, "all").some(hasTrees))).to.deep.equal(["rework_risk"]);
  });

  for (const model of MODEL_NAMES) {
    it(`of the set linear are all candidates of ${model} without trees, in the same order`, () => {
      const all = proceduresFor(model, "all");
      expect(proceduresFor(model, "linear")).to.deep.equal(all.filter((procedure) => !hasTrees(procedure)));
    });
  }

  it("come from the configured set", () => {
    const rows = Array.from({ length: 120 }, (_, i) => ({
      key: `A-${String(i).padStart(3, "0")}`,
      predictedAt: i,
      labelKnownAt: i + 1,
      label: i % 7 > 4 ? 1 : 0,
      numbers: { size: i % 7 },
    }));
    for (const set of LEARNER_SETS) {
      const { choice } = trainModel(prepare("rework_risk", examplesOf(rows)), {
        settings: { ...DEFAULT_TRAINING_SETTINGS, learners: set },
      });
      expect(choice.tried.map(({ procedure }) => procedure)).to.deep.equal(proceduresFor("rework_risk", set));
    }
  });
});
