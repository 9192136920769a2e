import { expect } from "chai";
import fc from "fast-check";
import { decodeEvidence, encodeEvidence } from "../../../../src/adapters/registry/artefacts/evidence.js";
import { compareMix, completionMix } from "../../../../src/domain/scoring/completionMix.js";
import type { VersionEvidence } from "../../../../src/domain/scoring/scoredRows.js";
import { ArtefactError } from "../../../../src/errors.js";
import { summary } from "../../../cli/results/card.js";
import { refusal } from "../../../helpers/program/refusal.js";
import { rowsOfR2, scoredRows } from "../../../helpers/rows/scoredRows.js";

const NAME = "lead_time_tenant_1_v1";
const again = (evidence: VersionEvidence): VersionEvidence => decodeEvidence(encodeEvidence(evidence), NAME);

describe("the evidence of a version as text", () => {
  it("comes back with or without holdout, mix and summary", () => {
    const holdout = scoredRows([1, 0, 2.5], [0.5, 0.25, 3], [0, 1.5, 365]);
    const mix = { edges: [0.1, 2], shares: [0.25, 0.25, 0.5] };
    for (const evidence of [
      { holdout, mix },
      { holdout, mix: undefined },
      { holdout: undefined, mix },
      { holdout: undefined, mix: undefined },
      { holdout: scoredRows([], []), mix },
      { holdout, mix, summary },
    ]) {
      expect(again(evidence)).to.deep.equal(evidence);
    }
  });

  it("keeps labels, predictions and delays to the nearest 32-bit number, for all rows", () => {
    const column = fc.array(fc.double({ noNaN: true, min: -1e30, max: 1e30 }), { minLength: 30, maxLength: 30 });
    fc.assert(
      fc.property(column, column, column, (labels, predictions, delays) => {
        const { holdout } = again({ holdout: scoredRows(labels, predictions, delays), mix: undefined });
        expect([...holdout!.labels]).to.deep.equal(labels.map(Math.fround));
        expect([...holdout!.predictions]).to.deep.equal(predictions.map(Math.fround));
        expect([...holdout!.delays]).to.deep.equal(delays.map(Math.fround));
      }),
    );
  });

  it("puts the kept delays into the bins that they were in before", () => {
    const holdout = rowsOfR2(500, 0.5, 1, (i) => (i % 7) / 10 + (i % 3 === 0 ? 0 : i / 7));
    const mix = completionMix(holdout.delays);
    const kept = again({ holdout, mix });
    expect(kept.mix).to.deep.equal(mix);
    expect(completionMix(kept.holdout!.delays)).to.deep.equal(mix);
    expect(compareMix(mix, kept.holdout!.delays)).to.deep.equal(compareMix(mix, holdout.delays));
  });

  it("takes 16 bytes a row: 20,000 rows fit into 330 kB", () => {
    expect(encodeEvidence({ holdout: rowsOfR2(20_000, 0.5, 1), mix: undefined }).length).to.be.lessThan(330_000);
  });

  it("has the same bytes for the same evidence", () => {
    const holdout = rowsOfR2(30, 0.5, 1);
    expect(encodeEvidence({ holdout, mix: undefined })).to.equal(encodeEvidence({ mix: undefined, holdout }));
  });

  it("is absent for a version from before it was kept", () => {
    expect(decodeEvidence(undefined, NAME)).to.deep.equal({ holdout: undefined, mix: undefined });
  });

  const text = encodeEvidence({ holdout: scoredRows([1, 2], [1, 2]), mix: undefined });
  const broken: [about: string, text: string][] = [
    ["no JSON", text.slice(0, -1)],
    ["no evidence", "null"],
    ["another format", text.replace('"format":1', '"format":2')],
    ["no format", "{}"],
    ...["labels", "predictions", "delays"].map((column): [string, string] => [
      `${column} of another length`,
      text.replace(new RegExp(`"${column}":"[^"]*"`), `"${column}":"AACAPw=="`),
    ]),
    ["bytes that are no 32-bit numbers", text.replace(/"labels":"[^"]*"/, '"labels":"AACAP0A="')],
    ["a column missing", text.replace(/"labels":"[^"]*",/, "")],
  ];
  for (const [about, wrong] of broken) {
    it(`is refused (73), naming the version: ${about}`, async () => {
      expect(wrong).to.not.equal(text);
      const decoding = Promise.resolve().then(() => decodeEvidence(wrong, NAME));
      const { message, exitCode, hint } = await refusal(ArtefactError, decoding);
      expect([exitCode, message]).to.deep.equal([73, `what ${NAME} was held out on cannot be read`]);
      expect(hint).to.contain("mltrain train --force");
    });
  }
});
