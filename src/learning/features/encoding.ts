import type { CategoryColumn, Examples } from "../examples.js";
import type { Design } from "../matrices.js";
import { roundSignificant } from "../significant.js";
import { compareText } from "./compareText.js";
import { timeFeatureNames, type DenseFeatures, type FeaturePlan } from "./denseFeatures.js";
import { fitTerms, weighTerms, type TermEncoding } from "./termWeights.js";

/** The encoding of examples as a design matrix. It is fitted on the training rows only. */
export interface FeatureEncoding {
  /** Names of the dense columns in order: first the features, then the one-hot columns. */
  readonly names: readonly string[];
  readonly means: readonly number[];
  /** Standard deviations. */
  readonly scales: readonly number[];
  /** One-hot encoded category columns, with the names that have a dense column. */
  readonly categories: readonly { readonly column: string; readonly names: readonly string[] }[];
  /** Null for a model without text, or if no term was common enough. */
  readonly terms: TermEncoding | null;
}

const COMMONEST_NAMES = 20;
/** Longer names are texts and would bloat the artefact. Only the histories, which store no names, use them. */
const MAXIMUM_NAME_CHARACTERS = 200;
const MAXIMUM_TERMS = 8192;
/** Factor of the standardised columns in designs with terms, whose rows have length 1: 1/100 of the penalty. */
const DENSE_WEIGHT = 0.1;
/** Standardised values are clipped to ± this number, so that no single row dominates a fit. */
const CLIP = 5;

/**
 * Fits means, scales, commonest categories and terms on the training rows. It leaves out features that are constant
 * there.
 *
 * @param rows - row numbers of the training part.
 */
export function fitEncoding(
  examples: Examples,
  features: DenseFeatures,
  plan: FeaturePlan,
  rows: Int32Array,
): FeatureEncoding {
  const names: string[] = [];
  const means: number[] = [];
  const scales: number[] = [];
  const keep = (name: string, { mean, scale }: Moments): boolean => {
    if (!(scale > 1e-9 * Math.max(1, Math.abs(mean)))) return false;
    names.push(name);
    means.push(roundSignificant(mean));
    scales.push(roundSignificant(scale));
    return true;
  };
  const retired = timeFeatureNames(plan.retired);
  // A fixed order: if two columns split equally well, a tree takes the first.
  for (const [name, column] of [...features].sort(([a], [b]) => compareText(a, b))) {
    if (!retired.includes(name)) keep(name, moments(column, rows));
  }
  const categories = [];
  for (const name of plan.oneHot) {
    const column = examples.categories[name];
    if (column === undefined) continue;
    const usedNames = commonest(column, rows).filter(([category, count]) =>
      keep(`${name} = ${category}`, shareMoments(count / rows.length)),
    );
    if (usedNames.length > 0) categories.push({ column: name, names: usedNames.map(([category]) => category) });
  }
  const terms = plan.text && examples.terms !== undefined ? fitTerms(examples.terms, rows, MAXIMUM_TERMS) : null;
  return { names, means, scales, categories, terms };
}

/**
 * Returns the design matrix of the given rows: standardised dense columns, unknown values at the training mean, terms
 * as TF-IDF. If there are terms, dense columns are scaled down in comparison.
 *
 * @returns rows.length rows; `denseWidth` is the number of names of the encoding.
 */
export function encode(
  { names, means, scales, categories, terms }: FeatureEncoding,
  examples: Examples,
  features: DenseFeatures,
  rows: Int32Array,
): Design {
  const weight = terms === null ? 1 : DENSE_WEIGHT;
  const dense: DenseBlock = { values: new Float64Array(rows.length * names.length), width: names.length, next: 0 };
  const standardised = (value: number): number => {
    const scaled = (value - (means[dense.next] ?? 0)) / (scales[dense.next] ?? 1);
    return weight * Math.min(CLIP, Math.max(-CLIP, Number.isNaN(scaled) ? 0 : scaled));
  };
  const oneHotWidth = categories.reduce((width, category) => width + category.names.length, 0);
  for (const name of names.slice(0, names.length - oneHotWidth)) {
    fillNumbers(dense, features.get(name), rows, standardised);
  }
  for (const category of categories) {
    const column = examples.categories[category.column];
    for (const name of category.names) {
      fillIndicator(dense, column?.codes, column?.names.indexOf(name) ?? -1, rows, [standardised(0), standardised(1)]);
    }
  }
  const block = { rows: rows.length, dense: dense.values, denseWidth: dense.width };
  if (terms === null) return block;
  const counts = examples.terms ?? noTerms(examples.count, terms.width);
  return { ...block, sparse: weighTerms(terms, counts, rows) };
}

/** A row-major block that is filled one column at a time. */
interface DenseBlock {
  readonly values: Float64Array;
  readonly width: number;
  /** Number of the next column to fill. */
  next: number;
}

function fillNumbers(
  block: DenseBlock,
  column: Float64Array | undefined,
  rows: Int32Array,
  standardised: (value: number) => number,
): void {
  const { values, width } = block;
  for (let i = 0, at = block.next; i < rows.length; i++, at += width) {
    values[at] = standardised(column?.[rows[i] ?? -1] ?? NaN);
  }
  block.next++;
}

/** Writes the standardised 1 for rows with the code, and the standardised 0 for others. Code −1 matches no row. */
function fillIndicator(
  block: DenseBlock,
  codes: Int32Array | undefined,
  code: number,
  rows: Int32Array,
  [no, yes]: readonly [no: number, yes: number],
): void {
  const { values, width } = block;
  for (let i = 0, at = block.next; i < rows.length; i++, at += width) {
    values[at] = code >= 0 && codes?.[rows[i] ?? -1] === code ? yes : no;
  }
  block.next++;
}

interface Moments {
  readonly mean: number;
  readonly scale: number;
}

/** Returns the mean and the standard deviation of the known values. */
function moments(column: Float64Array, rows: Int32Array): Moments {
  let count = 0;
  let mean = 0;
  let squares = 0;
  for (const row of rows) {
    const value = column[row] ?? NaN;
    if (Number.isNaN(value)) continue;
    count++;
    const delta = value - mean;
    mean += delta / count;
    squares += delta * (value - mean);
  }
  return { mean, scale: count > 1 ? Math.sqrt(squares / count) : 0 };
}

function shareMoments(share: number): Moments {
  return { mean: share, scale: Math.sqrt(share * (1 - share)) };
}

/** Returns the commonest names of a category column with their counts in the rows. Ties are in order of the names. */
function commonest(column: CategoryColumn, rows: Int32Array): [name: string, count: number][] {
  const counts = new Map<number, number>();
  for (const row of rows) {
    const code = column.codes[row] ?? -1;
    if (code >= 0) counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  return [...counts]
    .map(([code, count]): [string, number] => [column.names[code] ?? "", count])
    .filter(([name, count]) => count >= 3 && name.length <= MAXIMUM_NAME_CHARACTERS)
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, COMMONEST_NAMES);
}

function noTerms(count: number, width: number): NonNullable<Examples["terms"]> {
  return { starts: new Int32Array(count + 1), columns: new Uint16Array(0), values: new Uint8Array(0), width };
}
