import { expect } from "chai";
import { delaysOf, isMature, scoredRows } from "../../../../src/domain/scoring/scoredRows.js";
import { baselineArtefact } from "../../../helpers/tenants/artefacts.js";
import { preparedRows } from "../../../helpers/rows/preparedRows.js";

const DAY = 86_400_000;

const prepared = preparedRows([
  { predictedAt: 0, labelKnownAt: DAY, label: 5 },
  { predictedAt: DAY, labelKnownAt: 1.5 * DAY, label: 6 },
  { predictedAt: 0, labelKnownAt: 10 * DAY, label: 7 },
]);

describe("scoredRows", () => {
  it("returns labels, predictions and delays in days of the given rows, in their order", () => {
    expect(scoredRows(baselineArtefact(2), prepared, Int32Array.of(2, 1))).to.deep.equal({
      labels: Float64Array.of(7, 6),
      predictions: Float64Array.of(2, 2),
      delays: Float64Array.of(10, 0.5),
    });
    expect(delaysOf(prepared.examples, Int32Array.of(0))).to.deep.equal(Float64Array.of(1));
  });

  it("accepts no rows", () => {
    expect(scoredRows(baselineArtefact(2), prepared, new Int32Array(0)).labels).to.have.length(0);
  });
});

describe("isMature", () => {
  const cohort = { watermark: 100 * DAY, asOf: 200 * DAY, maturityDays: 30 };
  const cases: [predictedAt: number, isMature: boolean][] = [
    [100 * DAY, false],
    [100 * DAY + 1, true],
    [170 * DAY, true],
    [170 * DAY + 1, false],
    [NaN, false],
  ];
  for (const [predictedAt, expected] of cases) {
    it(`is ${String(expected)} for a row of day ${String(predictedAt / DAY)}`, () => {
      expect(isMature(predictedAt, cohort)).to.equal(expected);
    });
  }
});
