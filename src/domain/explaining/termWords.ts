import { meanWeights, partsOf } from "./linearWeights.js";
import { GrowingArray } from "../../learning/features/growingArray.js";
import type { TermVisitor } from "../../learning/features/termCounts.js";
import { wordsOf } from "../../learning/features/tokens.js";
import type { Artefact } from "../artefact.js";

/** The words and pairs of words of a row's text behind its weightiest terms, by column of the artefact's terms. */
export type TermWords = ReadonlyMap<number, readonly string[]>;

/** Finds out what the weightiest terms of texts are called; of the texts nothing else is kept. */
export interface TermReader {
  /** A term of the row that is being read. */
  readonly visit: TermVisitor;
  /** Ends the row whose terms were visited. */
  readonly end: (key: string, texts: readonly string[]) => void;
  /** Nothing for a key that was not read. */
  wordsOf(key: string): TermWords;
}

const NO_WORDS: TermWords = new Map();

/** Numbers of each place where a term stands: its column, the text, begin and end. */
const PLACE = 4;

/**
 * Names the columns that speak most for or against a label while the terms of a text are hashed: terms are kept as hashes
 * alone. Several words may share a column; all of the row's are named.
 *
 * @param maximum - how many terms of each row are named.
 * @returns undefined for an artefact that weighs no terms.
 */
export function termReader(artefact: Artefact, maximum: number): TermReader | undefined {
  const weighed = weighedTerms(artefact);
  if (weighed === undefined) return undefined;
  const { kept, strength } = weighed;
  const counts = new Uint32Array(strength.length);
  const words = new Map<string, TermWords>();
  // Kept from row to row: an array that is emptied gives its memory back, and grows anew.
  const places = new GrowingArray((length) => new Int32Array(length));
  return {
    visit: (hashed, text, start, end) => {
      const column = kept[hashed] ?? -1;
      if (column < 0) return;
      places.push(column);
      places.push(text);
      places.push(start);
      places.push(end);
    },
    end: (key, texts) => {
      const found = places.part(0, places.length);
      const columns = strongest(found, counts, strength, maximum);
      words.set(key, new Map(columns.map((column) => [column, namesOf(column, texts, found)])));
      places.clear();
    },
    wordsOf: (key) => words.get(key) ?? NO_WORDS,
  };
}

/** Which term each hashed column is, −1 where it weighs nothing; and of each term weight × idf. */
function weighedTerms({ learner, encoding }: Artefact) {
  const { terms } = encoding;
  if (terms === null) return undefined;
  const weights = meanWeights(partsOf(learner), encoding).terms;
  if (!weights.some((weight) => weight !== 0)) return undefined;
  const kept = new Int32Array(terms.width).fill(-1);
  terms.columns.forEach((hashed, column) => {
    if (weights[column] !== 0) kept[hashed] = column;
  });
  return { kept, strength: weights.map((weight, column) => Math.abs(weight) * (terms.idf[column] ?? 0)) };
}

/**
 * The columns of greatest weight × TF-IDF, strongest first: the length that a row is scaled to is the same for all.
 *
 * @param counts - all zero, before and after.
 */
function strongest(places: Int32Array, counts: Uint32Array, strength: Float64Array, maximum: number): number[] {
  for (let i = 0; i < places.length; i += PLACE) counts[places[i] ?? 0] = (counts[places[i] ?? 0] ?? 0) + 1;
  const columns: number[] = [];
  const sizes: number[] = [];
  for (let i = 0; i < places.length; i += PLACE) {
    const column = places[i] ?? 0;
    const count = counts[column] ?? 0;
    if (count === 0) continue; // was there before
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

function namesOf(column: number, texts: readonly string[], places: Int32Array): string[] {
  const names = new Set<string>();
  for (let i = 0; i < places.length; i += PLACE) {
    if (places[i] !== column) continue;
    names.add(wordsOf((texts[places[i + 1] ?? 0] ?? "").slice(places[i + 2], places[i + 3])).join(" "));
  }
  return [...names];
}
