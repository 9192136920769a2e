import { expect } from "chai";
import fc from "fast-check";
import { forwardFolds, splitByLabelTime } from "../../../../src/learning/resampling/timeSplits.js";

const ascending = fc
  .array(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: 120 })
  .map((times) => Float64Array.from(times).sort());

describe("splitByLabelTime", () => {
  it("cuts at the share if all times are distinct", () => {
    const times = Float64Array.from({ length: 10 }, (_, i) => i);
    expect(splitByLabelTime(times, 10, 0.8)).to.deep.equal({ cut: 8, end: 10 });
  });

  it("moves the cut past equal times, or before them at the end", () => {
    expect(splitByLabelTime(Float64Array.of(1, 2, 2, 2, 3), 5, 0.4)).to.deep.equal({ cut: 4, end: 5 });
    expect(splitByLabelTime(Float64Array.of(1, 1, 2, 2, 2), 5, 0.8)).to.deep.equal({ cut: 2, end: 5 });
  });

  it("finds no cut if all label times are equal, or for one row", () => {
    expect(splitByLabelTime(Float64Array.of(7, 7, 7), 3, 0.8)).to.equal(undefined);
    expect(splitByLabelTime(Float64Array.of(7), 1, 0.8)).to.equal(undefined);
    expect(splitByLabelTime(new Float64Array(0), 0, 0.8)).to.equal(undefined);
  });

  it("never splits rows of one label time, for all times and shares", () => {
    fc.assert(
      fc.property(ascending, fc.double({ min: 0.05, max: 0.95, noNaN: true }), (times, share) => {
        const split = splitByLabelTime(times, times.length, share);
        if (split === undefined) expect(times[0]).to.equal(times.at(-1));
        else expect(times[split.cut - 1]).to.be.lessThan(times[split.cut]!);
      }),
    );
  });
});

describe("forwardFolds", () => {
  it("returns consecutive blocks of equal size", () => {
    const times = Float64Array.from({ length: 100 }, (_, i) => i);
    expect(forwardFolds(times, 100, 3, 0.4)).to.deep.equal([
      { cut: 40, end: 60 },
      { cut: 60, end: 80 },
      { cut: 80, end: 100 },
    ]);
  });

  it("scores every row after the first cut exactly once, for all times", () => {
    fc.assert(
      fc.property(ascending, (times) => {
        const folds = forwardFolds(times, times.length, 3, 0.4);
        folds.forEach((fold, i) => {
          expect(fold.cut).to.be.lessThan(fold.end);
          expect(fold.end).to.equal(folds[i + 1]?.cut ?? times.length);
          expect(times[fold.cut - 1]).to.be.lessThan(times[fold.cut]!);
        });
      }),
    );
  });
});
