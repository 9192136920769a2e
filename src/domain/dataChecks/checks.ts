import { FINDINGS, type Finding, type FindingName } from "./findings.js";
import type { DropReason, ExampleRead } from "../examples/exampleRead.js";
import { findLabelLeaks } from "./labelLeakage.js";
import { MODELS, type ModelName } from "../models.js";

/** Fewer rows cannot choose a learner. */
export const MINIMUM_ROWS = 30;
/** Fewer rows of the rarer class leave its scores to chance. */
const FEW_OF_A_CLASS = 20;
/** A column that is unknown in a larger share of the rows is worth a word. */
const MISSING_SHARE = 0.5;

/**
 * Checks the examples of one model before a training. The table of findings is in docs/data-checks.md.
 *
 * @returns what was found, refusals first; empty if nothing was.
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

function checkLabelLeakage(model: ModelName, { examples }: ExampleRead): Finding[] {
  return findLabelLeaks(model, examples).map(({ column, measure, seen, limit }) => {
    const message =
      `${column} gives the label away: learnt on the older half of the rows, on the newer half its ${measure} is ` +
      `${seen.toFixed(2)} (limit ${String(limit)}). Was it filled in later? In relations.${MODELS[model].relation} map ` +
      `it to a column that is known at the prediction, or read from a view without it`;
    return found("label-leakage", message, seen, { subject: column, limit });
  });
}
