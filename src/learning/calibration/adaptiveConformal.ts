import { checkFinite } from "../estimators/checks.js";

/** What to add to a prediction for the ends of its interval. */
export interface ConformalOffsets {
  /** −∞ where there are too few rows to tell. */
  readonly lower: number;
  /** ∞ where there are too few rows to tell. */
  readonly upper: number;
}

/** Where adaptive conformal inference stands; survives JSON. */
export interface ConformalState {
  /** The share of intervals that are to hold their label, from 0.5 to 0.99. */
  readonly coverage: number;
  /** The share that is asked for at present, from 0 to 0.99, so that in the long run the wanted one is reached. */
  readonly level: number;
  /** The newest residuals, label less prediction, oldest first; at most 500. */
  readonly residuals: readonly number[];
}

/** Older residuals say little of rows that drift, and fewer little of anything; docs/decisions.md. */
const WINDOW = 500;
/** γ, how far one row moves the level: some hundred rows make a difference. */
const RATE = 0.01;
/** Wanted coverages. */
const [MINIMUM_COVERAGE, MAXIMUM_COVERAGE] = [0.5, 0.99];
/** Beyond this the level does not rise, nor below a share with twice the wanted misses: after a long drift it is back soon. */
const MAXIMUM_LEVEL = 0.99;
/** What a product may lack by rounding, as a share of it. */
const ROUNDING = 1e-12;

/**
 * Intervals around predictions from the signed residuals of earlier rows, which drift: split conformal prediction over
 * the newest 500, each side with half of the misses, at a level that rises by γ · coverage after a miss and falls by
 * γ · (1 − coverage) after a hit, so that in the long run the wanted share of intervals holds its label.
 *
 * Adding a residual takes O(500), asking O(1).
 *
 * @see V. Vovk, A. Gammerman, G. Shafer (2005), "Algorithmic learning in a random world"; Y. Romano, E. Patterson,
 * E. J. Candès (2019), "Conformalized quantile regression", NeurIPS, theorem 2: each side with its own share of misses;
 * I. Gibbs, E. J. Candès (2021), "Adaptive conformal inference under distribution shift", NeurIPS, equation 2, with
 * α = 1 − level.
 */
export class AdaptiveConformal {
  readonly #coverage: number;
  #level: number;
  /** Oldest first. */
  readonly #residuals: number[];
  readonly #ascending: number[];

  /** @throws RangeError if the coverage is not from 0.5 to 0.99, the level not from 0, or a residual is not finite. */
  constructor({ coverage, level, residuals }: ConformalState) {
    checkWithin("coverage", coverage, [MINIMUM_COVERAGE, MAXIMUM_COVERAGE]);
    checkWithin("level", level, [0, MAXIMUM_LEVEL]);
    checkFinite("residual", residuals);
    this.#coverage = coverage;
    this.#level = level;
    this.#residuals = residuals.slice(-WINDOW);
    this.#ascending = [...this.#residuals].sort((a, b) => a - b);
  }

  /** Without residuals, at the wanted coverage. */
  static start(coverage: number): AdaptiveConformal {
    return new AdaptiveConformal({ coverage, level: coverage, residuals: [] });
  }

  /** Takes in the residual of the next row whose label became known. @throws RangeError if it is not finite. */
  add(residual: number): void {
    checkFinite("residual", [residual]);
    const { lower, upper } = this.offsets();
    if (upper < Infinity) {
      const isMiss = residual < lower || residual > upper;
      const level = this.#level + RATE * (isMiss ? this.#coverage : this.#coverage - 1);
      this.#level = Math.max(2 * this.#coverage - 1, Math.min(MAXIMUM_LEVEL, level));
    }
    this.#residuals.push(residual);
    this.#ascending.splice(this.#placeOf(residual), 0, residual);
    if (this.#residuals.length <= WINDOW) return;
    const oldest = this.#residuals.shift() ?? NaN;
    this.#ascending.splice(this.#placeOf(oldest), 1);
  }

  /**
   * The k-th largest and the k-th smallest residual, k = ⌈(n + 1) · (1 + level) / 2⌉: the next row's lies beyond either
   * with a probability of at most (1 − level) / 2, if it could as well have been any of these. Infinite where there are
   * too few residuals for the wanted coverage; where there are too few for a higher level alone, the outermost.
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

  /** How many residuals are smaller. */
  #placeOf(residual: number): number {
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
