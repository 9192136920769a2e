import { expect } from "chai";
import fc from "fast-check";
import { historyOf } from "../../../src/domain/replay/history.js";
import { trainModel } from "../../../src/domain/training/training.js";
import { testRows } from "../../helpers/rows/examples.js";
import { preparedRows, sizedRows } from "../../helpers/rows/preparedRows.js";

const DAY = 86_400_000;
const keyed = testRows.map((rows) => rows.map((row, i) => ({ ...row, key: `K-${String(i)}` })));

describe("a history, for all rows and dates", () => {
  it("shows of a past date what would have been read then: rows, labels and features", () => {
    fc.assert(
      fc.property(keyed, fc.integer({ min: -1, max: 1400 }), (rows, date) => {
        const history = historyOf(preparedRows(rows), 1000);
        const then = preparedRows(rows.filter(({ labelKnownAt }) => labelKnownAt <= date));
        const { prepared } = history.knownAt(history.countAt(date));
        expect(prepared.examples.keys).to.deep.equal(then.examples.keys);
        expect([...prepared.examples.labels]).to.deep.equal([...then.examples.labels]);
        for (const [name, column] of then.features) {
          expect([...(prepared.features.get(name) ?? [])], name).to.deep.equal([...column]);
        }
      }),
      { numRuns: 300 },
    );
  });

  it("shows the newest rows at most, as many as are read", () => {
    fc.assert(
      fc.property(keyed, fc.integer({ min: 1, max: 60 }), (rows, maximum) => {
        const whole = preparedRows(rows);
        const { prepared, end } = historyOf(whole, maximum).knownAt(rows.length);
        expect(end).to.equal(rows.length);
        expect(prepared.examples.keys).to.deep.equal(whole.examples.keys.slice(-maximum));
        expect([...prepared.examples.predictedAt]).to.deep.equal([...whole.examples.predictedAt.slice(-maximum)]);
      }),
    );
  });

  it("trains as of a past date to the same artefact as the rows of then", () => {
    const rows = sizedRows(200);
    const history = historyOf(preparedRows(rows), 1000);
    for (const day of [12, 25.5, 40, 61]) {
      const then = preparedRows(rows.filter(({ labelKnownAt }) => labelKnownAt <= day * DAY));
      const { prepared } = history.knownAt(history.countAt(day * DAY));
      expect(trainModel(prepared)).to.deep.equal(trainModel(then));
    }
  });
});
