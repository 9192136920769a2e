import { expect } from "chai";
import { inspect } from "node:util";
import { decodePullRequest, decodeWorkItem } from "../../../../src/adapters/sources/decodeRows.js";
import { decodeTime } from "../../../../src/adapters/decoding/decodeTime.js";
import {
  decodeBoolean,
  decodeCategory,
  decodeNumber,
  decodeText,
} from "../../../../src/adapters/decoding/decodeValues.js";

function table(decode: (value: unknown) => unknown, cases: readonly (readonly [value: unknown, decoded: unknown])[]) {
  for (const [value, decoded] of cases) {
    it(`takes ${inspect(value)} for ${decoded === null ? "nothing" : inspect(decoded)}`, () => {
      expect(decode(value)).to.deep.equal(decoded);
    });
  }
}

describe("decodeTime", () => {
  // 2009-02-13T23:31:30Z is second 1,234,567,890 of Unix time; the others follow from it, or are `date -u +%s` of coreutils.
  const T = 1_234_567_890_000;
  table(decodeTime, [
    ["2009-02-13T23:31:30Z", T],
    ["2009-02-13 23:31:30", T],
    ["2009-02-13T23:31:30z", T],
    [" 2009-02-13T23:31:30.000Z ", T],
    ["2009-02-13 23:31:30+00", T],
    ["2009-02-13 23:31:30 +00", T],
    ["2009-02-14 05:01:30+05:30", T],
    ["2009-02-14T05:01:30+0530", T],
    ["2009-02-13 15:31:30-08", T],
    ["2009-02-14 05:24:58+05:53:28", T],
    ["2009-02-13 23:31:30.1", T + 100],
    ["2009-02-13 23:31:30.123456+00", T + 123],
    ["2009-02-13 23:31:30.1239", T + 123],
    ["2009-02-13 23:31:30.999999999", T + 999],
    ["2009-02-13 23:31", T - 30_000],
    ["2000-02-29", 951_782_400_000],
    ["2000-02-29T00:00:00.000Z", 951_782_400_000],
    ["2009-02-13T23:31:30.456Z", T + 456],
    ["2009-02-13T23:31:30.4567", T + 456],
    ["2009-02-29T00:00:00.000Z", null],
    ["2009-13-01T00:00:00.000Z", null],
    ["2009-02-00T00:00:00.000Z", null],
    ["2009-02-13T24:00:00.000Z", null],
    ["2009-02-13X23:31:30.000Z", null],
    ["2009-02-13T23:31:3O.000Z", null],
    ["0099-02-13T23:31:30.000Z", null],
    ["1969-12-31T23:59:59Z", -1_000],
    ["1969-12-31T23:59:59.999999Z", -1],
    [T, T],
    [T + 0.9, T],
    [BigInt(T), T],
    [new Date(T), T],
    [null, null],
    [undefined, null],
    ["", null],
    ["infinity", null],
    ["-infinity", null],
    ["yesterday", null],
    ["2009-02-29", null],
    ["2009-13-01", null],
    ["2009-00-10", null],
    ["0044-03-15 00:00:00 BC", null],
    ["10000-01-01 00:00:00", null],
    ["2009-02-13 24:00:00", null],
    ["2009-02-13 23:60:00", null],
    ["2009-02-13T23:31:30Z; drop", null],
    ["1234567890", null],
    [NaN, null],
    [Infinity, null],
    [new Date(NaN), null],
    [true, null],
  ]);
});

describe("decodeNumber", () => {
  table(decodeNumber, [
    [3, 3],
    ["3.00", 3],
    [" -2.5e3 ", -2500],
    ["+.5", 0.5],
    ["5.", 5],
    [7n, 7],
    [-0, 0],
    ["-0", 0],
    [null, null],
    [undefined, null],
    ["", null],
    ["  ", null],
    ["NaN", NaN],
    ["Infinity", NaN],
    ["0x10", NaN],
    ["3 points", NaN],
    ["1,5", NaN],
    [NaN, NaN],
    [Infinity, Infinity],
    [true, NaN],
    [{}, NaN],
    ["1e999", Infinity],
  ]);
});

describe("decodeBoolean", () => {
  table(decodeBoolean, [
    [true, true],
    [false, false],
    [1, true],
    [0, false],
    [1n, true],
    ["t", true],
    ["f", false],
    ["TRUE", true],
    [" no ", false],
    ["1", true],
    [2, null],
    ["maybe", null],
    [null, null],
    [{}, null],
  ]);
});

describe("decodeText", () => {
  table(decodeText, [
    ["  as it is ", "  as it is "],
    ["", ""],
    [5, "5"],
    [true, "true"],
    [null, null],
    [undefined, null],
    [["a"], null],
  ]);
});

describe("decodeCategory", () => {
  table(decodeCategory, [
    [5, "5"],
    ["5", "5"],
    [5n, "5"],
    [" Bug ", "Bug"],
    ["", null],
    ["  ", null],
    [null, null],
    [["b", "a", "b", null, " "], "a,b"],
    ['["b", "a", "b", null]', "a,b"],
    [["bug"], "bug"],
    [[], null],
    ["[]", null],
    [[2, 10], "10,2"],
    ["[Backend] team", "[Backend] team"],
    [{ b: 1, a: [2] }, '{"a":[2],"b":1}'],
    ['{"b": 1, "a": [2]}', '{"a":[2],"b":1}'],
    ["{a,b}", "{a,b}"],
    [Buffer.from("x"), null],
  ]);
});

describe("decodeWorkItem", () => {
  it("tells a column that is missing from a completion that has not come", () => {
    expect(decodeWorkItem({ key: "A-1" }).completedAt).to.equal(undefined);
    expect(decodeWorkItem({ key: "A-1", work_last_completed_at: null }).completedAt).to.equal(null);
  });

  it("counts a row as active unless it is said not to be", () => {
    const activity = [undefined, null, true, 1, "t", false, 0, "f"].map((active) => decodeWorkItem({ active }).active);
    expect(activity).to.deep.equal([true, true, true, true, true, false, false, false]);
  });

  it("takes a numeric key for its text", () => {
    expect(decodeWorkItem({ key: 17 }).key).to.equal("17");
    expect(decodeWorkItem({ key: null }).key).to.equal("");
  });
});

describe("decodePullRequest", () => {
  it("makes its key of repository and number, whatever their types", () => {
    expect(decodePullRequest({ repository_id: 4, number: "17" }).key).to.equal("4#17");
    expect(decodePullRequest({ repository_id: "4", number: 17 }).key).to.equal("4#17");
  });

  it("decodes every column", () => {
    const row = {
      repository_id: "api",
      number: 3,
      user_name: 9,
      name: "Fix it",
      body: null,
      additions: "10",
      deletions: 2,
      changed_files: "many",
      pr_created_at: "2009-02-13 23:31:30+00",
      merged_at: null,
      review_cycles: 3n,
      rework_commit_count: null,
      active: 1,
    };
    expect(decodePullRequest(row)).to.deep.equal({
      key: "api#3",
      repository: "api",
      author: "9",
      title: "Fix it",
      body: null,
      additions: 10,
      deletions: 2,
      changedFiles: NaN,
      openedAt: 1_234_567_890_000,
      mergedAt: null,
      reviewCycles: 3,
      reworkCommits: null,
      active: true,
    });
  });
});
