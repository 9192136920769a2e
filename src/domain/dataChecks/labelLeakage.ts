import type { Examples } from "../../learning/examples.js";
import { binNumbers } from "../../learning/leakage/binNumbers.js";
import { heldOutMeans, keepGroups, type HeldOut } from "../../learning/leakage/heldOutMeans.js";
import { leakingTerms } from "../../learning/leakage/leakingTerms.js";
import { averageRanks } from "../../learning/statistics/ranks.js";
import { splitByLabelTime } from "../../learning/resampling/timeSplits.js";
import { measureLeakage, type LeakageMeasure } from "./leakageMeasure.js";
import { sourceOf } from "../examples/sourceOf.js";
import { MODELS, type ModelName } from "../models.js";

/** The number of newest rows that the check uses: half to learn on, half to test on. More rows do not change the result. */
const SAMPLE = 10_000;
/** A column with values in a smaller share of the newer rows cannot mislead a model. */
const MINIMUM_SHARE = 0.2;
/** The mean label of a group requires this many older rows. */
const MINIMUM_OLDER = 3;
const MAXIMUM_BINS = 32;
const ROWS_OF_BIN = 5;
const LEAKING_TERMS = { minimumOlder: 10, variance: 0.05 };
/** The texts are hashed together, so a leak cannot be traced to one of them. */
const TEXTS = "summary or description";

/** A column of the relation that leaks the label. */
export interface LabelLeak extends LeakageMeasure {
  readonly column: string;
}

/**
 * Finds columns that were filled in after the label, or computed from it. Learns each column alone on the older half of
 * the labels, and tests it on the newer half. docs/decisions/0045-columns-that-leak-the-label-are-refused.md explains
 * the limits.
 *
 * @returns each such column once; an empty list if there are too few rows.
 */
export function findLabelLeaks(model: ModelName, examples: Examples): LabelLeak[] {
  const first = Math.max(0, examples.count - SAMPLE);
  const labelKnownAt = examples.labelKnownAt.subarray(first);
  const split = splitByLabelTime(labelKnownAt, labelKnownAt.length, 0.5);
  if (split === undefined) return [];
  const { task } = MODELS[model];
  const { cut, end } = split;
  const sampleLabels = examples.labels.subarray(first);
  // Ranks keep a few large labels from dominating means and variances.
  const labels = task === "regression" ? averageRanks(sampleLabels) : sampleLabels;
  const leaks = new Map<string, LabelLeak>();
  for (const [name, groups] of groupRows(examples, first, labels, cut)) {
    const column = sourceOf(name);
    if (leaks.has(column)) continue;
    for (const heldOut of rowSets(heldOutMeans(groups, labels, cut, MINIMUM_OLDER), MINIMUM_SHARE * (end - cut))) {
      const leakage = measureLeakage(task, heldOut);
      if (leakage !== undefined) leaks.set(column, { column, ...leakage });
    }
  }
  return [...leaks.values()];
}

/** Groups the rows from `first` on by each column of the examples, and by their terms. */
function* groupRows(
  { numbers, categories, terms }: Examples,
  first: number,
  labels: Float64Array,
  cut: number,
): Generator<readonly [column: string, groups: Int32Array]> {
  const bins = Math.min(MAXIMUM_BINS, Math.floor(cut / ROWS_OF_BIN));
  for (const [name, column] of Object.entries(numbers)) yield [name, binNumbers(column.subarray(first), cut, bins)];
  for (const [name, { codes }] of Object.entries(categories)) yield [name, codes.subarray(first)];
  if (terms === undefined) return;
  yield [TEXTS, leakingTerms({ ...terms, starts: terms.starts.subarray(first) }, labels, cut, LEAKING_TERMS)];
}

/**
 * Returns the sets of rows to test: all rows, because an empty value can leak the label too; and the rows with a value,
 * if there are at least `minimum`.
 */
function rowSets(all: HeldOut, minimum: number): HeldOut[] {
  const known = keepGroups(all, (group) => group >= 0);
  return known.labels.length < minimum ? [all] : [all, known];
}
