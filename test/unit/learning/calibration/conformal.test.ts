import { expect } from "chai";
import { AdaptiveConformal, type ConformalOffsets } from "../../../../src/learning/calibration/adaptiveConformal.js";
import { recencyWeights } from "../../../../src/learning/resampling/recencyWeights.js";
import { seededRandom } from "../../../../src/learning/random.js";

function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i + 1);
}

/** Offsets at the wanted coverage, without a level that has moved. */
function offsetsOf(residuals: readonly number[], coverage: number, level = coverage): ConformalOffsets {
  return new AdaptiveConformal({ coverage, level, residuals }).offsets();
}

/** Five standard deviations of a share: chance goes beyond them less than once in a million times. */
function withinChance(rate: number, trials: number): number {
  return 5 * Math.sqrt((rate * (1 - rate)) / trials);
}

describe("offsets of conformal intervals", () => {
  it("are the ⌈(n + 1) · (1 + coverage) / 2⌉-th smallest residual, and as many from the other end", () => {
    for (const [count, coverage, rank] of [
      [9, 0.8, 9],
      [19, 0.8, 18],
      [99, 0.8, 90],
      [19, 0.9, 19],
      [99, 0.5, 75],
    ] as const) {
      const { lower, upper } = offsetsOf(upTo(count).reverse(), coverage);
      expect([lower, upper]).to.deep.equal([count + 1 - rank, rank]);
    }
  });

  it("take each side from its own tail", () => {
    // 19 residuals, 1 … 10 and −0.1 … −0.9: 90 % of 20 are 18, and the second from either end.
    const residuals = [...upTo(10), ...upTo(9).map((tenths) => -tenths / 10)];
    expect(offsetsOf(residuals, 0.8)).to.deep.equal({ lower: -0.8, upper: 9 });
  });

  it("are infinite of too few rows, and the outermost where a higher level alone asks for more", () => {
    const infinite = { lower: -Infinity, upper: Infinity };
    expect(offsetsOf(upTo(8), 0.8)).to.deep.equal(infinite);
    expect(offsetsOf([], 0.8)).to.deep.equal(infinite);
    expect(offsetsOf(upTo(9), 0.8, 0.99)).to.deep.equal({ lower: 1, upper: 9 });
  });

  it("cover a new row of the same kind as often as they say, on skewed residuals", () => {
    const random = seededRandom(21);
    const draw = (): number => Math.exp(random.normal()) - 1;
    for (const [count, coverage] of [
      [19, 0.8],
      [40, 0.8],
      [60, 0.9],
    ] as const) {
      const trials = 4000;
      let below = 0;
      let above = 0;
      for (let trial = 0; trial < trials; trial++) {
        const { lower, upper } = offsetsOf(Array.from({ length: count }, draw), coverage);
        const residual = draw();
        if (residual < lower) below++;
        if (residual > upper) above++;
      }
      // Each side misses at most its half, and for distinct scores at least 1 / (n + 1) less.
      const half = (1 - coverage) / 2;
      for (const misses of [below, above]) {
        expect(misses / trials).to.be.below(half + withinChance(half, trials));
        expect(misses / trials).to.be.above(half - 1 / (count + 1) - withinChance(half, trials));
      }
    }
  });

  it("are refused for a coverage or level out of bounds, and a residual that is no number", () => {
    const state = { coverage: 0.8, level: 0.8, residuals: [1] };
    for (const wrong of [{ coverage: 0.49 }, { coverage: 1 }, { level: NaN }, { residuals: [Infinity] }]) {
      expect(() => new AdaptiveConformal({ ...state, ...wrong })).to.throw(RangeError);
    }
    expect(() => {
      AdaptiveConformal.start(0.8).add(NaN);
    }).to.throw(RangeError);
  });
});

describe("the level of conformal intervals", () => {
  /** Of residuals 1 … 19 at 0.8: 2 to 18 are hits. */
  const start = (level = 0.8): AdaptiveConformal =>
    new AdaptiveConformal({ coverage: 0.8, level, residuals: upTo(19) });
  const levelAfter = (residuals: readonly number[], level?: number): number => {
    const conformal = start(level);
    for (const residual of residuals) conformal.add(residual);
    return conformal.state().level;
  };

  it("rises after a miss and falls after a hit, by the paper's equation", () => {
    expect(levelAfter([])).to.equal(0.8);
    expect(levelAfter([99])).to.be.closeTo(0.808, 1e-12);
    expect(levelAfter([-99])).to.be.closeTo(0.808, 1e-12);
    expect(levelAfter([10])).to.be.closeTo(0.798, 1e-12);
  });

  it("stops at its bounds, and leaves them at once", () => {
    const everFurther = Array.from({ length: 100 }, (_, i) => 100 + i);
    expect(levelAfter(everFurther)).to.equal(0.99);
    expect(levelAfter([...everFurther, 10])).to.be.closeTo(0.988, 1e-12);
    expect(levelAfter(new Array<number>(500).fill(10))).to.be.closeTo(0.6, 1e-12);
  });

  it("stays where nothing can be a miss", () => {
    const conformal = AdaptiveConformal.start(0.8);
    for (let i = 0; i < 9; i++) conformal.add(i);
    expect(conformal.state()).to.deep.equal({ coverage: 0.8, level: 0.8, residuals: [0, 1, 2, 3, 4, 5, 6, 7, 8] });
  });

  it("holds the wanted share of hits while residuals grow all the time", () => {
    const random = seededRandom(23);
    const conformal = AdaptiveConformal.start(0.8);
    const rows = 6000;
    let hits = 0;
    for (let row = 0; row < rows; row++) {
      const residual = random.normal() * Math.exp(row / 400);
      const { lower, upper } = conformal.offsets();
      if (residual >= lower && residual <= upper) hits++;
      conformal.add(residual);
    }
    // With the level left alone the newest 500 rows give 68 %. Proposition 4.1 of the paper: off by at most 0.8 / (γ n).
    expect(hits / rows).to.be.closeTo(0.8, 0.015);
  });

  it("goes on from its state as if there had been no pause, also beyond 500 rows", () => {
    const random = seededRandom(24);
    const residuals = Array.from({ length: 1300 }, () => Math.round(9 * random.normal()) + 0); // no −0, which JSON does not know
    const whole = AdaptiveConformal.start(0.7);
    let resumed = AdaptiveConformal.start(0.7);
    for (const [i, residual] of residuals.entries()) {
      if (i % 250 === 0) resumed = new AdaptiveConformal(JSON.parse(JSON.stringify(resumed.state())) as never);
      whole.add(residual);
      resumed.add(residual);
    }
    expect(resumed.state()).to.deep.equal(whole.state());
    expect(resumed.offsets()).to.deep.equal(whole.offsets());
    expect(whole.state().residuals).to.deep.equal(residuals.slice(-500));
    expect(whole.offsets()).to.deep.equal(new AdaptiveConformal(whole.state()).offsets());
  });
});

describe("recencyWeights", () => {
  it("halve after a half-life", () => {
    expect([...recencyWeights(3, 1)]).to.deep.equal([0.125, 0.25, 0.5]);
    expect(() => recencyWeights(3, 0)).to.throw(RangeError);
  });
});
