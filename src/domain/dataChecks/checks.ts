import { FINDINGS, type Finding, type FindingName } from "./findings.js";
import type { DropReason, ExampleRead } from "../examples/exampleRead.js";
import { sourceOf } from "../examples/sourceOf.js";
import { findLabelLeaks } from "./labelLeakage.js";
import { MODELS, type ModelName } from "../models.js";

/** Choosing a learner requires this many labelled rows. */
export const MINIMUM_ROWS = 30;
/** With fewer rows of the rarer class, scores depend mostly on chance. */
const MINIMUM_OF_RARER_CLASS = 20;
/** The share of empty values from which on a column causes a warning. */
const EMPTY_SHARE = 0.5;

/**
 * Checks the examples of one model before a training. docs/data-checks.md lists the findings.
 *
 * @returns the findings, refusals first; an empty list if all checks pass.
 */
export function checkTrainingData(model: ModelName, read: ExampleRead): Finding[] {
  const findings = [
    ...checkLabels(model, read),
    ...checkRows(read),
    ...checkMissing(read),
    ...checkLabelLeakage(model, read),
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
    const message = `${String(count)} labelled rows (minimum ${String(MINIMUM_ROWS)})`;
    findings.push(found("too-few-rows", message, count, { limit: MINIMUM_ROWS }));
  }
  const notFinite = dropped["label-not-finite"] ?? 0;
  if (notFinite > 0) {
    findings.push(found("labels-not-finite", `${String(notFinite)} labels are not finite numbers`, notFinite));
  }
  if (count === 0) return findings;
  const constant = labels.every((label) => label === labels[0]);
  if (MODELS[model].task === "regression") {
    if (constant) findings.push(found("constant-label", "all labels are equal", count));
    return findings;
  }
  const positives = labels.reduce((sum, label) => sum + label, 0);
  const rarer = Math.min(positives, count - positives);
  if (rarer === 0) {
    findings.push(found("one-class", `all ${String(count)} rows have the same class`, count));
  } else if (rarer < MINIMUM_OF_RARER_CLASS) {
    const limit = MINIMUM_OF_RARER_CLASS;
    const message = `${String(rarer)} rows of the rarer class; scores are uncertain with fewer than ${String(limit)}`;
    findings.push(found("few-of-the-rarer-class", message, rarer, { limit }));
  }
  return findings;
}

const ROW_WARNINGS: readonly (readonly [DropReason, FindingName, string])[] = [
  ["duplicate-key", "duplicate-keys", "rows left out: another row has the same key"],
  [
    "label-before-prediction",
    "labels-before-prediction",
    "rows left out: the label time is before the prediction time",
  ],
  ["label-in-future", "times-in-the-future", "rows left out: the label time is in the future"],
  ["no-label-time", "times-not-readable", "rows left out: the label time is not a valid time"],
  ["no-prediction-time", "times-not-readable", "rows left out: no valid creation time"],
];

function checkRows({ dropped, truncated, examples }: ExampleRead): Finding[] {
  const findings: Finding[] = [];
  for (const [reason, finding, words] of ROW_WARNINGS) {
    const seen = dropped[reason] ?? 0;
    if (seen > 0) findings.push(found(finding, `${String(seen)} ${words}`, seen));
  }
  if (truncated) {
    const message = `only the newest ${String(examples.count)} examples were read (limit: maxTrainingRows)`;
    findings.push(found("rows-left-unread", message, examples.count));
  }
  return findings;
}

function checkMissing({ examples, missingColumns }: ExampleRead): Finding[] {
  const findings = missingColumns.map((column) =>
    found("missing-columns", `missing column: ${column} (optional)`, 0, { subject: column }),
  );
  if (examples.count === 0) return findings;
  // Several features of one column are empty in the same rows: report the column once.
  const emptyShares = new Map([
    ...Object.entries(examples.numbers).map(([name, values]) => [sourceOf(name), share(values, Number.isNaN)] as const),
    ...Object.entries(examples.categories).map(
      ([name, { codes }]) => [sourceOf(name), share(codes, (code) => code < 0)] as const,
    ),
  ]);
  for (const [column, empty] of emptyShares) {
    if (empty < EMPTY_SHARE) continue;
    const message = `mostly empty: ${column} (${(100 * empty).toFixed(0)} % of rows)`;
    findings.push(found("missing-values", message, empty, { subject: column, limit: EMPTY_SHARE }));
  }
  return findings;
}

function share(values: Float64Array | Int32Array, isEmpty: (value: number) => boolean): number {
  let empty = 0;
  for (const value of values) if (isEmpty(value)) empty++;
  return empty / values.length;
}

function checkLabelLeakage(model: ModelName, { examples }: ExampleRead): Finding[] {
  return findLabelLeaks(model, examples).map(({ column, measure, seen, limit }) => {
    const message =
      `${column} leaks the label: its ${measure} is ${seen.toFixed(2)} (limit ${String(limit)}) on the newer half of the ` +
      `rows. Was it filled in later? In relations.${MODELS[model].relation}, map it to a column that is known at the ` +
      "prediction time, or read a view without it";
    return found("label-leakage", message, seen, { subject: column, limit });
  });
}
