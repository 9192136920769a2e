import { expect } from "chai";
import { proceduresFor } from "../../../src/domain/candidates.js";
import { MODEL_NAMES } from "../../../src/domain/models.js";
import { prepare } from "../../../src/domain/prepared.js";
import { DEFAULT_TRAINING_SETTINGS, LEARNER_SETS } from "../../../src/domain/settings.js";
import { trainModel } from "../../../src/domain/training.js";
import { examplesOf } from "../../helpers/examples.js";

describe("the learners that a training chooses between", () => {
  const hasTrees = (procedure: unknown): boolean => JSON.stringify(procedure).includes('"boosting"');

  for (const model of MODEL_NAMES) {
    it(`of ${model}: linear is all but those with trees, in the same order`, () => {
      const all = proceduresFor(model, "all");
      expect(all.some(hasTrees)).to.equal(true);
      expect(proceduresFor(model, "linear")).to.deep.equal(all.filter((procedure) => !hasTrees(procedure)));
    });
  }

  it("are those of the set that was asked for", () => {
    const rows = Array.from({ length: 120 }, (_, i) => ({
      key: `A-${String(i).padStart(3, "0")}`,
      predictedAt: i,
      labelKnownAt: i + 1,
      label: 1 + (i % 7),
      numbers: { size: i % 7 },
    }));
    for (const set of LEARNER_SETS) {
      const { choice } = trainModel(prepare("lead_time", examplesOf(rows)), {
        settings: { ...DEFAULT_TRAINING_SETTINGS, learners: set },
      });
      expect(choice.tried.map(({ procedure }) => procedure)).to.deep.equal(proceduresFor("lead_time", set));
    }
  });
});
