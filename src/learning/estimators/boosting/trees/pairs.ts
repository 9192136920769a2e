/**
 * The derivatives of the loss by row, made such that sums of them are exact. A sum then depends neither on the order of
 * the rows nor on whether it was added up or is a difference of two others, so that equal splits tie exactly and the
 * same rows in another order give the same trees.
 *
 * The second derivative shares a number with the count of rows: each row adds `unit` and its second derivative, and
 * `unit` exceeds the sum of all second derivatives. Of a sum the whole `unit`s are the rows, the rest the curvature;
 * that spares histograms a third number per bin.
 */
export interface Pairs {
  /** n first derivatives of the loss. */
  readonly slopes: Float64Array;
  /** n second derivatives, each plus `unit`. */
  readonly weights: Float64Array;
  /** A power of two. */
  unit: number;
}

/** The sums of some rows, in the terms of {@link Pairs}. */
export interface Sums {
  readonly slope: number;
  readonly weight: number;
}

/** How many rows a sum of weights is of. */
export function rowsOf(weight: number, unit: number): number {
  return Math.floor(weight / unit);
}

/** The sum of second derivatives in a sum of weights. */
export function curvatureOf(weight: number, unit: number): number {
  return weight - rowsOf(weight, unit) * unit;
}

/** The sums of all rows. O(n) time. */
export function sumAll({ slopes, weights }: Pairs): Sums {
  let [slope, weight] = [0, 0];
  for (let row = 0; row < slopes.length; row++) {
    slope += slopes[row] ?? 0;
    weight += weights[row] ?? 0;
  }
  return { slope, weight };
}

/** Above this, squares of sums could overflow. */
const LARGEST_SUM = 1e150;
/** Below this, the grid that numbers are rounded to could underflow. */
const SMALLEST_SUM = 1e-200;

/**
 * Rounds n first and second derivatives, in place, to multiples of a power of two that all sums of them are exact for,
 * and adds the unit to the second.
 *
 * @param pairs - the raw derivatives; of the second, each is at least 0.
 * @throws RangeError if the slopes are so large that squares of their sums would overflow.
 *
 * O(n) time.
 */
export function makeSummable(pairs: Pairs): void {
  const { slopes, weights } = pairs;
  const [slopeBound, curvatureBound] = [boundOfSums(slopes), boundOfSums(weights)];
  const unit = 2 * curvatureBound;
  // A double holds whole numbers up to 2⁵³; sums are below (n + 1) units, or below the bound of the slopes.
  const curvatureGrid = (unit * powerOfTwoFrom(slopes.length + 1)) / 2 ** 53;
  const slopeGrid = slopeBound / 2 ** 51;
  // Next to 1.5 × 2⁵² grids, doubles are a grid apart: adding and subtracting that rounds to the grid.
  const [slopeShift, curvatureShift] = [1.5 * 2 ** 52 * slopeGrid, 1.5 * 2 ** 52 * curvatureGrid];
  for (let row = 0; row < slopes.length; row++) {
    slopes[row] = (slopes[row] ?? 0) + slopeShift - slopeShift;
    weights[row] = (weights[row] ?? 0) + curvatureShift - curvatureShift + unit;
  }
  pairs.unit = unit;
}

/**
 * Numbers of at least 0, rounded to multiples of a power of two that all sums of them are exact for; only digits beyond
 * 2⁻⁵¹ of a bound of all sums go. Sample weights are rounded so: else it would depend on the order of the rows whether
 * half of the weight ends at a value, and a median jumps there.
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
 * A power of two that no sum of some of the numbers exceeds. It is made of the largest and of how many there are: a sum
 * of all would round, in another order of the rows to the other side of a power of two.
 */
function boundOfSums(values: Float64Array): number {
  let largest = SMALLEST_SUM;
  for (const value of values) largest = Math.max(largest, Math.abs(value));
  const bound = powerOfTwoFrom(largest) * powerOfTwoFrom(Math.max(values.length, 1));
  if (!(bound <= LARGEST_SUM))
    throw new RangeError("targets or sample weights are so large that sums of them overflow");
  return bound;
}

/** The least power of two of at least a positive number. */
function powerOfTwoFrom(value: number): number {
  const power = 2 ** Math.floor(Math.log2(value));
  return power < value ? 2 * power : power;
}
