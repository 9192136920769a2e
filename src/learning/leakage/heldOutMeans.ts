import { takeRows } from "../takeRows.js";

/** Newer rows with their label, their group, and what the older rows of that group say of the label. */
export interface HeldOut {
  readonly labels: Float64Array;
  readonly groups: Int32Array;
  readonly means: Float64Array;
}

/**
 * Learns the mean label of each group on the older rows, and applies it to the newer ones: so a group tells nothing of
 * its own label, and chance does not look like knowledge.
 *
 * @param groups - n codes of at least −1, which is "not known" and a group as any other.
 * @param labels - n numbers.
 * @param cut - the first so many rows are the older ones.
 * @param minimumOlder - groups of fewer older rows are left out.
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

/** The rows of whose group `keep` says so. */
export function keepGroups({ labels, groups, means }: HeldOut, keep: (group: number) => boolean): HeldOut {
  const isKept = (_: number, i: number): boolean => keep(groups[i] ?? -1);
  return { labels: labels.filter(isKept), groups: groups.filter(isKept), means: means.filter(isKept) };
}

/** The group of most rows; of equal ones the one with the smallest code. Undefined without rows. O(n log n). */
export function commonestGroup(groups: Int32Array): number | undefined {
  let [commonest, maximum, run]: [number | undefined, number, number] = [undefined, 0, 0];
  const sorted = groups.toSorted();
  sorted.forEach((group, i) => {
    run = group === sorted[i - 1] ? run + 1 : 1;
    if (run > maximum) [commonest, maximum] = [group, run];
  });
  return commonest;
}
