import { createHash } from "node:crypto";
import { expect } from "chai";
import {
  decodeArtefact,
  encodeArtefact,
  MAXIMUM_ARTEFACT_BYTES,
} from "../../../../src/adapters/registry/artefacts/artefactCodec.js";
import type { Artefact, BoostingLearner, LinearLearner } from "../../../../src/domain/artefact.js";
import type { ModelName } from "../../../../src/domain/models.js";
import { ArtefactError } from "../../../../src/errors.js";
import { logisticArtefact, baselineArtefact, ridgeArtefact } from "../../../helpers/tenants/artefacts.js";
import { inFormat3 } from "../../../helpers/tenants/olderArtefact.js";

const sha256 = (text: string): string => createHash("sha256").update(text, "utf8").digest("hex");

/** What decoding says of a text whose recorded hash is its own, so that what lies behind the hash is reached. */
async function refusalOf(
  text: string,
  expected: { model?: Artefact["model"]; hash?: string } = {},
): Promise<ArtefactError> {
  try {
    await decodeArtefact(text, {
      name: "story_points_tenant_7_v3",
      model: "story_points",
      hash: sha256(text),
      codeVersion: "4.5.6",
      ...expected,
    });
  } catch (error) {
    expect(error).to.be.instanceOf(ArtefactError);
    return error as ArtefactError;
  }
  throw new Error("the artefact was not refused");
}

/** A fit of least absolute deviations, as a part of an ensemble. */
function ladLearner(): LinearLearner {
  return { ...(ridgeArtefact().learner as LinearLearner), name: "lad" };
}

/** One tree with a single leaf, of three features. */
function treesLearner(): BoostingLearner {
  const tree = { roots: [0], columns: [-1], thresholds: [0], missingLeft: [0], rights: [0], values: [1] };
  const fit = { loss: "squared", width: 3, start: 2, baseValue: 3, ...tree } as const;
  return { name: "boosting", target: "raw", halfLife: null, fit };
}

function decoded(value: object, model: ModelName): Promise<Artefact> {
  const text = JSON.stringify(value);
  return decodeArtefact(text, { name: "x", model, hash: sha256(text), codeVersion: "1.2.3" });
}

describe("an artefact as it is stored", () => {
  for (const artefact of [ridgeArtefact(), logisticArtefact(), baselineArtefact(2.5)]) {
    it(`comes back as it was: ${artefact.learner.name}`, async () => {
      const { text, hash } = encodeArtefact(artefact);
      expect(
        await decodeArtefact(text, { name: "x", model: artefact.model, hash, codeVersion: "1.2.3" }),
      ).to.deep.equal(artefact);
    });
  }

  const averaged = ridgeArtefact({ learner: { name: "ensemble", parts: [ladLearner(), treesLearner()] } });
  for (const artefact of [ridgeArtefact(), logisticArtefact(), baselineArtefact(2.5), averaged]) {
    it(`is read in formats 1 to 3 as well: ${artefact.learner.name}`, async () => {
      const third = inFormat3(artefact);
      expect(await decoded(third, artefact.model)).to.deep.equal(artefact);
      const { calibration, intervals, ...before } = third;
      expect([calibration, intervals]).to.deep.equal([null, null]);
      expect(await decoded({ ...before, format: 2 }, artefact.model)).to.deep.equal(artefact);
      if (artefact.learner.name === "ensemble") return; // format 1 has none
      const { labelValues, ...others } = before;
      const { halfLife, ...learner } = before["learner"] as Record<string, unknown>;
      expect([labelValues, halfLife ?? null]).to.deep.equal([null, null]);
      expect(await decoded({ ...others, format: 1, learner }, artefact.model)).to.deep.equal(artefact);
    });
  }

  it("has bytes that do not depend on the order of its keys", () => {
    const { text } = encodeArtefact(baselineArtefact(2.5));
    expect(text).to.equal(
      '{"baseline":2.5,"calibration":null,"decisionThreshold":null,"encoding":{"categories":[],"means":[],"names":[],"scales":[],"terms":null},' +
        '"format":4,"intervals":null,"labelValues":null,"learner":{"name":"baseline","prediction":2.5},"model":"lead_time","range":[0,365]}',
    );
    const reversed = Object.fromEntries(Object.entries(ridgeArtefact()).reverse()) as unknown as Artefact;
    expect(encodeArtefact(reversed)).to.deep.equal(encodeArtefact(ridgeArtefact()));
  });

  it("is hashed as sha256sum does: printf %s '<text>' | sha256sum", () => {
    expect(encodeArtefact(baselineArtefact(2.5)).hash).to.equal(
      "a96c1b1612b221fc5efbb6b78fa124acc877c592303e98f9ac781a0a5beacaf9",
    );
  });

  for (const prediction of [NaN, Infinity]) {
    it(`is not recorded with ${String(prediction)} in it`, () => {
      expect(() => encodeArtefact(baselineArtefact(prediction))).to.throw(ArtefactError, `is ${String(prediction)}`);
    });
  }

  it("is neither recorded nor read beyond the size limit", async () => {
    const encoding = { ...ridgeArtefact().encoding, names: ["x".repeat(MAXIMUM_ARTEFACT_BYTES)] };
    expect(() => encodeArtefact(ridgeArtefact({ encoding }))).to.throw(ArtefactError, "at most");
    expect((await refusalOf(" ".repeat(MAXIMUM_ARTEFACT_BYTES + 1))).message).to.contain("at most");
  });
});

