/** Lower and upper end. */
export type Interval = readonly [low: number, high: number];

/** One score of a model on some rows, beside that of the naive predictor; `undefined` where it is not defined. */
export interface Score {
  readonly value: number | undefined;
  readonly baseline: number | undefined;
  /** 95 % interval of the value, by the bootstrap; absent where it was not asked for or is not defined. */
  readonly interval?: Interval | undefined;
}

/** Scores of a regression. Names say the direction: `*Error` and `*Loss` lower, the others higher is better. */
export const REGRESSION_SCORES = [
  "r2",
  "mae",
  "medianAbsoluteError",
  "r2Log",
  "withinOneStep",
  "intervalCoverage",
] as const;
export const CLASSIFICATION_SCORES = ["f1", "precision", "recall", "rocAuc", "averagePrecision", "brierLoss"] as const;
export type ScoreName = (typeof REGRESSION_SCORES)[number] | (typeof CLASSIFICATION_SCORES)[number];

/** What a model scored on rows that it was not trained on. */
export interface Scores {
  /** Rows scored. */
  readonly rows: number;
  /** Of them, rows of the positive class; classifiers only. */
  readonly positives?: number;
  /** So many unweighted rows would tell as much; absent where rows are not weighted. */
  readonly effectiveRows?: number;
  /** How the intervals were found: above 20,000 rows by the normal approximation; absent where there are none. */
  readonly intervals?: "bootstrap" | "normal";
  readonly values: { readonly [name in ScoreName]?: Score };
}
