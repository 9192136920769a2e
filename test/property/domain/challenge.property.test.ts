import { expect } from "chai";
import fc from "fast-check";
import { challenge } from "../../../src/domain/promotion/challenge.js";
import { evidenceStart } from "../../../src/domain/promotion/comparison.js";
import { baselineArtefact } from "../../helpers/tenants/artefacts.js";
import { testRows } from "../../helpers/rows/examples.js";
import { preparedRows } from "../../helpers/rows/preparedRows.js";

describe("a challenge, for all rows", () => {
  it("has a decision, on rows that are newer than the watermark and in the newer half", () => {
    const options = fc.record({ degraded: fc.boolean(), seed: fc.nat() });
    const manyRows = fc.array(testRows, { minLength: 1, maxLength: 8 }).map((parts) => parts.flat());
    const watermarks = fc.oneof(fc.constantFrom(-Infinity, Infinity), fc.integer({ min: 0, max: 1300 }));
    const seen = new Set<string>();
    fc.assert(
      fc.property(manyRows, watermarks, options, (rows, watermark, how) => {
        const prepared = preparedRows(rows);
        const { labelKnownAt, count } = prepared.examples;
        const start = evidenceStart(prepared, watermark);
        expect(start).to.be.at.least(Math.floor(count / 2));
        for (let row = 0; row < count; row++) {
          if (row >= start) expect(labelKnownAt[row]).to.be.greaterThan(watermark);
          if (row >= start && start > 0) expect(labelKnownAt[row]).to.be.greaterThan(labelKnownAt[start - 1]!);
        }
        const champion = { artefact: baselineArtefact(3), watermark, knows: () => false };
        const { decision, training } = challenge(prepared, champion, { ...how, intervals: false });
        expect(decision?.comparison.rows).to.equal(start === 0 ? 0 : count - start);
        seen.add(decision?.reason ?? "none");
        if (count - start < 20) expect(decision).to.include({ verdict: "refuse", reason: "too-few-rows" });
        expect(training.artefact.model).to.equal("lead_time");
      }),
      { numRuns: 60, seed: 3 },
    );
    expect([...seen]).to.include.members(["too-few-rows", "worse", "better"]);
  });
});
