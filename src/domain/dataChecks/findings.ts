/**
 * What the checks before a training can find; docs/data-checks.md has the table. `refuse` stops the training of the
 * model, `warn` is shown and recorded.
 */
export const FINDINGS = {
  "too-few-rows": "refuse",
  "one-class": "refuse",
  "labels-not-finite": "refuse",
  "label-leakage": "refuse",
  "constant-label": "warn",
  "few-of-the-rarer-class": "warn",
  "duplicate-keys": "warn",
  "labels-before-prediction": "warn",
  "times-in-the-future": "warn",
  "times-not-readable": "warn",
  "missing-values": "warn",
  "missing-columns": "warn",
  "rows-left-unread": "warn",
} as const;

export type FindingName = keyof typeof FINDINGS;
export type Severity = (typeof FINDINGS)[FindingName];

/** One thing that was found in the training data. */
export interface Finding {
  readonly finding: FindingName;
  readonly severity: Severity;
  /** What was seen and what it was held against, in words; no value of a row. */
  readonly message: string;
  /** The feature or column that it is about, where there is one. */
  readonly subject?: string;
  /** Rows concerned, or the measured figure. */
  readonly seen: number;
  readonly limit?: number;
}

/** Too few rows are a state to wait out, unless rows are missing because their labels or times are broken. */
export function refusalOf(findings: readonly Finding[]): "too-little-data" | "data-refused" | undefined {
  const refusals = findings.filter(({ severity }) => severity === "refuse");
  if (refusals.length === 0) return undefined;
  const isFound = (name: FindingName): boolean => refusals.some(({ finding }) => finding === name);
  const isBroken = isFound("labels-not-finite") || findings.some(({ finding }) => finding === "times-not-readable");
  return isFound("too-few-rows") && !isBroken ? "too-little-data" : "data-refused";
}
