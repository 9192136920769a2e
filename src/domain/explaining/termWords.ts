import { meanWeights, partsOf } from "./linearWeights.js";
import { GrowingArray } from "../../learning/features/growingArray.js";
import type { TermVisitor } from "../../learning/features/termCounts.js";
import { wordsOf } from "../../learning/features/tokens.js";
import type { Artefact } from "../artefact.js";

/** The words and pairs of words of a row behind its largest terms, by column of the artefact's terms. */
export type TermWords = ReadonlyMap<number, readonly string[]>;

/** Finds the words behind the largest terms of texts. Keeps nothing else of the texts. */
export interface TermReader {
  /** Visits a term of the current row. */
  readonly visit: TermVisitor;
  /** Ends the current row. */
  readonly end: (key: string, texts: readonly string[]) => void;
  /** Returns the words of a row; an empty map for a key that was not read. */
  wordsOf(key: string): TermWords;
}

const NO_WORDS: TermWords = new Map();

/** The numbers per occurrence of a term: its column, the text, start and end. */
const OCCURRENCE = 4;

/**
 * Creates a reader that collects words while the terms of a text are hashed, because examples keep only the hashes. If
 * several words of a row share a column, all of them are returned.
 *
 * @param maximum - the maximum number of terms per row.
 * @returns undefined for an artefact without weights of terms.
 */
export function termReader(artefact: Artefact, maximum: number): TermReader | undefined {
  const weighted = weightedTerms(artefact);
  if (weighted === undefined) return undefined;
  const { columnOf, strength } = weighted;
  const counts = new Uint32Array(strength.length);
  const words = new Map<string, TermWords>();
  // Reused for every row: a new array would have to grow again.
  const occurrences = new GrowingArray((length) => new Int32Array(length));
  return {
    visit: (hashed, text, start, end) => {
      const column = columnOf[hashed] ?? -1;
      if (column < 0) return;
      occurrences.push(column);
      occurrences.push(text);
      occurrences.push(start);
      occurrences.push(end);
    },
    end: (key, texts) => {
      const ofRow = occurrences.part(0, occurrences.length);
      const columns = largestTerms(ofRow, counts, strength, maximum);
      words.set(key, new Map(columns.map((column) => [column, wordsOfTerm(column, texts, ofRow)])));
      occurrences.clear();
    },
    wordsOf: (key) => words.get(key) ?? NO_WORDS,
  };
}

/** Returns the term of each hashed column (−1 if its weight is 0), and weight × IDF of each term. */
function weightedTerms({ learner, encoding }: Artefact) {
  const { terms } = encoding;
  if (terms === null) return undefined;
  const weights = meanWeights(partsOf(learner), encoding).terms;
  if (!weights.some((weight) => weight !== 0)) return undefined;
  const columnOf = new Int32Array(terms.width).fill(-1);
  terms.columns.forEach((hashed, column) => {
    if (weights[column] !== 0) columnOf[hashed] = column;
  });
  return { columnOf, strength: weights.map((weight, column) => Math.abs(weight) * (terms.idf[column] ?? 0)) };
}

/**
 * Returns the columns with the largest weight × TF-IDF, largest first. The order does not depend on the length of the row,
 * which scales all of its terms equally.
 *
 * @param counts - a buffer with one count per term; all zero before and after.
 */
function largestTerms(occurrences: Int32Array, counts: Uint32Array, strength: Float64Array, maximum: number): number[] {
  for (let i = 0; i < occurrences.length; i += OCCURRENCE) {
    const column = occurrences[i] ?? 0;
    counts[column] = (counts[column] ?? 0) + 1;
  }
  const columns: number[] = [];
  const sizes: number[] = [];
  for (let i = 0; i < occurrences.length; i += OCCURRENCE) {
    const column = occurrences[i] ?? 0;
    const count = counts[column] ?? 0;
    if (count === 0) continue; // an earlier occurrence has counted the column
    counts[column] = 0;
    const size = (count === 1 ? 1 : 1 + Math.log(count)) * (strength[column] ?? 0);
    let rank = sizes.length;
    while (
      rank > 0 &&
      (size > (sizes[rank - 1] ?? 0) || (size === sizes[rank - 1] && column < (columns[rank - 1] ?? 0)))
    ) {
      rank--;
    }
    if (rank === maximum) continue;
    sizes.splice(rank, 0, size);
    columns.splice(rank, 0, column);
    if (sizes.length > maximum) sizes.length = columns.length = maximum;
  }
  return columns;
}

function wordsOfTerm(column: number, texts: readonly string[], occurrences: Int32Array): string[] {
  const words = new Set<string>();
  for (let i = 0; i < occurrences.length; i += OCCURRENCE) {
    if (occurrences[i] !== column) continue;
    const text = texts[occurrences[i + 1] ?? 0] ?? "";
    words.add(wordsOf(text.slice(occurrences[i + 2], occurrences[i + 3])).join(" "));
  }
  return [...words];
}
