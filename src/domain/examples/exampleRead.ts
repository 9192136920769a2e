import type { Examples } from "../../learning/examples.js";

/** Why a row of the relation is no example. A closed union: data checks and reports count by it. */
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

/** The examples read from a relation, and what was left out of it. */
export interface ExampleRead {
  readonly examples: Examples;
  /** Rows that the relation returned for the tenant. */
  readonly rows: number;
  /** Rows left out, by reason; an absent reason is none. */
  readonly dropped: { readonly [reason in DropReason]?: number };
  /** Optional columns that the relation does not have. */
  readonly missingColumns: readonly string[];
  /** True if older rows were left unread, because there are more than `maxTrainingRows`. */
  readonly truncated: boolean;
}
