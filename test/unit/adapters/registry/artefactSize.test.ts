import { expect } from "chai";
import { encodeArtefact } from "../../../../src/adapters/registry/artefacts/artefactCodec.js";
import type { Artefact } from "../../../../src/domain/artefact.js";
import { proceduresFor } from "../../../../src/domain/learners/candidates.js";
import { fitProcedure } from "../../../../src/domain/training/fitting.js";
import { describeProcedure } from "../../../../src/domain/learners/procedure.js";
import { trainingDesign } from "../../../../src/domain/learners/trainingDesign.js";
import { MODEL_NAMES } from "../../../../src/domain/models.js";
import { prepare } from "../../../../src/domain/learners/preparedExamples.js";
import { rowRange } from "../../../../src/learning/resampling/timeSplits.js";
import { wildExamples } from "../../../helpers/rows/wildExamples.js";

const ROWS = 900;
const MEBIBYTE = 1024 * 1024;
/** The longest numbers of six significant digits, and of the 17 that two neighbours may need to be told apart. */
const LONG = -0.00000123456;
const LONGER = -0.0000012345678901234567;

const bytesOf = (artefact: Artefact): number => Buffer.byteLength(encodeArtefact(artefact).text);

/** The artefact with every number that is no whole one as long as any can be. */
function atItsLongest(artefact: Artefact): Artefact {
  const lengthen = (key: string, value: unknown): unknown => {
    if (key === "thresholds") return (value as number[]).map(() => LONGER);
    return typeof value === "number" && !Number.isInteger(value) ? LONG : value;
  };
  return JSON.parse(JSON.stringify(artefact, lengthen)) as Artefact;
}

for (const model of MODEL_NAMES) {
  describe(`the artefact of ${model}`, () => {
    const prepared = prepare(model, wildExamples(model, ROWS));
    const training = trainingDesign(prepared, rowRange(0, ROWS));
    const { labels } = training;
    const outOfSample = { labels, predictions: labels.map((label) => 0.3 + label / 3) };

    it("is filled by these rows", () => {
      const { categories, terms } = training.encoding;
      for (const { names } of categories) expect(names).to.have.length(20);
      if (model !== "rework_risk") expect(terms?.columns).to.have.length(8192);
    });

    for (const procedure of proceduresFor(model, "all")) {
      it(`is within 1 MiB, whatever the rows: ${describeProcedure(procedure)}`, () => {
        const artefact = fitProcedure(procedure, training, outOfSample);
        expect(bytesOf(atItsLongest(artefact))).to.be.within(bytesOf(artefact), MEBIBYTE);
      });
    }
  });
}
