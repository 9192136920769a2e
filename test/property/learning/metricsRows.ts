import { expect } from "chai";
import fc from "fast-check";

/** The input of a metric. */
export interface Rows {
  readonly labels: Float64Array;
  readonly predictions: Float64Array;
}

const columns = (label: fc.Arbitrary<number>, prediction: fc.Arbitrary<number>): fc.Arbitrary<Rows> =>
  fc.array(fc.tuple(label, prediction), { minLength: 1, maxLength: 60 }).map((pairs) => ({
    labels: Float64Array.from(pairs, ([value]) => value),
    predictions: Float64Array.from(pairs, ([, value]) => value),
  }));

/** Tenths, so that equal values are common and sums are close to exact. */
export const amount = fc.integer({ min: 0, max: 1000 }).map((tenths) => tenths / 10);
export const regression = columns(amount, amount);
/** Labels of 0 and 1, and probabilities that often tie. */
export const binary = columns(
  fc.constantFrom(0, 1),
  fc.integer({ min: 0, max: 20 }).map((steps) => steps / 20),
);

/** Expects both to be undefined, or equal except for rounding. */
export function expectSame(actual: number | undefined, expected: number | undefined): void {
  if (expected === undefined) expect(actual).to.equal(undefined);
  else expect(actual).to.be.closeTo(expected, 1e-9 * Math.max(1, Math.abs(expected)));
}
