import type { CategoryColumn, Examples } from "../examples.js";
import { countBelow } from "../statistics/sortedNumbers.js";

/** Weight of the overall mean in the mean of a group, in examples. It shrinks small groups to the overall mean. */
const PRIOR_EXAMPLES = 5;
/** The same weight for the mean of a group's newest labels, which are few. */
const NEWEST_PRIOR = 2;

/** History features of n examples: mean label and log count of the group so far; NaN if no label was known. */
export interface GroupHistory {
  readonly mean: Float64Array;
  readonly logCount: Float64Array;
}

/**
 * Returns the row numbers in order of prediction time. Rows of equal times keep their order.
 *
 * O(n log n) time.
 */
export function byPredictionTime(examples: Examples): Int32Array {
  const order = Int32Array.from({ length: examples.count }, (_, i) => i);
  const { predictedAt } = examples;
  return order.sort((a, b) => at(predictedAt, a) - at(predictedAt, b) || a - b);
}

/**
 * Returns the mean label of each example's group, over the labels known strictly before its prediction time. The mean
 * is shrunk to the overall mean of the known labels: `(sum of group + prior · overall) / (count of group + prior)`.
 *
 * @param values - n numbers, the labels on the scale of the model.
 * @param order - {@link byPredictionTime} of the examples.
 * @returns n means (NaN if no label was known yet), and n times log(1 + count of the group).
 *
 * O(n) time.
 *
 * @see D. Micci-Barreca (2001), "A preprocessing scheme for high-cardinality categorical attributes",
 * SIGKDD Explorations 3(1), 27–32. Here it uses earlier labels only, so that no label leaks.
 */
export function groupHistory(
  examples: Examples,
  column: CategoryColumn,
  values: Float64Array,
  order: Int32Array,
): GroupHistory {
  const groups = column.names.length + 1; // code −1, unknown, is a group of its own
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
 * Returns the mean of the newest `span` labels of each example's group, over the labels known strictly before its
 * prediction time. So it follows recent changes of a group. It is shrunk to the overall mean as in
 * {@link groupHistory}.
 *
 * @param values - n numbers, the labels on the scale of the model.
 * @param order - {@link byPredictionTime} of the examples.
 * @param span - maximum number of labels per group.
 * @returns n means; NaN if the group is unknown or no label was known yet.
 *
 * O(n · span) time.
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
 * Returns the mean of the newest `span` labels known strictly before each example's prediction time.
 *
 * @param values - n numbers, the labels on the scale of the model.
 * @param span - maximum number of labels.
 * @returns n means; NaN if no label was known yet.
 *
 * O(n log n) time.
 */
export function recentMean(examples: Examples, values: Float64Array, span: number): Float64Array {
  const { count, labelKnownAt, predictedAt } = examples;
  const cumulative = new Float64Array(count + 1);
  for (let i = 0; i < count; i++) cumulative[i + 1] = at(cumulative, i) + at(values, i);
  return Float64Array.from({ length: count }, (_, row) => {
    const known = countBelow(labelKnownAt, at(predictedAt, row));
    const first = Math.max(0, known - span);
    return (at(cumulative, known) - at(cumulative, first)) / (known - first);
  });
}

function at(array: Float64Array | Int32Array, index: number): number {
  return array[index] ?? NaN;
}
