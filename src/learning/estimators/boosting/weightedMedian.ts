/**
 * Returns the weighted median: the value with at most half of the weight below it and at most half above it. If half of
 * the weight ends exactly between two values, it is their mean. With equal weights it is the median.
 *
 * @param values - n > 0 finite numbers; reordered in place.
 * @param weights - n weights above 0; reordered in the same way.
 *
 * Typically O(n) time (quickselect).
 *
 * @see C. A. R. Hoare (1961), "Algorithm 65: find", Communications of the ACM 4(7), 321–322.
 */
export function weightedMedian(values: Float64Array, weights: Float64Array): number {
  let total = 0;
  for (let i = 0; i < weights.length; i++) total += weights[i] ?? 0;
  const half = total / 2;
  let [from, to, below, pivot] = [0, values.length, 0, NaN];
  while (from < to) {
    pivot = middleOfThree(values[from] ?? NaN, values[(from + to) >> 1] ?? NaN, values[to - 1] ?? NaN);
    const { lessEnd, equalEnd, lessWeight, equalWeight } = partitionAround(pivot, values, weights, from, to);
    const [belowPivot, uptoPivot] = [below + lessWeight, below + lessWeight + equalWeight];
    if (belowPivot === half && lessEnd > from) return mean(extreme(Math.max, values, from, lessEnd), pivot);
    if (uptoPivot === half && equalEnd < to) return mean(pivot, extreme(Math.min, values, equalEnd, to));
    if (belowPivot > half) to = lessEnd;
    else if (uptoPivot > half) return pivot;
    else [from, below] = [equalEnd, uptoPivot];
  }
  // Reached only if rounding of the sums hides the median. Then it is next to this value.
  return pivot;
}

interface Parts {
  readonly lessEnd: number;
  readonly equalEnd: number;
  readonly lessWeight: number;
  readonly equalWeight: number;
}

/** Moves the values below the pivot to the front and those above it to the back, in place. */
function partitionAround(pivot: number, values: Float64Array, weights: Float64Array, from: number, to: number): Parts {
  let [lessEnd, equalEnd, lessWeight, equalWeight] = [from, from, 0, 0];
  for (let greater = to; equalEnd < greater;) {
    const value = values[equalEnd] ?? NaN;
    const weight = weights[equalEnd] ?? NaN;
    if (value > pivot) {
      greater--;
      swap(values, equalEnd, greater);
      swap(weights, equalEnd, greater);
      continue;
    }
    if (value < pivot) {
      swap(values, equalEnd, lessEnd);
      swap(weights, equalEnd, lessEnd);
      lessWeight += weight;
      lessEnd++;
    } else equalWeight += weight;
    equalEnd++;
  }
  return { lessEnd, equalEnd, lessWeight, equalWeight };
}

function swap(values: Float64Array, a: number, b: number): void {
  const first = values[a] ?? NaN;
  values[a] = values[b] ?? NaN;
  values[b] = first;
}

function middleOfThree(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}

function extreme(of: (a: number, b: number) => number, values: Float64Array, from: number, to: number): number {
  return values.subarray(from, to).reduce((a, b) => of(a, b));
}

function mean(a: number, b: number): number {
  return a / 2 + b / 2;
}
