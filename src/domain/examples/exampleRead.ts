import type { Examples } from "../../learning/examples.js";

/** The reasons to leave a row out of the examples. Data checks and reports count rows by these names. */
export const DROP_REASONS = [
  "inactive",
  "no-label",
  "label-not-finite",
  "label-out-of-range",
  "no-prediction-time",
  "no-label-time",
  "no-summary",
  "not-merged",
  "label-before-prediction",
  "label-in-future",
  "duplicate-key",
] as const;
export type DropReason = (typeof DROP_REASONS)[number];

/** The examples that were read from a relation, and the counts of rows that were left out. */
export interface ExampleRead {
  readonly examples: Examples;
  /** Number of rows that the relation returned for the tenant. */
  readonly rows: number;
  /** Number of rows left out, by reason. An absent reason means zero rows. */
  readonly dropped: { readonly [reason in DropReason]?: number };
  /** Optional columns that the relation lacks. */
  readonly missingColumns: readonly string[];
  /** Whether older rows were not read because there are more than `maxTrainingRows`. */
  readonly truncated: boolean;
}
