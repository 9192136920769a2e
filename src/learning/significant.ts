/** As many digits as boosting keeps of a node's value: finer than any leaf is known, and short as JSON. */
const DIGITS = 6;

/**
 * The number rounded to six significant decimal digits.
 *
 * @example
 * roundSignificant(0.123456789); // 0.123457
 */
export function roundSignificant(value: number): number {
  // By arithmetic where that is sure to come to what the digits say, which takes three times as long: a whole number below
  // 2⁵³ divided by an exact power of ten is the number nearest to that decimal fraction.
  const exponent = DIGITS - 1 - Math.floor(Math.log10(Math.abs(value)));
  const power = POWERS_OF_TEN[exponent];
  if (power !== undefined) {
    const scaled = value * power;
    const whole = Math.round(scaled);
    const isClear = Math.abs(Math.abs(scaled - whole) - 0.5) > 1e-6;
    if (isClear && Math.abs(whole) >= 10 ** (DIGITS - 1) && Math.abs(whole) < 10 ** DIGITS) return whole / power;
  }
  return Number(value.toPrecision(DIGITS));
}

/** Those that are exact: 10⁰ to 10²². */
const POWERS_OF_TEN = Array.from({ length: 23 }, (_, power) => Number(`1e${power}`));

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
