import { commonestGroup, keepGroups, type HeldOut } from "../../learning/leakage/heldOutMeans.js";
import { recallAtPrecision, type TopRows } from "../../learning/metrics/recallAtPrecision.js";
import { rocAuc } from "../../learning/metrics/rocAuc.js";
import { spearmanCorrelation } from "../../learning/metrics/spearmanCorrelation.js";
import type { ModelDefinition } from "../models.js";

/**
 * For regressions: the rank correlation between predicted and actual labels, divided by the best one that the column's
 * values allow. A column above this limit was probably computed from the label.
 */
const MAXIMUM_ORDER = 0.92;
/** The number of standard errors above the limit: a strong feature can come near the limit on few rows. */
const STANDARD_ERRORS = 3;
/** A column with a lower rank correlation is not a leak. */
const MINIMUM_CORRELATION = 0.5;
/** For classifiers: a column with a higher ROC AUC is a leak. */
const MAXIMUM_AUC = 0.95;
/** The ROC AUC that the rows without the column's commonest value must reach: that value alone can be an honest rule. */
const MINIMUM_AUC_LEFT = 0.8;
/** For classifiers: the share of the rarer class among the rows that the column ranks highest. A higher share is a leak. */
const MAXIMUM_PRECISION = 0.98;
/** These rows must include at least this share of the rarer class. */
const PRECISE_RECALL = 0.3;
/** The probability of such a share by chance must be at most this. */
const MAXIMUM_CHANCE = 1e-6;
/** With fewer rows, or fewer rows of a class, a close relation can be chance. */
const MINIMUM_ROWS = 30;
const MINIMUM_OF_CLASS = 10;
/** Fewer rows are enough without the commonest value, because the test on all rows came first. */
const MINIMUM_ROWS_LEFT = 10;
const MINIMUM_OF_CLASS_LEFT = 5;

/** How closely a column determines the label. */
export interface LeakageMeasure {
  /** The name of the measure, in words. */
  readonly measure: string;
  readonly seen: number;
  readonly limit: number;
}

/**
 * Tests whether the older labels of a group determine the newer ones so closely that the column must have been filled in
 * after the label, or computed from it. The relation must also hold outside the commonest group: "bugs are one point" is
 * a rule that people follow, and not a leak.
 *
 * @returns undefined if the column does not leak the label, or if there are too few rows.
 */
export function measureLeakage(task: ModelDefinition["task"], heldOut: HeldOut): LeakageMeasure | undefined {
  if (heldOut.labels.length < MINIMUM_ROWS) return undefined;
  const measures = task === "regression" ? [order(heldOut)] : [precision(heldOut), areaUnderCurve(heldOut)];
  return measures.find((leakage) => leakage !== undefined && leakage.seen > leakage.limit);
}

/** Measures the order relative to the best possible one: a column of two or three values cannot order rows of equal value. */
function order(heldOut: HeldOut): LeakageMeasure | undefined {
  const share = (rows: HeldOut): number => {
    const attainable = rows.labels.length < MINIMUM_ROWS_LEFT ? 0 : correlation(bestOrder(rows));
    return attainable === 0 ? 0 : correlation(rows) / attainable;
  };
  // If almost all labels are equal, one or two rows reach the best possible order by chance.
  if (countOtherLabels(heldOut) < MINIMUM_OF_CLASS || correlation(heldOut) < MINIMUM_CORRELATION) return undefined;
  const seen = Math.min(share(heldOut), share(withoutCommonest(heldOut)));
  // The standard error of Fisher's transformation does not depend on the correlation.
  const lowerBound = Math.tanh(Math.atanh(Math.min(1, seen)) - STANDARD_ERRORS / Math.sqrt(heldOut.labels.length - 3));
  if (lowerBound <= MAXIMUM_ORDER) return undefined;
  const measure = "rank correlation with the label, relative to the best possible one,";
  return { measure, seen, limit: MAXIMUM_ORDER };
}

/** Counts the rows whose label is not the commonest one. */
function countOtherLabels({ labels }: HeldOut): number {
  const counts = new Map<number, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  return labels.length - Math.max(...counts.values());
}

function correlation({ labels, means }: HeldOut): number {
  return Math.abs(spearmanCorrelation(labels, means) ?? 0);
}

/** Returns the same labels and means, in the best possible order. */
function bestOrder({ labels, means, groups }: HeldOut): HeldOut {
  return { labels: labels.toSorted(), means: means.toSorted(), groups };
}

function areaUnderCurve(heldOut: HeldOut): LeakageMeasure | undefined {
  const area = (rows: HeldOut, minimum: number): number =>
    rarerClass(rows).rows < minimum ? 0 : (rocAuc(rows.labels, rows.means) ?? 0);
  if (area(withoutCommonest(heldOut), MINIMUM_OF_CLASS_LEFT) < MINIMUM_AUC_LEFT) return undefined;
  return { measure: "ROC AUC", seen: area(heldOut, MINIMUM_OF_CLASS), limit: MAXIMUM_AUC };
}

/** Measures the share of the rarer class among the rows that the column ranks highest for it. */
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

/**
 * Returns Chernoff's upper bound on the probability that randomly drawn rows reach this precision.
 *
 * @param rate - the share of the class among all rows, from 0 to 1.
 */
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
