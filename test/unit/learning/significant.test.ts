import { expect } from "chai";
import fc from "fast-check";
import { roundSignificant } from "../../../src/learning/significant.js";

describe("roundSignificant", () => {
  it("equals toPrecision with six digits, for any number", () => {
    fc.assert(
      fc.property(fc.double(), (value) => {
        expect(roundSignificant(value)).to.deep.equal(Number(value.toPrecision(6)));
      }),
      { numRuns: 20_000 },
    );
  });

  it("equals toPrecision at midpoints", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -9_999_999, max: 9_999_999 }),
        fc.integer({ min: -30, max: 30 }),
        (digits, power) => {
          const value = Number(`${String(digits)}e${String(power)}`);
          expect(roundSignificant(value)).to.deep.equal(Number(value.toPrecision(6)));
        },
      ),
      { numRuns: 20_000 },
    );
  });
});
