import { takeRows } from "../takeRows.js";

/** Newer rows with their label, their group, and the mean label of the older rows of that group. */
export interface HeldOut {
  readonly labels: Float64Array;
  readonly groups: Int32Array;
  readonly means: Float64Array;
}

/**
 * Returns the newer rows with the mean label of their group, computed on the older rows. So no row contributes to its
 * own mean, and chance does not look like a relation.
 *
 * @param groups - n codes of at least −1; −1 means unknown and is a group too.
 * @param labels - n numbers.
 * @param cut - number of the older rows, which come first.
 * @param minimumOlder - groups with fewer older rows are left out.
 *
 * O(n + groups) time.
 */
export function heldOutMeans(
  groups: Int32Array,
  labels: ArrayLike<number>,
  cut: number,
  minimumOlder: number,
): HeldOut {
  const width = groups.reduce((maximum, group) => Math.max(maximum, group), -1) + 2;
  const sums = new Float64Array(width);
  const counts = new Int32Array(width);
  for (let row = 0; row < cut; row++) {
    const group = (groups[row] ?? -1) + 1;
    sums[group] = (sums[group] ?? NaN) + (labels[row] ?? NaN);
    counts[group] = (counts[group] ?? NaN) + 1;
  }
  const rows: number[] = [];
  for (let row = cut; row < groups.length; row++) {
    if ((counts[(groups[row] ?? -1) + 1] ?? 0) >= minimumOlder) rows.push(row);
  }
  const codes = new Int32Array(rows.length);
  const means = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) {
    const code = groups[rows[i] ?? 0] ?? -1;
    codes[i] = code;
    means[i] = (sums[code + 1] ?? NaN) / (counts[code + 1] ?? NaN);
  }
  return { labels: takeRows(labels, rows), groups: codes, means };
}

/** Returns the rows of the groups for which `keep` returns true. */
export function keepGroups({ labels, groups, means }: HeldOut, keep: (group: number) => boolean): HeldOut {
  const isKept = (_: number, i: number): boolean => keep(groups[i] ?? -1);
  return { labels: labels.filter(isKept), groups: groups.filter(isKept), means: means.filter(isKept) };
}

/**
 * Returns the group with the most rows, or undefined if there are no rows. Ties go to the smallest code. O(n log n).
 */
export function commonestGroup(groups: Int32Array): number | undefined {
  let [commonest, maximum, run]: [number | undefined, number, number] = [undefined, 0, 0];
  const sorted = groups.toSorted();
  sorted.forEach((group, i) => {
    run = group === sorted[i - 1] ? run + 1 : 1;
    if (run > maximum) [commonest, maximum] = [group, run];
  });
  return commonest;
}
