import { checkFinite } from "../estimators/checks.js";

/** The numbers to add to a prediction for the ends of its interval. */
export interface ConformalOffsets {
  /** −∞ if there are too few residuals. */
  readonly lower: number;
  /** ∞ if there are too few residuals. */
  readonly upper: number;
}

/** The state of adaptive conformal inference. It survives JSON. */
export interface ConformalState {
  /** The target: the share of intervals that contain their label, from 0.5 to 0.99. */
  readonly coverage: number;
  /** The level of the next interval, from 0 to 0.99. It moves so that the long-run coverage reaches the target. */
  readonly level: number;
  /** The newest residuals (label − prediction), oldest first; at most 500. */
  readonly residuals: readonly number[];
}

/**
 * Number of residuals. More would include rows from before a drift; fewer would make the quantiles noisy. The figures
 * are in docs/decisions/0019-adaptive-conformal-intervals.md.
 */
const WINDOW = 500;
/** γ, the step of the level per row. At this rate the level reacts within about a hundred rows. */
const RATE = 0.01;
const [MINIMUM_COVERAGE, MAXIMUM_COVERAGE] = [0.5, 0.99];
/** Upper limit of the level. The lower limit allows twice the target's misses. Both speed up recovery from a drift. */
const MAXIMUM_LEVEL = 0.99;
/** Relative rounding error of a product, subtracted before `ceil`. */
const ROUNDING = 1e-12;

/**
 * Computes prediction intervals from the signed residuals of earlier rows, which may drift. It is split conformal
 * prediction over the newest 500 residuals; each side gets half of the misses. The level rises by γ · coverage after a
 * miss and falls by γ · (1 − coverage) after a hit. So the long-run share of intervals that contain their label reaches
 * the target.
 *
 * Adding a residual takes O(500), reading the offsets O(1).
 *
 * @see V. Vovk, A. Gammerman, G. Shafer (2005), "Algorithmic learning in a random world"; Y. Romano, E. Patterson,
 * E. J. Candès (2019), "Conformalized quantile regression", NeurIPS, theorem 2: a separate share of misses per side;
 * I. Gibbs, E. J. Candès (2021), "Adaptive conformal inference under distribution shift", NeurIPS, equation 2, with
 * α = 1 − level.
 */
export class AdaptiveConformal {
  readonly #coverage: number;
  #level: number;
  /** Oldest first. */
  readonly #residuals: number[];
  readonly #ascending: number[];

  /** @throws RangeError if the coverage is not in [0.5, 0.99], the level not in [0, 0.99], or a residual not finite. */
  constructor({ coverage, level, residuals }: ConformalState) {
    checkWithin("coverage", coverage, [MINIMUM_COVERAGE, MAXIMUM_COVERAGE]);
    checkWithin("level", level, [0, MAXIMUM_LEVEL]);
    checkFinite("residual", residuals);
    this.#coverage = coverage;
    this.#level = level;
    this.#residuals = residuals.slice(-WINDOW);
    this.#ascending = [...this.#residuals].sort((a, b) => a - b);
  }

  /** Returns a state without residuals, with the level at the target coverage. */
  static start(coverage: number): AdaptiveConformal {
    return new AdaptiveConformal({ coverage, level: coverage, residuals: [] });
  }

  /** Adds the residual of the next row, in order of label time. @throws RangeError if it is not finite. */
  add(residual: number): void {
    checkFinite("residual", [residual]);
    const { lower, upper } = this.offsets();
    if (upper < Infinity) {
      const isMiss = residual < lower || residual > upper;
      const level = this.#level + RATE * (isMiss ? this.#coverage : this.#coverage - 1);
      this.#level = Math.max(2 * this.#coverage - 1, Math.min(MAXIMUM_LEVEL, level));
    }
    this.#residuals.push(residual);
    this.#ascending.splice(this.#indexOf(residual), 0, residual);
    if (this.#residuals.length <= WINDOW) return;
    const oldest = this.#residuals.shift() ?? NaN;
    this.#ascending.splice(this.#indexOf(oldest), 1);
  }

  /**
   * Returns the k-th largest residual (lower) and the k-th smallest (upper), k = ⌈(n + 1) · (1 + level) / 2⌉. If the
   * residuals are exchangeable, the next one lies outside each bound with a probability of at most (1 − level) / 2.
   * The offsets are infinite if there are too few residuals for the target coverage. If there are too few only for the
   * present level, they are the smallest and the largest residual.
   */
  offsets(): ConformalOffsets {
    const n = this.#ascending.length;
    const rankAt = (level: number): number => Math.ceil((n + 1) * ((1 + level) / 2) * (1 - ROUNDING));
    if (rankAt(this.#coverage) > n) return { lower: -Infinity, upper: Infinity };
    const rank = Math.min(n, rankAt(this.#level));
    return { lower: this.#ascending[n - rank] ?? NaN, upper: this.#ascending[rank - 1] ?? NaN };
  }

  state(): ConformalState {
    return { coverage: this.#coverage, level: this.#level, residuals: [...this.#residuals] };
  }

  /** Returns the index of the first residual that is not smaller. */
  #indexOf(residual: number): number {
    let low = 0;
    let high = this.#ascending.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#ascending[middle] ?? NaN) < residual) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function checkWithin(name: string, share: number, [minimum, maximum]: readonly [number, number]): void {
  if (!(share >= minimum && share <= maximum))
    throw new RangeError(`the ${name} ${share} is not from ${minimum} to ${maximum}`);
}
