export interface AdaptiveCoverageOptions {
  /** γ, how far one row moves the level; above 0. 0.02, with which some fifty rows make a difference. */
  readonly rate?: number;
  /** The level is never below this; 0.5. */
  readonly least?: number;
  /** The level is never above this; 0.99. Higher ones ask for more rows than there are, and give infinite intervals. */
  readonly most?: number;
}

/**
 * Adaptive conformal inference: the level to ask of the next interval, so that in the long run the wanted share holds
 * its label even if the rows drift. After a miss the level rises by γ · coverage, after a hit it falls by
 * γ · (1 − coverage). Starts from the wanted coverage, and replays past rows in the order of time.
 *
 * The level stops at its bounds, and does not run on beyond them: after a long drift it is back at once, for which the
 * long-run guarantee is given up while a bound holds it.
 *
 * @param rows - n, how many rows are replayed.
 * @param isMiss - whether row i, counted from the oldest, would have lain outside its interval of that level.
 * @param coverage - the wanted share of hits, from `least` to `most`.
 * @returns the level for the next row, from `least` to `most`.
 * @throws RangeError if the rate is not above 0, or if not 0 ≤ least ≤ coverage ≤ most ≤ 1.
 *
 * n calls of `isMiss`, O(1) memory.
 *
 * @example
 * adaptiveCoverage(1, () => true, 0.8); // 0.816
 *
 * @see I. Gibbs, E. J. Candès (2021), "Adaptive conformal inference under distribution shift", NeurIPS, equation 2; with
 * α = 1 − level.
 */
export function adaptiveCoverage(
  rows: number,
  isMiss: (row: number, level: number) => boolean,
  coverage: number,
  { rate = 0.02, least = 0.5, most = 0.99 }: AdaptiveCoverageOptions = {},
): number {
  if (!(rate > 0 && rate < Infinity)) throw new RangeError(`rate ${rate} is not a finite number above 0`);
  if (!(least >= 0 && least <= coverage && coverage <= most && most <= 1)) {
    throw new RangeError(`coverage ${coverage} is not from ${least} to ${most}, within 0 and 1`);
  }
  let level = coverage;
  for (let row = 0; row < rows; row++) {
    const step = isMiss(row, level) ? coverage : coverage - 1;
    level = Math.max(least, Math.min(most, level + rate * step));
  }
  return level;
}
