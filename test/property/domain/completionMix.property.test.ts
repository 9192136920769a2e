import { expect } from "chai";
import fc from "fast-check";
import { compareMix, completionMix } from "../../../src/domain/scoring/completionMix.js";

/** Delays in days, many of them equal. */
const delays = (minimum: number) =>
  fc
    .array(fc.oneof(fc.constantFrom(0, 0.1, 1, 7), fc.double({ min: 0, max: 400, noNaN: true })), {
      minLength: minimum,
      maxLength: 120,
      size: "max",
    })
    .map((values) => Float64Array.from(values));

const sum = (values: ArrayLike<number>): number => Array.from(values).reduce((total, value) => total + value, 0);

describe("the completion mix, for all delays", () => {
  it("has at most five bins, no empty bin, and shares that sum to 1", () => {
    fc.assert(
      fc.property(delays(1), (given) => {
        const { edges, shares } = completionMix(given);
        expect(edges.length).to.be.at.most(4);
        expect(shares).to.have.length(edges.length + 1);
        expect(sum(shares)).to.be.closeTo(1, 1e-12);
        for (const share of shares) expect(share).to.be.greaterThan(0);
        for (const [i, edge] of edges.entries()) expect(edge).to.be.greaterThan(edges[i - 1] ?? -Infinity);
      }),
    );
  });

  it("finds no shift of the same delays, or of repetitions of them", () => {
    fc.assert(
      fc.property(delays(1), fc.integer({ min: 1, max: 5 }), (given, times) => {
        const again = Float64Array.from(Array.from({ length: times }, () => [...given]).flat());
        expect(compareMix(completionMix(given), again)).to.deep.equal({
          shifted: false,
          weights: undefined,
          effectiveRows: again.length,
          covered: 1,
        });
      }),
    );
  });

  it("gives weights with mean 1 that match the shares of the training in bins with rows", () => {
    let shifts = 0;
    fc.assert(
      fc.property(delays(20), delays(1), (training, newRows) => {
        const mix = completionMix(training);
        const { shifted, weights, effectiveRows, covered } = compareMix(mix, newRows);
        expect(covered).to.be.within(0, 1 + 1e-12);
        expect(effectiveRows).to.be.within(0, newRows.length * (1 + 1e-12));
        if (!shifted || weights === undefined) return;
        shifts++;
        expect(sum(weights) / newRows.length).to.be.closeTo(1, 1e-9);
        const bounds = [-Infinity, ...mix.edges, Infinity];
        mix.shares.forEach((share, bin) => {
          const isIn = (delay: number): boolean =>
            Math.fround(delay) > bounds[bin]! && Math.fround(delay) <= bounds[bin + 1]!;
          const weight = sum(weights.filter((_, row) => isIn(newRows[row]!)));
          if (newRows.some(isIn)) expect(weight / newRows.length).to.be.closeTo(share / covered, 1e-9);
        });
      }),
      { numRuns: 300, seed: 3 },
    );
    expect(shifts).to.be.greaterThan(20);
  });
});
