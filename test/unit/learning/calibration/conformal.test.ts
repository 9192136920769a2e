import { expect } from "chai";
import { AdaptiveConformal, type ConformalOffsets } from "../../../../src/learning/calibration/adaptiveConformal.js";
import { recencyWeights } from "../../../../src/learning/resampling/recencyWeights.js";
import { seededRandom } from "../../../../src/learning/random.js";

function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i + 1);
}

/** Returns the offsets at a level, by default the target coverage. */
function offsetsOf(residuals: readonly number[], coverage: number, level = coverage): ConformalOffsets {
  return new AdaptiveConformal({ coverage, level, residuals }).offsets();
}

/** Returns five standard deviations of a share. Chance exceeds them less than once in a million times. */
function chanceMargin(rate: number, trials: number): number {
  return 5 * Math.sqrt((rate * (1 - rate)) / trials);
}

describe("offsets of conformal intervals", () => {
  it("are the k-th smallest and the k-th largest residual, k = ⌈(n + 1) · (1 + coverage) / 2⌉", () => {
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

  it("use a separate tail for each side", () => {
    // 19 residuals, 1 … 10 and −0.1 … −0.9. 90 % of 20 are 18, so the offsets are the second from each end.
    const residuals = [...upTo(10), ...upTo(9).map((tenths) => -tenths / 10)];
    expect(offsetsOf(residuals, 0.8)).to.deep.equal({ lower: -0.8, upper: 9 });
  });

  it("are infinite for too few residuals, and the extremes if only the level is too high", () => {
    const infinite = { lower: -Infinity, upper: Infinity };
    expect(offsetsOf(upTo(8), 0.8)).to.deep.equal(infinite);
    expect(offsetsOf([], 0.8)).to.deep.equal(infinite);
    expect(offsetsOf(upTo(9), 0.8, 0.99)).to.deep.equal({ lower: 1, upper: 9 });
  });

  it("cover an exchangeable row at the target rate, for skewed residuals", () => {
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
      // Each side misses at most half of 1 − coverage. For distinct residuals it misses at least 1 / (n + 1) less.
      const half = (1 - coverage) / 2;
      for (const misses of [below, above]) {
        expect(misses / trials).to.be.below(half + chanceMargin(half, trials));
        expect(misses / trials).to.be.above(half - 1 / (count + 1) - chanceMargin(half, trials));
      }
    }
  });

  it("are refused for an invalid coverage, level or residual", () => {
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
  /** Starts with the residuals 1 … 19. At coverage 0.8, residuals from 2 to 18 are hits. */
  const start = (level = 0.8): AdaptiveConformal =>
    new AdaptiveConformal({ coverage: 0.8, level, residuals: upTo(19) });
  const levelAfter = (residuals: readonly number[], level?: number): number => {
    const conformal = start(level);
    for (const residual of residuals) conformal.add(residual);
    return conformal.state().level;
  };

  it("rises after a miss and falls after a hit, by equation 2 of the paper", () => {
    expect(levelAfter([])).to.equal(0.8);
    expect(levelAfter([99])).to.be.closeTo(0.808, 1e-12);
    expect(levelAfter([-99])).to.be.closeTo(0.808, 1e-12);
    expect(levelAfter([10])).to.be.closeTo(0.798, 1e-12);
  });

  it("stops at its limits, and leaves them with the next row", () => {
    const growing = Array.from({ length: 100 }, (_, i) => 100 + i);
    expect(levelAfter(growing)).to.equal(0.99);
    expect(levelAfter([...growing, 10])).to.be.closeTo(0.988, 1e-12);
    expect(levelAfter(new Array<number>(500).fill(10))).to.be.closeTo(0.6, 1e-12);
  });

  it("stays unchanged while the offsets are infinite", () => {
    const conformal = AdaptiveConformal.start(0.8);
    for (let i = 0; i < 9; i++) conformal.add(i);
    expect(conformal.state()).to.deep.equal({ coverage: 0.8, level: 0.8, residuals: [0, 1, 2, 3, 4, 5, 6, 7, 8] });
  });

  it("reaches the target coverage while residuals grow all the time", () => {
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
    // With a constant level, the coverage would be 68 %. By proposition 4.1 of the paper, the error is ≤ 0.8 / (γ n).
    expect(hits / rows).to.be.closeTo(0.8, 0.015);
  });

  it("continues from its state without a difference, also after 500 rows", () => {
    const random = seededRandom(24);
    const residuals = Array.from({ length: 1300 }, () => Math.round(9 * random.normal()) + 0); // JSON has no −0
    const uninterrupted = AdaptiveConformal.start(0.7);
    let resumed = AdaptiveConformal.start(0.7);
    for (const [i, residual] of residuals.entries()) {
      if (i % 250 === 0) resumed = new AdaptiveConformal(JSON.parse(JSON.stringify(resumed.state())) as never);
      uninterrupted.add(residual);
      resumed.add(residual);
    }
    expect(resumed.state()).to.deep.equal(uninterrupted.state());
    expect(resumed.offsets()).to.deep.equal(uninterrupted.offsets());
    expect(uninterrupted.state().residuals).to.deep.equal(residuals.slice(-500));
    expect(uninterrupted.offsets()).to.deep.equal(new AdaptiveConformal(uninterrupted.state()).offsets());
  });
});

describe("recencyWeights", () => {
  it("halve with each half-life", () => {
    expect([...recencyWeights(3, 1)]).to.deep.equal([0.125, 0.25, 0.5]);
    expect(() => recencyWeights(3, 0)).to.throw(RangeError);
  });
});
