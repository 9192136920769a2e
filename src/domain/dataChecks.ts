import { rocAuc } from "../learning/metrics/rocAuc.js";
import { pearsonCorrelation } from "../learning/metrics/pearsonCorrelation.js";
import { averageRanks } from "../learning/metrics/ranks.js";
import type { DenseFeatures } from "../learning/features/denseFeatures.js";
import { FINDINGS, type Finding, type FindingName } from "./dataFindings.js";
import type { DropReason, ExampleRead } from "./exampleRead.js";
import { MODELS, type ModelName } from "./models.js";

/** Fewer rows cannot choose a learner. */
export const MINIMUM_ROWS = 30;
/** Fewer rows of the rarer class leave its scores to chance. */
const FEW_OF_A_CLASS = 20;
/** A single feature this close to the label was filled in after it. */
const GIVE_AWAY = 0.97;
/** With fewer known values, or fewer of a class, such closeness can be chance. */
const GIVE_AWAY_ROWS = 30;
const GIVE_AWAY_CLASS = 10;
/** Rows that the give-away check looks at, the newest: a sample of this size settles the question. */
const GIVE_AWAY_SAMPLE = 20_000;
/** A column that is unknown in a larger share of the rows is worth a word. */
const MISSING_SHARE = 0.5;

/**
 * Checks the examples of one model before a training. The table of findings is in docs/data-checks.md.
 *
 * @param features - the dense features of the examples; none is needed to check the rows alone.
 * @returns what was found, refusals first; empty if nothing was.
 */
export function checkTrainingData(model: ModelName, read: ExampleRead, features: DenseFeatures): Finding[] {
  const findings = [
    ...checkLabels(model, read),
    ...checkRows(read),
    ...checkMissing(read),
    ...checkGiveAways(model, read, features),
  ];
  return findings.sort((a, b) => Number(b.severity === "refuse") - Number(a.severity === "refuse"));
}

function found(finding: FindingName, message: string, seen: number, more: Partial<Finding> = {}): Finding {
  return { finding, severity: FINDINGS[finding], message, seen, ...more };
}

function checkLabels(model: ModelName, { examples, dropped }: ExampleRead): Finding[] {
  const findings: Finding[] = [];
  const { count, labels } = examples;
  if (count < MINIMUM_ROWS) {
    const message = `${String(count)} labelled rows; choosing a learner takes ${String(MINIMUM_ROWS)}`;
    findings.push(found("too-few-rows", message, count, { limit: MINIMUM_ROWS }));
  }
  const notFinite = dropped["label-not-finite"] ?? 0;
  if (notFinite > 0) {
    findings.push(found("labels-not-finite", `${String(notFinite)} labels are not finite numbers`, notFinite));
  }
  if (count === 0) return findings;
  const constant = labels.every((label) => label === labels[0]);
  if (MODELS[model].task === "regression") {
    if (constant) findings.push(found("constant-label", "every label is the same number", count));
    return findings;
  }
  const positives = labels.reduce((sum, label) => sum + label, 0);
  const rarer = Math.min(positives, count - positives);
  if (rarer === 0) {
    findings.push(found("one-class", `all ${String(count)} rows are of one class`, count));
  } else if (rarer < FEW_OF_A_CLASS) {
    const message = `${String(rarer)} rows of the rarer class; scores on fewer than ${String(FEW_OF_A_CLASS)} are uncertain`;
    findings.push(found("few-of-the-rarer-class", message, rarer, { limit: FEW_OF_A_CLASS }));
  }
  return findings;
}

const ROW_WARNINGS: readonly (readonly [DropReason, FindingName, string])[] = [
  ["duplicate-key", "duplicate-keys", "rows repeat a key; one of each was kept"],
  [
    "label-before-prediction",
    "labels-before-prediction",
    "rows have a label from before the prediction time; left out",
  ],
  ["label-in-future", "times-in-the-future", "rows have a label time in the future; left out"],
  ["no-label-time", "times-not-readable", "rows have a label time that cannot be read; left out"],
  ["no-prediction-time", "times-not-readable", "rows have no creation time that can be read; left out"],
];

function checkRows({ dropped, truncated, examples }: ExampleRead): Finding[] {
  const findings: Finding[] = [];
  for (const [reason, finding, words] of ROW_WARNINGS) {
    const seen = dropped[reason] ?? 0;
    if (seen > 0) findings.push(found(finding, `${String(seen)} ${words}`, seen));
  }
  if (truncated) {
    findings.push(
      found("rows-left-unread", `only the newest ${String(examples.count)} rows were read`, examples.count),
    );
  }
  return findings;
}

