import type { CategoryColumn, Examples } from "../examples.js";
import type { Design } from "../matrices.js";
import { roundSignificant } from "../significant.js";
import { compareText } from "./compareText.js";
import { timeFeatureNames, type DenseFeatures, type FeaturePlan } from "./denseFeatures.js";
import { fitTerms, weighTerms, type TermEncoding } from "./termWeights.js";

/** How examples become a design matrix; learnt on the training rows alone. */
export interface FeatureEncoding {
  /** Names of the dense columns in order: the features first, then the categories'. */
  readonly names: readonly string[];
  readonly means: readonly number[];
  /** Standard deviations. */
  readonly scales: readonly number[];
  /** Category columns whose commonest names have a dense column each. */
  readonly categories: readonly { readonly column: string; readonly names: readonly string[] }[];
  /** Absent (null) for a model without text, or where no term was common enough. */
  readonly terms: TermEncoding | null;
}

const COMMONEST_NAMES = 20;
/** A longer one is a text, and would bloat the artefact: it is left to the histories, which keep no names. */
const MAXIMUM_NAME_CHARACTERS = 200;
const MAXIMUM_TERMS = 8192;
/** Standardised columns weigh so much beside the terms, whose rows have length 1: 1/100 of the penalty. */
const DENSE_WEIGHT = 0.1;
/** Standardised values are kept within ± this, so that no single row rules a fit. */
const CLIP = 5;

/**
 * Learns means, scales, commonest categories and terms from the training rows. Features that do not vary there are
 * left out.
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
  // In an order of their own: of two columns that split equally well a tree takes the first.
  for (const [name, column] of [...features].sort(([a], [b]) => compareText(a, b))) {
    if (!retired.includes(name)) keep(name, moments(column, rows));
  }
  const categories = [];
  for (const name of plan.oneHot) {
    const column = examples.categories[name];
    if (column === undefined) continue;
    const kept = commonest(column, rows).filter(([category, count]) =>
      keep(`${name} = ${category}`, shareMoments(count / rows.length)),
    );
    if (kept.length > 0) categories.push({ column: name, names: kept.map(([category]) => category) });
  }
  const terms = plan.text && examples.terms !== undefined ? fitTerms(examples.terms, rows, MAXIMUM_TERMS) : null;
  return { names, means, scales, categories, terms };
}

/**
 * The design matrix of the given rows: dense columns standardised, unknown values at the training mean, terms as
 * TF-IDF. Where there are terms, dense columns are scaled down beside them.
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
    const known = (value - (means[dense.next] ?? 0)) / (scales[dense.next] ?? 1);
    return weight * Math.min(CLIP, Math.max(-CLIP, Number.isNaN(known) ? 0 : known));
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

/** A row-major block that is filled column by column. */
interface DenseBlock {
  readonly values: Float64Array;
  readonly width: number;
  /** The column that is filled next. */
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

/** 1 where a row has the code, else 0, as they are when standardised; no row has −1. */
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

/** Mean and standard deviation of the known values. */
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

/** The commonest names of a category column among the rows with their counts, if not too long; ties in order of the names. */
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
