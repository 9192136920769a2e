/** A column of categories, dictionary-encoded: `codes[i]` indexes `names`; −1 is "not known". */
export interface CategoryColumn {
  readonly codes: Int32Array;
  readonly names: readonly string[];
}

/** How often a term is counted in a row at most. */
export const MAXIMUM_COUNTED = 255;

/**
 * Counts of hashed terms: row i has the entries `starts[i]` to `starts[i + 1]`. Three bytes an entry, since texts take
 * most of the memory of a training.
 */
export interface TermRows {
  /** n + 1 offsets. */
  readonly starts: Int32Array;
  /** Column of each entry, in [0, width); ascending and distinct within a row. */
  readonly columns: Uint16Array;
  /** How often the term stands in the row, from 1; 255 stands for more as well. */
  readonly values: Uint8Array;
  readonly width: number;
}

/**
 * The labelled examples of one model as columns, in order of label time, ties broken by the key within the tenant.
 * Nothing in it says whose they are.
 */
export interface Examples {
  /** n, the length of every column. */
  readonly count: number;
  /** Identify the examples within their tenant; never a feature. */
  readonly keys: readonly string[];
  /** When the prediction would be asked for: milliseconds since 1970, UTC. */
  readonly predictedAt: Float64Array;
  /** When the label became known: milliseconds since 1970, UTC; ascending. */
  readonly labelKnownAt: Float64Array;
  readonly labels: Float64Array;
  /** Columns of numbers; NaN is "not known". */
  readonly numbers: Readonly<Record<string, Float64Array>>;
  readonly categories: Readonly<Record<string, CategoryColumn>>;
  /** Counts of hashed words and pairs of words; absent for a model without text. */
  readonly terms?: TermRows;
}

/** What one raw row contributes to {@link Examples}. */
export interface Example {
  readonly key: string;
  readonly predictedAt: number;
  readonly labelKnownAt: number;
  readonly label: number;
  readonly numbers: Readonly<Record<string, number>>;
  readonly categories: Readonly<Record<string, string | null>>;
  /** The texts to hash, most telling first; absent for a model without text. */
  readonly texts?: readonly string[];
}
