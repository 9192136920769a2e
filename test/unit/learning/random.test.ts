import { expect } from "chai";
import { randomFrom, seededRandom, splitMix64 } from "../../../src/learning/random.js";

describe("random numbers", () => {
  it("match the published generator", () => {
    // Output of the reference xoshiro128starstar.c 1.1, as in the tests of the Rust crate rand_xoshiro.
    const expected = [
      11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804,
    ];
    const { bits } = randomFrom([1, 2, 3, 4]);
    expect(expected.map(bits)).to.deep.equal(expected);
  });

  it("match the published generator of seeds", () => {
    // Output of the reference splitmix64.c, as in the tests of the Rust crate rand_xoshiro.
    const expected = [1985237415132408290n, 2979275885539914483n, 13511426838097143398n, 8488337342461049707n];
    expect(splitMix64(1477776061723855037n, 4)).to.deep.equal(expected);
  });

  it("are equal for equal seeds, and differ for other seeds", () => {
    const draw = (seed: number): number[] => Array.from({ length: 8 }, seededRandom(seed).bits);
    expect(draw(7)).to.deep.equal(draw(7));
    expect(new Set([0, 1, 7, -7, 2 ** 40].flatMap(draw)).size).to.equal(40);
  });

  it("refuse a seed or a bound that is not a whole number", () => {
    expect(() => seededRandom(0.5)).to.throw(RangeError, "seed");
    expect(() => seededRandom(NaN)).to.throw(RangeError, "seed");
    for (const bound of [0, -1, 1.5, NaN, 2 ** 32 + 1]) {
      expect(() => seededRandom(1).integer(bound)).to.throw(RangeError, "bound");
    }
  });

  it("are uniform in [0, 1)", () => {
    const { uniform } = seededRandom(1);
    const draws = Array.from({ length: 100_000 }, uniform);
    expect(Math.min(...draws.slice(0, 10_000))).to.be.at.least(0);
    expect(draws.every((draw) => draw < 1)).to.equal(true);
    expect(chiSquare(draws.map((draw) => Math.floor(draw * 10)))).to.be.below(33.7);
  });

  it("are whole numbers below a bound, with equal probabilities", () => {
    const { integer } = seededRandom(2);
    expect(chiSquare(Array.from({ length: 100_000 }, () => integer(10)))).to.be.below(33.7);
    // Without a second draw, the lower half of 3 · 2³⁰ would be twice as frequent.
    const high = Array.from({ length: 20_000 }, () => integer(3 * 2 ** 30)).filter((draw) => draw >= 2 ** 30).length;
    expect(high / 20_000).to.be.closeTo(2 / 3, 0.015);
  });

  it("are normal: mean 0, deviation 1, 4.55 % outside two deviations", () => {
    const { normal } = seededRandom(3);
    const draws = Array.from({ length: 100_000 }, normal);
    const mean = draws.reduce((sum, draw) => sum + draw, 0) / draws.length;
    const variance = draws.reduce((sum, draw) => sum + (draw - mean) ** 2, 0) / draws.length;
    expect(mean).to.be.closeTo(0, 0.015);
    expect(variance).to.be.closeTo(1, 0.02);
    expect(draws.filter((draw) => Math.abs(draw) > 2).length / draws.length).to.be.closeTo(0.0455, 0.003);
  });

  it("shuffle to every order, with equal probabilities", () => {
    const { shuffle } = seededRandom(4);
    const counts = new Map<string, number>();
    for (let i = 0; i < 24_000; i++) {
      const values = [1, 2, 3, 4];
      shuffle(values);
      counts.set(values.join(""), (counts.get(values.join("")) ?? 0) + 1);
    }
    expect(counts.size).to.equal(24);
    // With 23 degrees of freedom, 1 in 10,000 is above this.
    expect([...counts.values()].reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0)).to.be.below(56.2);
  });
});

/** Returns χ² of ten digits of equal probability. With 9 degrees of freedom, 1 in 10,000 is above 33.7. */
function chiSquare(digits: readonly number[]): number {
  const counts = new Array<number>(10).fill(0);
  for (const digit of digits) counts[digit]!++;
  const expected = digits.length / 10;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}
