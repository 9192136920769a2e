import { checkFinite, checkSampleWeights } from "../estimators/checks.js";
import { ascendingOrder } from "../metrics/ranks.js";

/** A curve that never falls, as points that straight lines join; survives JSON. */
export interface IsotonicCurve {
  /** At least one number, strictly ascending. */
  readonly x: readonly number[];
  /** As many numbers, ascending. */
  readonly y: readonly number[];
}

/**
 * Isotonic regression: of all functions of x that never fall, the one of least weighted squared error, by pooling
 * adjacent violators. Rows of the same x are one row, their weighted mean.
 *
 * @param x - n numbers.
 * @param y - n numbers.
 * @param weights - n numbers ≥ 0, one of them above 0; each 1 if left out. Rows of weight 0 are left out.
 * @throws RangeError if n is 0, if the lengths differ, or if a value is not finite or a weight out of range.
 *
 * O(n log n) time, O(n) memory.
 *
 * @see R. E. Barlow, D. J. Bartholomew, J. M. Bremner, H. D. Brunk (1972), "Statistical inference under order
 * restrictions"; the values are those of sklearn.isotonic.IsotonicRegression.
 */
export function fitIsotonicRegression(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  weights: ArrayLike<number> = new Float64Array(x.length).fill(1),
): IsotonicCurve {
  if (x.length !== y.length) throw new RangeError(`${x.length} x but ${y.length} y`);
  if (x.length === 0) throw new RangeError("at least one row is needed");
  checkSampleWeights(weights, x.length);
  checkFinite("x", x);
  checkFinite("y", y);
  const blocks: Block[] = [];
  for (const point of distinctPoints(x, y, weights)) {
    let block: Block = { ...point, first: point.x, last: point.x };
    for (let before = blocks.at(-1); before !== undefined && before.y >= block.y; before = blocks.at(-1)) {
      blocks.pop();
      block = { ...pooled(before, block), first: before.first, last: block.last };
    }
    blocks.push(block);
  }
  const ends = blocks.flatMap(({ first, last, y: value }) =>
    first === last
      ? [[first, value] as const]
      : ([
          [first, value],
          [last, value],
        ] as const),
  );
  return { x: ends.map(([at]) => at), y: ends.map(([, value]) => value) };
}

/**
 * Value of the curve: on the line between the two points around `at`, and beyond the last point that point's.
 *
 * @returns within the range of the curve's y, not falling as `at` rises; NaN of NaN.
 *
 * O(log n) time.
 */
export function predictIsotonic({ x, y }: IsotonicCurve, at: number): number {
  if (Number.isNaN(at)) return NaN;
  let low = 0;
  let high = x.length - 1;
  if (at <= (x[low] ?? NaN)) return y[low] ?? NaN;
  if (at >= (x[high] ?? NaN)) return y[high] ?? NaN;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((x[middle] ?? NaN) <= at) low = middle;
    else high = middle;
  }
  const [left = NaN, right = NaN] = [x[low], x[high]];
  const [bottom = NaN, top = NaN] = [y[low], y[high]];
  // No rounding may take the value beyond its neighbours.
  return Math.min(top, bottom + ((at - left) / (right - left)) * (top - bottom));
}

interface Mass {
  /** Weighted mean. */
  readonly y: number;
  readonly weight: number;
}

interface Point extends Mass {
  readonly x: number;
}

/** Neighbouring points that share one value. */
interface Block extends Mass {
  readonly first: number;
  readonly last: number;
}

/** Points of ascending, distinct x. */
function distinctPoints(x: ArrayLike<number>, y: ArrayLike<number>, weights: ArrayLike<number>): Point[] {
  const points: Point[] = [];
  for (const row of ascendingOrder(x)) {
    const point = { x: x[row] ?? NaN, y: y[row] ?? NaN, weight: weights[row] ?? NaN };
    if (point.weight === 0) continue;
    const before = points.at(-1);
    if (before?.x === point.x) points[points.length - 1] = { ...pooled(before, point), x: point.x };
    else points.push(point);
  }
  return points;
}

function pooled(a: Mass, b: Mass): Mass {
  const weight = a.weight + b.weight;
  return { y: a.y + (b.weight / weight) * (b.y - a.y), weight };
}
