/**
 * The findings of the data checks, with their severities; docs/data-checks.md explains each. `refuse` stops the training
 * of the model. `warn` is shown and recorded.
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

/** One finding about the training data. */
export interface Finding {
  readonly finding: FindingName;
  readonly severity: Severity;
  /** The measured figure and its limit in words. It contains no value of a row. */
  readonly message: string;
  /** The column of the relation that the finding is about, if it is about one. */
  readonly subject?: string;
  /** The number of affected rows, or the measured figure. */
  readonly seen: number;
  readonly limit?: number;
}

/**
 * Returns the outcome of a training with these findings; undefined if none refuses.
 *
 * Too few rows mean "wait for more labels", unless rows are left out because their labels or times are invalid.
 */
export function refusalOf(findings: readonly Finding[]): "too-little-data" | "data-refused" | undefined {
  const refusals = findings.filter(({ severity }) => severity === "refuse");
  if (refusals.length === 0) return undefined;
  const has = (name: FindingName): boolean => findings.some(({ finding }) => finding === name);
  const isInvalid = has("labels-not-finite") || has("times-not-readable");
  return has("too-few-rows") && !isInvalid ? "too-little-data" : "data-refused";
}
