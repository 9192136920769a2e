/** Significant digits. They are more precise than the data, and short in JSON. */
const DIGITS = 6;

/**
 * Rounds a number to six significant decimal digits.
 *
 * @example
 * roundSignificant(0.123456789); // 0.123457
 */
export function roundSignificant(value: number): number {
  // Arithmetic is three times as fast as toPrecision. It is used only if it surely gives the same number: a whole
  // number below 2⁵³ divided by an exact power of ten is the double nearest to that decimal fraction.
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

/** The powers of ten that a double holds exactly: 10⁰ to 10²². */
const POWERS_OF_TEN = Array.from({ length: 23 }, (_, power) => Number(`1e${power}`));

/**
 * Returns a number t with low ≤ t < high and few decimal digits: the middle, rounded to six significant digits. It uses
 * more digits only if six do not separate the two numbers.
 *
 * @param low - a finite number below `high`.
 *
 * @example
 * shortBetween(1, 2); // 1.5
 * shortBetween(1700000000, 1700000001); // 1700000000.5
 */
export function shortBetween(low: number, high: number): number {
  // Halving first avoids an overflow of the sum.
  const middle = low / 2 + high / 2;
  for (let digits = DIGITS; digits <= 17; digits++) {
    const rounded = Number(middle.toPrecision(digits));
    if (low <= rounded && rounded < high) return rounded;
  }
  return low;
}
