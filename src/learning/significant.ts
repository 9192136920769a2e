/** As many digits as boosting keeps of a node's value: finer than any leaf is known, and short as JSON. */
const DIGITS = 6;

/**
 * The number rounded to six significant decimal digits.
 *
 * @example
 * roundSignificant(0.123456789); // 0.123457
 */
export function roundSignificant(value: number): number {
  return Number(value.toPrecision(DIGITS));
}

/**
 * A number t with low ≤ t < high, of few decimal digits: their middle, rounded to six significant digits or to as few
 * more as tell the two apart.
 *
 * @param low - a finite number below `high`.
 *
 * @example
 * shortBetween(1, 2); // 1.5
 * shortBetween(1700000000, 1700000001); // 1700000000.5
 */
export function shortBetween(low: number, high: number): number {
  // Halved first: the sum of two large numbers could overflow.
  const middle = low / 2 + high / 2;
  for (let digits = DIGITS; digits <= 17; digits++) {
    const rounded = Number(middle.toPrecision(digits));
    if (low <= rounded && rounded < high) return rounded;
  }
  return low;
}