function checkMissing({ examples, missingColumns }: ExampleRead): Finding[] {
  const findings = missingColumns.map((column) =>
    found("missing-columns", `the relation has no column ${column}; done without`, 0, { subject: column }),
  );
  if (examples.count === 0) return findings;
  const shares: [name: string, share: number][] = [
    ...Object.entries(examples.numbers).map(([name, values]): [string, number] => [name, share(values, Number.isNaN)]),
    ...Object.entries(examples.categories).map(([name, { codes }]): [string, number] => [
      name,
      share(codes, (code) => code < 0),
    ]),
  ];
  for (const [name, missing] of shares) {
    if (missing < MISSING_SHARE) continue;
    const message = `${name} is unknown in ${(100 * missing).toFixed(0)} % of the rows`;
    findings.push(found("missing-values", message, missing, { subject: name, limit: MISSING_SHARE }));
  }
  return findings;
}

function share(values: Float64Array | Int32Array, isMissing: (value: number) => boolean): number {
  let missing = 0;
  for (const value of values) if (isMissing(value)) missing++;
  return missing / values.length;
}

function checkGiveAways(model: ModelName, { examples }: ExampleRead, features: DenseFeatures): Finding[] {
  const start = Math.max(0, examples.count - GIVE_AWAY_SAMPLE);
  const labels = examples.labels.subarray(start);
  const columns: [name: string, column: Float64Array][] = [
    ...[...features].map(([name, column]): [string, Float64Array] => [name, column.subarray(start)]),
    ...Object.entries(examples.categories).map(([name, { codes, names }]): [string, Float64Array] => [
      name,
      meanLabels(labels, codes.subarray(start), names.length),
    ]),
  ];
  const closeness = MODELS[model].task === "regression" ? rankCloseness(labels) : classCloseness(labels);
  const findings: Finding[] = [];
  for (const [name, column] of columns) {
    const seen = closeness(column);
    if (!(seen > GIVE_AWAY)) continue;
    const message = `"${name}" gives the label away (${seen.toFixed(3)} > ${String(GIVE_AWAY)}): was it filled in later?`;
    findings.push(found("give-away-feature", message, seen, { subject: name, limit: GIVE_AWAY }));
  }
  return findings;
}

/** The mean label of each row's category; NaN for categories of too few rows, whose mean would follow the label anyway. */
function meanLabels(labels: Float64Array, codes: Int32Array, categories: number): Float64Array {
  const sums = new Float64Array(categories);
  const counts = new Float64Array(categories);
  codes.forEach((code, row) => {
    if (code < 0) return;
    sums[code] = (sums[code] ?? 0) + (labels[row] ?? NaN);
    counts[code] = (counts[code] ?? 0) + 1;
  });
  return Float64Array.from(codes, (code) =>
    (counts[code] ?? 0) < GIVE_AWAY_CLASS ? NaN : (sums[code] ?? NaN) / (counts[code] ?? 0),
  );
}

/** How closely a column follows the labels, from 0 to 1. */
type Closeness = (column: Float64Array) => number;

/** |rank correlation| over the rows where the feature is known; 0 where it is not defined. */
function rankCloseness(labels: Float64Array): Closeness {
  const ranks = averageRanks(labels);
  return (column) => {
    const known = knownRows(column);
    if (known.length < GIVE_AWAY_ROWS) return 0;
    const knownRanks = known.length === labels.length ? ranks : averageRanks(pick(labels, known));
    return Math.abs(pearsonCorrelation(knownRanks, averageRanks(pick(column, known))) ?? 0);
  };
}

/** ROC AUC of the feature, or of its negative, over the rows where it is known; 0 where it is not defined. */
function classCloseness(labels: Float64Array): Closeness {
  return (column) => {
    const known = knownRows(column);
    const knownLabels = pick(labels, known);
    const positives = knownLabels.reduce((sum, label) => sum + label, 0);
    if (known.length < GIVE_AWAY_ROWS || Math.min(positives, known.length - positives) < GIVE_AWAY_CLASS) return 0;
    const auc = rocAuc(knownLabels, pick(column, known)) ?? 0.5;
    return Math.max(auc, 1 - auc);
  };
}

function knownRows(column: Float64Array): Int32Array {
  const rows = new Int32Array(column.length);
  let count = 0;
  for (let row = 0; row < column.length; row++) {
    rows[count] = row;
    if (!Number.isNaN(column[row])) count++;
  }
  return rows.subarray(0, count);
}

/** The values of the rows; the values themselves where that is all of them. */
function pick(values: Float64Array, rows: Int32Array): Float64Array {
  if (rows.length === values.length) return values;
  const picked = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) picked[i] = values[rows[i] ?? 0] ?? NaN;
  return picked;
}
