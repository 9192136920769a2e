import type { CategoryColumn, Examples } from "../examples.js";
import { countBelow } from "../statistics/sortedNumbers.js";

/** Weight, in examples, of the overall mean in the mean of a group: small groups are drawn towards it. */
const PRIOR_EXAMPLES = 5;
/** The same for the newest of a group, which are few at best. */
const NEWEST_PRIOR = 2;

/** History features of n examples: mean label and log count so far of each one's group, NaN where nothing was known. */
export interface GroupHistory {
  readonly mean: Float64Array;
  readonly logCount: Float64Array;
}

/**
 * Row numbers in order of prediction time. Equal times keep the order of the rows.
 *
 * O(n log n).
 */
export function byPredictionTime(examples: Examples): Int32Array {
  const order = Int32Array.from({ length: examples.count }, (_, i) => i);
  const { predictedAt } = examples;
  return order.sort((a, b) => at(predictedAt, a) - at(predictedAt, b) || a - b);
}

/**
 * Mean value of the same group among the examples whose label was known strictly before each example's prediction
 * time, shrunk to the overall mean of what was known: `(sum of group + prior · overall) / (count of group + prior)`.
 *
 * @param values - n numbers, the labels on the scale that is learnt.
 * @param order - {@link byPredictionTime} of the examples.
 * @returns the mean (NaN as long as no label at all was known) and log(1 + count) of the group; n of each. O(n).
 *
 * @see D. Micci-Barreca (2001), "A preprocessing scheme for high-cardinality categorical attributes",
 * SIGKDD Explorations 3(1), 27–32; here by time, so that no label leaks.
 */
export function groupHistory(
  examples: Examples,
  column: CategoryColumn,
  values: Float64Array,
  order: Int32Array,
): GroupHistory {
  const groups = column.names.length + 1; // code −1, "not known", is a group of its own
  const sums = new Float64Array(groups);
  const counts = new Float64Array(groups);
  const mean = new Float64Array(examples.count);
  const logCount = new Float64Array(examples.count);
  let known = 0;
  let total = 0;
  for (const row of order) {
    for (; known < examples.count && at(examples.labelKnownAt, known) < at(examples.predictedAt, row); known++) {
      const group = at(column.codes, known) + 1;
      sums[group] = at(sums, group) + at(values, known);
      counts[group] = at(counts, group) + 1;
      total += at(values, known);
    }
    const group = at(column.codes, row) + 1;
    mean[row] = (at(sums, group) + (PRIOR_EXAMPLES * total) / known) / (at(counts, group) + PRIOR_EXAMPLES);
    logCount[row] = Math.log1p(at(counts, group));
  }
  return { mean, logCount };
}

/**
 * Mean value of the newest `span` labels of the same group that were known strictly before each example's prediction
 * time, shrunk to the overall mean of what was known as in {@link groupHistory}: what a group is like of late.
 *
 * @param order - {@link byPredictionTime} of the examples.
 * @returns n means; NaN where the group is not known, and as long as no label at all was. O(n · span).
 */
export function newestOfGroup(
  examples: Examples,
  column: CategoryColumn,
  values: Float64Array,
  order: Int32Array,
  span: number,
): Float64Array {
  const newest = column.names.map((): number[] => []);
  const mean = new Float64Array(examples.count);
  let known = 0;
  let total = 0;
  for (const row of order) {
    for (; known < examples.count && at(examples.labelKnownAt, known) < at(examples.predictedAt, row); known++) {
      const group = newest[at(column.codes, known)];
      group?.push(at(values, known));
      if (group !== undefined && group.length > span) group.shift();
      total += at(values, known);
    }
    const group = newest[at(column.codes, row)];
    let sum = group === undefined ? NaN : 0;
    for (let i = 0; i < (group?.length ?? 0); i++) sum += group?.[i] ?? NaN;
    mean[row] = (sum + (NEWEST_PRIOR * total) / known) / ((group?.length ?? 0) + NEWEST_PRIOR);
  }
  return mean;
}

/**
 * Mean value of the newest `span` labels known strictly before each example's prediction time.
 *
 * @returns n means, NaN where no label was known. O(n log n).
 */
export function recentMean(examples: Examples, values: Float64Array, span: number): Float64Array {
  const { count, labelKnownAt, predictedAt } = examples;
  const running = new Float64Array(count + 1);
  for (let i = 0; i < count; i++) running[i + 1] = at(running, i) + at(values, i);
  return Float64Array.from({ length: count }, (_, row) => {
    const known = countBelow(labelKnownAt, at(predictedAt, row));
    const first = Math.max(0, known - span);
    return (at(running, known) - at(running, first)) / (known - first);
  });
}

function at(array: Float64Array | Int32Array, index: number): number {
  return array[index] ?? NaN;
}
