import type { Examples } from "../../learning/examples.js";
import { binNumbers } from "../../learning/leakage/binNumbers.js";
import { heldOutMeans, keepGroups, type HeldOut } from "../../learning/leakage/heldOutMeans.js";
import { leakingTerms } from "../../learning/leakage/leakingTerms.js";
import { averageRanks } from "../../learning/statistics/ranks.js";
import { splitByLabelTime } from "../../learning/resampling/timeSplits.js";
import { measureLeakage, type LeakageMeasure } from "./leakageMeasure.js";
import { sourceOf } from "../examples/sourceOf.js";
import { MODELS, type ModelName } from "../models.js";

/** The newest rows, half of them to learn on and half to judge by: more would not change the answer. */
const SAMPLE = 10_000;
/** What is known of a smaller share of the newer rows leads no model astray. */
const MINIMUM_SHARE = 0.2;
/** Groups of fewer older rows have no mean to speak of. */
const MINIMUM_OLDER = 3;
const MAXIMUM_BINS = 32;
const ROWS_OF_BIN = 5;
const TELLING = { minimumOlder: 10, variance: 0.05 };
/** Texts are hashed together: which of them it is cannot be told. */
const TEXTS = "summary or description";

/** A column of the relation that gives the label away. */
export interface LabelLeak extends LeakageMeasure {
  readonly column: string;
}

/**
 * Finds columns that were filled in after the label, or made from it: each is learnt alone on the older half of the
 * labels, and judged by the newer half. What the limits stand on is in docs/decisions.md.
 *
 * @returns each such column once; none if there are too few rows to tell.
 */
export function findLabelLeaks(model: ModelName, examples: Examples): LabelLeak[] {
  const first = Math.max(0, examples.count - SAMPLE);
  const labelKnownAt = examples.labelKnownAt.subarray(first);
  const split = splitByLabelTime(labelKnownAt, labelKnownAt.length, 0.5);
  if (split === undefined) return [];
  const { task } = MODELS[model];
  const { cut, end } = split;
  const own = examples.labels.subarray(first);
  // Ranks, so that neither a mean nor a variance hangs on a few large labels.
  const labels = task === "regression" ? averageRanks(own) : own;
  const found = new Map<string, LabelLeak>();
  for (const [name, groups] of groupings(examples, first, labels, cut)) {
    const column = sourceOf(name);
    if (found.has(column)) continue;
    for (const heldOut of views(heldOutMeans(groups, labels, cut, MINIMUM_OLDER), MINIMUM_SHARE * (end - cut))) {
      const leakage = measureLeakage(task, heldOut);
      if (leakage !== undefined) found.set(column, { column, ...leakage });
    }
  }
  return [...found.values()];
}

/** The rows from `first` on in groups, by each column of the examples and by their terms. */
function* groupings(
  { numbers, categories, terms }: Examples,
  first: number,
  labels: Float64Array,
  cut: number,
): Generator<readonly [column: string, groups: Int32Array]> {
  const bins = Math.min(MAXIMUM_BINS, Math.floor(cut / ROWS_OF_BIN));
  for (const [name, column] of Object.entries(numbers)) yield [name, binNumbers(column.subarray(first), cut, bins)];
  for (const [name, { codes }] of Object.entries(categories)) yield [name, codes.subarray(first)];
  if (terms === undefined) return;
  yield [TEXTS, leakingTerms({ ...terms, starts: terms.starts.subarray(first) }, labels, cut, TELLING)];
}

/** All rows, since it can tell that a value is not known; and those where it is known, if they are enough. */
function views(all: HeldOut, minimum: number): HeldOut[] {
  const known = keepGroups(all, (group) => group >= 0);
  return known.labels.length < minimum ? [all] : [all, known];
}
