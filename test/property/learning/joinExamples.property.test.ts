import { expect } from "chai";
import fc from "fast-check";
import { prepare } from "../../../src/domain/learners/preparedExamples.js";
import { joinExamples } from "../../../src/learning/features/joinExamples.js";
import { examplesOf, testRows, type TestRow } from "../../helpers/rows/examples.js";

/** Returns the row as one to predict, whose label is never known. */
const unlabelled = (row: TestRow): TestRow => ({ ...row, label: NaN, labelKnownAt: Infinity });

describe("joinExamples of labelled rows and rows to predict", () => {
  it("gives rows to predict the same features that they have in training", () => {
    fc.assert(
      fc.property(testRows, fc.nat(), (all, pick) => {
        const keyed = all.map((row, i) => ({ ...row, key: `K-${String(i)}` }));
        const predicted = keyed[pick % keyed.length]!;
        const asOf = predicted.predictedAt!;
        const known = keyed.filter((row) => row.labelKnownAt <= asOf && row !== predicted);
        const asTrained = prepare("lead_time", examplesOf(keyed));
        const joined = joinExamples(examplesOf(known), examplesOf([unlabelled(predicted)]));
        const asPredicted = prepare("lead_time", joined);
        const trainedRow = asTrained.examples.keys.indexOf(predicted.key);
        for (const [name, column] of asPredicted.features) {
          const expected = asTrained.features.get(name)![trainedRow]!;
          expect(Number.isNaN(column.at(-1)!), name).to.equal(Number.isNaN(expected));
          if (!Number.isNaN(expected)) expect(column.at(-1), name).to.be.closeTo(expected, 1e-9);
        }
      }),
    );
  });

  it("keeps the columns of both, in order", () => {
    fc.assert(
      fc.property(testRows, testRows, (first, second) => {
        const a = examplesOf(first);
        const b = examplesOf(second.map(unlabelled));
        const joined = joinExamples(a, b);
        const nameOf = ({ categories }: typeof a, row: number) =>
          categories["type"]?.names[categories["type"].codes[row] ?? -1];
        expect(joined.count).to.equal(a.count + b.count);
        expect(joined.categories["type"]?.names).to.deep.equal([...(joined.categories["type"]?.names ?? [])].sort());
        for (let row = 0; row < joined.count; row++) {
          const [from, at] = row < a.count ? [a, row] : [b, row - a.count];
          expect(joined.keys[row]).to.equal(from.keys[at]);
          expect(joined.labels[row]).to.deep.equal(from.labels[at]);
          expect(joined.predictedAt[row]).to.equal(from.predictedAt[at]);
          expect(nameOf(joined, row)).to.equal(nameOf(from, at));
          expect(joined.numbers["size"]?.[row]).to.deep.equal(from.numbers["size"]?.[at]);
        }
      }),
    );
  });

  it("fills missing columns of labelled rows as unknown, and keeps the terms", () => {
    const first = examplesOf([{ labelKnownAt: 5, label: 1 }]);
    const second = examplesOf([
      { labelKnownAt: Infinity, label: NaN, numbers: { size: 3 }, categories: { type: "a" } },
    ]);
    const terms = {
      starts: Int32Array.of(0, 2),
      columns: Uint16Array.of(4, 7),
      values: Uint8Array.of(1, 2),
      width: 9,
    };
    const joined = joinExamples(first, { ...second, terms });
    expect(joined.numbers["size"]).to.deep.equal(Float64Array.of(NaN, 3));
    expect(joined.categories["type"]).to.deep.equal({ names: ["a"], codes: Int32Array.of(-1, 0) });
    expect(joined.terms).to.deep.equal({ ...terms, starts: Int32Array.of(0, 0, 2) });
    const twice = joinExamples({ ...second, terms }, { ...second, terms });
    expect(twice.terms?.starts).to.deep.equal(Int32Array.of(0, 2, 4));
    expect(twice.terms?.columns).to.deep.equal(Uint16Array.of(4, 7, 4, 7));
  });
});
