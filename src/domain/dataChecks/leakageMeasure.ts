import { commonestGroup, keepGroups, type HeldOut } from "../../learning/leakage/heldOutMeans.js";
import { recallAtPrecision, type TopRows } from "../../learning/metrics/recallAtPrecision.js";
import { rocAuc } from "../../learning/metrics/rocAuc.js";
import { spearmanCorrelation } from "../../learning/metrics/spearmanCorrelation.js";
import type { ModelDefinition } from "../models.js";

/** A column that is learnt on older labels, and orders the newer ones as well as its values can, was made from them … */
const MAXIMUM_ORDER = 0.92;
/** Standard errors by which it must lie above that: a strong feature can come near it on few rows. */
const STANDARD_ERRORS = 3;
/** … if that says much of the label at all. */
const MINIMUM_CORRELATION = 0.5;
/** The same for classes … */
const MAXIMUM_AUC = 0.95;
/** … if it does not come of the commonest value alone. */
const MINIMUM_AUC_LEFT = 0.8;
/** So many of the rows that a column ranks highest being of the rarer class, it knew at least a part of the label: … */
const MAXIMUM_PRECISION = 0.98;
/** … if they are this share of that class, and chance would have it less often than this. */
const PRECISE_RECALL = 0.3;
const MAXIMUM_CHANCE = 1e-6;
/** With fewer rows, or fewer of a class, closeness can be chance. */
const MINIMUM_ROWS = 30;
const MINIMUM_OF_CLASS = 10;
/** Beside its commonest value a column is judged by what is left; its order there has been seen in all rows already. */
const MINIMUM_ROWS_LEFT = 10;
const MINIMUM_OF_CLASS_LEFT = 5;

/** How closely a column tells the label. */
export interface LeakageMeasure {
  /** What was measured, in words. */
  readonly measure: string;
  readonly seen: number;
  readonly limit: number;
}

/**
 * Whether newer labels follow so closely from the older ones of their group that the column must have been filled in
 * after the label, or made from it. That takes an order outside the commonest group too: "bugs are one point" is a rule
 * that people keep, and no leak.
 *
 * @returns undefined if they do not, or if there are too few rows to tell.
 */
export function measureLeakage(task: ModelDefinition["task"], heldOut: HeldOut): LeakageMeasure | undefined {
  if (heldOut.labels.length < MINIMUM_ROWS) return undefined;
  const found = task === "regression" ? [order(heldOut)] : [precision(heldOut), areaUnderCurve(heldOut)];
  return found.find((leakage) => leakage !== undefined && leakage.seen > leakage.limit);
}

/** Held against the best order that there is: the two or three values of a column cannot order the rows within them. */
function order(heldOut: HeldOut): LeakageMeasure | undefined {
  const share = (rows: HeldOut): number => {
    const attainable = rows.labels.length < MINIMUM_ROWS_LEFT ? 0 : correlation(inStep(rows));
    return attainable === 0 ? 0 : correlation(rows) / attainable;
  };
  // Labels that are nearly all the same are ordered as well as can be by chance in a row or two.
  if (besideCommonestLabel(heldOut) < MINIMUM_OF_CLASS || correlation(heldOut) < MINIMUM_CORRELATION) return undefined;
  const seen = Math.min(share(heldOut), share(withoutCommonest(heldOut)));
  // Fisher's transformation, of which the standard error does not depend on the correlation.
  const surely = Math.tanh(Math.atanh(Math.min(1, seen)) - STANDARD_ERRORS / Math.sqrt(heldOut.labels.length - 3));
  if (surely <= MAXIMUM_ORDER) return undefined;
  const measure = "rank correlation with the label, as a share of what its values can reach,";
  return { measure, seen, limit: MAXIMUM_ORDER };
}

/** Rows of another label than the commonest. */
function besideCommonestLabel({ labels }: HeldOut): number {
  const counts = new Map<number, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  return labels.length - Math.max(...counts.values());
}

function correlation({ labels, means }: HeldOut): number {
  return Math.abs(spearmanCorrelation(labels, means) ?? 0);
}

/** The same labels and means, in the best order that there is. */
function inStep({ labels, means, groups }: HeldOut): HeldOut {
  return { labels: labels.toSorted(), means: means.toSorted(), groups };
}

function areaUnderCurve(heldOut: HeldOut): LeakageMeasure | undefined {
  const area = (rows: HeldOut, minimum: number): number =>
    rarerClass(rows).rows < minimum ? 0 : (rocAuc(rows.labels, rows.means) ?? 0);
  if (area(withoutCommonest(heldOut), MINIMUM_OF_CLASS_LEFT) < MINIMUM_AUC_LEFT) return undefined;
  return { measure: "ROC AUC", seen: area(heldOut, MINIMUM_OF_CLASS), limit: MAXIMUM_AUC };
}

/** The share of the rarer class among the rows that the column ranks highest for it. */
function precision(heldOut: HeldOut): LeakageMeasure | undefined {
  const { label, rows } = rarerClass(heldOut);
  if (rows < MINIMUM_OF_CLASS) return undefined;
  const isRarer = heldOut.labels.map((each) => Number(each === label));
  const scores = heldOut.means.map((mean) => (label === 1 ? mean : -mean));
  const top = recallAtPrecision(isRarer, scores, MAXIMUM_PRECISION);
  if (top === undefined || top.recall < PRECISE_RECALL) return undefined;
  if (chanceOf(top, rows / isRarer.length) > MAXIMUM_CHANCE) return undefined;
  const measure = `share of the rarer class in the ${String(top.rows)} rows that it ranks highest`;
  return { measure, seen: top.precision, limit: MAXIMUM_PRECISION };
}

/** Chernoff's bound on the chance that rows drawn at random are of a class of this rate to so great a share. */
function chanceOf({ rows, precision }: TopRows, rate: number): number {
  const term = (seen: number, expected: number): number => (seen === 0 ? 0 : seen * Math.log(seen / expected));
  return Math.exp(-rows * (term(precision, rate) + term(1 - precision, 1 - rate)));
}

function rarerClass({ labels }: Pick<HeldOut, "labels">): { label: 0 | 1; rows: number } {
  const positives = labels.reduce((sum, label) => sum + label, 0);
  const negatives = labels.length - positives;
  return positives <= negatives ? { label: 1, rows: positives } : { label: 0, rows: negatives };
}

function withoutCommonest(heldOut: HeldOut): HeldOut {
  const commonest = commonestGroup(heldOut.groups);
  return keepGroups(heldOut, (group) => group !== commonest);
}
