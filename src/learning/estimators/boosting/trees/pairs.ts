/**
 * The derivatives of the loss per row, rounded so that their sums are exact. So a sum does not depend on the order of
 * the rows, or on whether it was added up or subtracted from others. Equal splits tie exactly, and the same rows in
 * another order give the same trees.
 *
 * One number holds the count of rows and the second derivative: each row adds `unit` and its second derivative, and
 * `unit` exceeds the sum of all second derivatives. In a sum, the number of whole `unit`s is the number of rows and the
 * remainder is the curvature. This saves a third number per bin of a histogram.
 */
export interface Pairs {
  /** n first derivatives of the loss. */
  readonly slopes: Float64Array;
  /** n second derivatives, each plus `unit`. */
  readonly weights: Float64Array;
  /** A power of two. */
  unit: number;
}

/** The sums of the slopes and weights of some rows, see {@link Pairs}. */
export interface Sums {
  readonly slope: number;
  readonly weight: number;
}

/** Returns the number of rows in a sum of weights. */
export function rowsOf(weight: number, unit: number): number {
  return Math.floor(weight / unit);
}

/** Returns the sum of the second derivatives in a sum of weights. */
export function curvatureOf(weight: number, unit: number): number {
  return weight - rowsOf(weight, unit) * unit;
}

/** Returns the sums of all rows. O(n) time. */
export function sumAll({ slopes, weights }: Pairs): Sums {
  let [slope, weight] = [0, 0];
  for (let row = 0; row < slopes.length; row++) {
    slope += slopes[row] ?? 0;
    weight += weights[row] ?? 0;
  }
  return { slope, weight };
}

/** Above this bound, squares of sums could overflow. */
const LARGEST_SUM = 1e150;
/** Below this bound, the grid of the rounding could underflow. */
const SMALLEST_SUM = 1e-200;

/**
 * Rounds n first and second derivatives in place, to multiples of a power of two for which all their sums are exact.
 * Then it adds the unit to the second derivatives.
 *
 * @param pairs - the raw derivatives; the second derivatives are at least 0.
 * @throws RangeError if the slopes are so large that squares of their sums would overflow.
 *
 * O(n) time.
 */
export function makeSummable(pairs: Pairs): void {
  const { slopes, weights } = pairs;
  const [slopeBound, curvatureBound] = [boundOfSums(slopes), boundOfSums(weights)];
  const unit = 2 * curvatureBound;
  // A double holds whole numbers up to 2⁵³. Sums of weights are below (n + 1) units, those of slopes below their bound.
  const curvatureGrid = (unit * powerOfTwoFrom(slopes.length + 1)) / 2 ** 53;
  const slopeGrid = slopeBound / 2 ** 51;
  // Near 1.5 × 2⁵² grids, doubles are one grid apart. So adding and subtracting that number rounds to the grid.
  const [slopeShift, curvatureShift] = [1.5 * 2 ** 52 * slopeGrid, 1.5 * 2 ** 52 * curvatureGrid];
  for (let row = 0; row < slopes.length; row++) {
    slopes[row] = (slopes[row] ?? 0) + slopeShift - slopeShift;
    weights[row] = (weights[row] ?? 0) + curvatureShift - curvatureShift + unit;
  }
  pairs.unit = unit;
}

/**
 * Returns the numbers rounded to multiples of a power of two for which all their sums are exact. The rounding error is
 * below 2⁻⁵¹ of a bound of all sums. Sample weights need it: otherwise the order of the rows could decide whether half
 * of the weight ends exactly at a value, where a median jumps.
 *
 * @param values - n numbers ≥ 0.
 *
 * @throws RangeError if the numbers are so large that squares of their sums would overflow.
 *
 * O(n) time.
 */
export function roundedForSums(values: Float64Array): Float64Array {
  const shift = (1.5 * 2 ** 52 * boundOfSums(values)) / 2 ** 51;
  return values.map((value) => value + shift - shift);
}

/**
 * Returns a power of two that no sum of some of the numbers exceeds. It uses the largest number and the count, not the
 * sum: the sum is rounded, so another order of the rows could give another power of two.
 */
function boundOfSums(values: Float64Array): number {
  let largest = SMALLEST_SUM;
  for (const value of values) largest = Math.max(largest, Math.abs(value));
  const bound = powerOfTwoFrom(largest) * powerOfTwoFrom(Math.max(values.length, 1));
  if (!(bound <= LARGEST_SUM))
    throw new RangeError("targets or sample weights are so large that sums of them overflow");
  return bound;
}

/** Returns the smallest power of two that is at least the value, which is positive. */
function powerOfTwoFrom(value: number): number {
  const power = 2 ** Math.floor(Math.log2(value));
  return power < value ? 2 * power : power;
}
