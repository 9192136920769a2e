import { expect } from "chai";
import { FINDINGS, refusalOf, type Finding, type FindingName } from "../../../../src/domain/dataChecks/findings.js";

const found = (...names: FindingName[]): Finding[] =>
  names.map((finding) => ({ finding, severity: FINDINGS[finding], message: finding, seen: 1 }));

describe("refusalOf", () => {
  const cases: [names: FindingName[], refusal: ReturnType<typeof refusalOf>][] = [
    [[], undefined],
    [["constant-label", "missing-values", "rows-left-unread"], undefined],
    [["times-not-readable"], undefined],
    [["too-few-rows"], "too-little-data"],
    [["too-few-rows", "constant-label"], "too-little-data"],
    [["too-few-rows", "one-class"], "too-little-data"],
    [["too-few-rows", "labels-not-finite"], "data-refused"],
    [["too-few-rows", "times-not-readable"], "data-refused"],
    [["one-class"], "data-refused"],
    [["labels-not-finite"], "data-refused"],
    [["label-leakage", "missing-columns"], "data-refused"],
  ];
  for (const [names, refusal] of cases) {
    it(`returns ${refusal ?? "undefined"} for ${names.join(", ") || "no findings"}`, () => {
      expect(refusalOf(found(...names))).to.equal(refusal);
    });
  }
});