describe("an artefact that was tampered with", () => {
  const { text, hash } = encodeArtefact(ridgeArtefact());

  it("is refused when one character differs, naming both hashes", async () => {
    const changed = text.replace('"baseline":3', '"baseline":4');
    const { message, hint } = await refusalOf(changed, { hash });
    expect(message).to.contain("story_points_tenant_7_v3").and.contain(hash).and.contain(sha256(changed));
    expect(hint).to.contain("Roll back");
  });

  it("is refused when its end is missing", async () => {
    expect((await refusalOf(text.slice(0, -1), { hash })).message).to.contain("does not match its hash");
    expect((await refusalOf(text.slice(0, -1))).message).to.contain("is not JSON");
    expect((await refusalOf("", { hash })).message).to.contain("does not match its hash");
  });
});

describe("an artefact with a right hash that is not what was expected", () => {
  const withPart = (part: object): string => JSON.stringify({ ...ridgeArtefact(), ...part });
  const learner = (part: object): string => withPart({ learner: { ...ridgeArtefact().learner, ...part } });
  const encoding = (part: object): string => withPart({ encoding: { ...ridgeArtefact().encoding, ...part } });
  const logistic = (weights: number[]): string =>
    JSON.stringify(
      logisticArtefact({
        learner: {
          name: "logistic",
          penalty: 1,
          halfLife: null,
          classifier: {
            name: "LogisticRegression",
            numSteps: 0,
            learningRate: 0,
            numberClasses: 2,
            classifiers: [weights, weights].map((row) => ({ numSteps: 0, learningRate: 0, weights: [row] })),
          },
        },
      }),
    );
  const cases: [title: string, text: string, says: string][] = [
    ["a newer format", withPart({ format: 5 }), "has format 5; this program reads format 4"],
    ["a format in words", withPart({ format: "1" }), 'has format "1"'],
    ["no format", "{}", "has no format number"],
    ["no object", "null", "has no format number"],
    ["another model's artefact", withPart({ model: "lead_time" }), "holds an artefact of lead_time"],
    ["an unknown model", withPart({ model: "velocity" }), "model:"],
    ["an unknown learner", learner({ name: "forest" }), "learner"],
    ["a key that is not known", withPart({ clock: 1 }), "clock"],
    ["a weight that is no number", learner({ weights: [1, null, 2] }), "learner.weights.1"],
    ["too few weights", learner({ weights: [1] }), "1 weights for 3 features"],
    ["a term without a weight", learner({ termWeights: [1] }), "1 weights for 2 terms"],
    ["a term beyond the kept ones", learner({ termColumns: [0, 3] }), "ascending below 3"],
    ["terms out of order", learner({ termColumns: [2, 0] }), "ascending below 3"],
    ["too few means", encoding({ means: [] }), "3 features with 0 means"],
    ["a scale of zero", encoding({ scales: [1, 0, 1] }), "scale that is not positive"],
    [
      "more category names than features",
      encoding({ categories: [{ column: "type", names: ["a", "b", "c", "d"] }] }),
      "4 category names",
    ],
    ["terms without their frequency", encoding({ terms: { width: 9, columns: [1], idf: [] } }), "1 terms with 0"],
    ["a term beyond the width", encoding({ terms: { width: 9, columns: [9], idf: [1] } }), "ascending below 9"],
    ["a regression with a decision threshold", withPart({ decisionThreshold: 0.5 }), "decision threshold 0.5"],
    ["a regression with calibrated probabilities", withPart({ calibration: { slope: 1, intercept: 0 } }), "calibrated"],
    [
      "intervals of a level out of bounds",
      withPart({ intervals: { coverage: 0.8, level: 1, residuals: [] } }),
      "intervals.level",
    ],
    [
      "a classifier with intervals",
      JSON.stringify(logisticArtefact({ intervals: { coverage: 0.8, level: 0.8, residuals: [] } })),
      "rework_risk with intervals",
    ],
    ["a range upside down", withPart({ range: [100, 0] }), "range 100 to 0"],
    ["a classifier without a decision threshold", withPart({ model: "rework_risk" }), "decision threshold null"],
    ["a classifier with a ridge learner", withPart({ model: "rework_risk", decisionThreshold: 0.5 }), "ridge learner"],
    ["a classifier without its intercept", logistic([1, 2]), "2 weights where 3 are expected"],
  ];
  for (const [title, text, says] of cases) {
    it(`is refused: ${title}`, async () => {
      const { message } = await refusalOf(text);
      expect(message).to.contain("story_points_tenant_7_v3").and.contain(says);
    });
  }

  it("advises the newer program for a newer format, the backup for another", async () => {
    expect((await refusalOf(withPart({ format: 5 }))).hint).to.match(/^mltrain 4\.5\.6 wrote it/);
    expect((await refusalOf(withPart({ format: 0 }))).hint).to.contain("backup");
  });
});
