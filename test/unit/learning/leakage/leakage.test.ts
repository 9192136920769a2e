import { expect } from "chai";
import { binNumbers } from "../../../../src/learning/leakage/binNumbers.js";
import { commonestGroup, heldOutMeans, keepGroups } from "../../../../src/learning/leakage/heldOutMeans.js";
import { leakingTerms } from "../../../../src/learning/leakage/leakingTerms.js";

describe("binNumbers", () => {
  it("groups by quantiles of the older numbers, for older and newer rows", () => {
    const column = Float64Array.of(4, 1, 3, 2, /* newer: */ -9, 2.5, NaN, 99);
    expect([...binNumbers(column, 4, 4)]).to.deep.equal([3, 0, 2, 1, 0, 1, -1, 3]);
  });

  it("never splits equal numbers", () => {
    expect([...binNumbers(Float64Array.of(0, 0, 0, 0, 0, 7), 6, 3)]).to.deep.equal([1, 1, 1, 1, 1, 1]);
    expect([...binNumbers(Float64Array.of(7, 7, 7, 0), 4, 2)]).to.deep.equal([1, 1, 1, 0]);
  });

  it("has the code −1 for unknown numbers", () => {
    expect([...binNumbers(Float64Array.of(NaN, NaN), 2, 3)]).to.deep.equal([-1, -1]);
  });
});

describe("heldOutMeans", () => {
  const groups = Int32Array.of(0, 1, 0, -1, -1, /* newer: */ 0, 1, 2, -1, 0);
  const labels = [2, 9, 4, 7, 8, 100, 101, 102, 103, 104];

  it("returns the means of the older rows per group, without groups of too few rows", () => {
    const { labels: own, groups: of, means } = heldOutMeans(groups, labels, 5, 2);
    expect([[...own], [...of], [...means]]).to.deep.equal([
      [100, 103, 104],
      [0, -1, 0],
      [3, 7.5, 3],
    ]);
  });

  it("does not depend on the labels of the newer rows", () => {
    const other = labels.map((label, row) => (row < 5 ? label : -label));
    expect(heldOutMeans(groups, other, 5, 1).means).to.deep.equal(heldOutMeans(groups, labels, 5, 1).means);
  });

  it("can be limited to some groups, such as the commonest one", () => {
    const heldOut = heldOutMeans(groups, labels, 5, 1);
    expect(commonestGroup(heldOut.groups)).to.equal(0);
    expect([...keepGroups(heldOut, (group) => group !== 0).labels]).to.deep.equal([101, 103]);
    expect(commonestGroup(new Int32Array(0))).to.equal(undefined);
    expect(commonestGroup(Int32Array.of(5, 3, 3, 5))).to.equal(3);
  });
});

describe("leakingTerms", () => {
  // Term 0 is in all rows, term 1 in those of label 5, term 2 in one row only, term 3 in those of label 1.
  const rows = [[0, 1], [0, 3], [0, 1], [0, 3], [0, 1, 2], [0, 3], /* newer: */ [0, 1, 3], [0], [2]];
  const labels = [5, 1, 5, 1, 5, 1, 8, 8, 8];
  const terms = {
    starts: Int32Array.from([0, ...rows.map((_, i) => rows.slice(0, i + 1).flat().length)]),
    columns: Uint16Array.from(rows.flat()),
    values: new Uint8Array(rows.flat().length).fill(1),
    width: 4,
  };

  it("chooses the commonest of a row's terms whose older rows have nearly one label", () => {
    const telling = leakingTerms(terms, labels, 6, { minimumOlder: 2, variance: 0.05 });
    expect([...telling]).to.deep.equal([1, 3, 1, 3, 1, 3, 1, -1, -1]);
  });

  it("includes every term that is common enough if any variance is allowed", () => {
    expect([...leakingTerms(terms, labels, 6, { minimumOlder: 4, variance: 1 })].slice(0, 8)).to.deep.equal(
      Array(8).fill(0),
    );
  });
});
