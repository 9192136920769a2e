/** A column of categories, dictionary-encoded: `codes[i]` is an index of `names`; −1 means unknown. */
export interface CategoryColumn {
  readonly codes: Int32Array;
  readonly names: readonly string[];
}

/** Maximum count of a term in a row: counts are stored in a byte. */
export const MAXIMUM_COUNTED = 255;

/**
 * Counts of hashed terms. Row i has the entries from `starts[i]` up to, not including, `starts[i + 1]`. An entry takes
 * only three bytes, because texts take most of the memory of a training.
 */
export interface TermRows {
  /** n + 1 offsets. */
  readonly starts: Int32Array;
  /** Column of each entry, in [0, width); ascending and distinct within a row. */
  readonly columns: Uint16Array;
  /** Count of the term in the row, from 1; 255 means 255 or more. */
  readonly values: Uint8Array;
  readonly width: number;
}

/**
 * The labelled examples of one model as columns. They are in order of label time, and ties are in order of the key.
 * They do not identify the tenant.
 */
export interface Examples {
  /** n, the length of every column. */
  readonly count: number;
  /** Keys, unique within the tenant; never used as a feature. */
  readonly keys: readonly string[];
  /** Prediction time: milliseconds since 1970, UTC. */
  readonly predictedAt: Float64Array;
  /** Label known at: milliseconds since 1970, UTC; ascending. */
  readonly labelKnownAt: Float64Array;
  readonly labels: Float64Array;
  /** Columns of numbers; NaN means unknown. */
  readonly numbers: Readonly<Record<string, Float64Array>>;
  readonly categories: Readonly<Record<string, CategoryColumn>>;
  /** Counts of hashed words and pairs of words; absent for a model without text. */
  readonly terms?: TermRows;
}

/** One row of {@link Examples}. */
export interface Example {
  readonly key: string;
  readonly predictedAt: number;
  readonly labelKnownAt: number;
  readonly label: number;
  readonly numbers: Readonly<Record<string, number>>;
  readonly categories: Readonly<Record<string, string | null>>;
  /** The texts to hash, most informative first; absent for a model without text. */
  readonly texts?: readonly string[];
}
