import { MAXIMUM_COUNTED, type TermRows } from "../examples.js";
import { GrowingArray } from "./growingArray.js";
import { eachTerm, TERM_WIDTH } from "./tokens.js";

/** Receives the column of each term, the index of its text in the row, and its start and end in the text. */
export type TermVisitor = (column: number, text: number, start: number, end: number) => void;

/**
 * Counts the hashed terms of rows of text. It uses three bytes per row and distinct term, because texts take most of
 * the memory of a training.
 */
export class TermCounts {
  readonly #starts = new GrowingArray((length) => new Int32Array(length));
  readonly #columns = new GrowingArray((length) => new Uint16Array(length));
  readonly #counts = new GrowingArray((length) => new Uint8Array(length));
  readonly #scratch = new Uint8Array(TERM_WIDTH);
  readonly #seen = new Uint16Array(TERM_WIDTH);

  constructor() {
    this.#starts.push(0);
  }

  /** Appends a row: the words of its texts and the pairs of neighbouring words within each text. Counts stop at 255. */
  add(texts: readonly string[], visit?: TermVisitor): void {
    let distinct = 0;
    let at = 0;
    const count = (column: number, start: number, end: number): void => {
      visit?.(column, at, start, end);
      const before = this.#scratch[column] ?? 0;
      if (before === 0) this.#seen[distinct++] = column;
      if (before < MAXIMUM_COUNTED) this.#scratch[column] = before + 1;
    };
    for (const text of texts) {
      eachTerm(text, count);
      at++;
    }
    for (const column of this.#seen.subarray(0, distinct).sort()) {
      this.#columns.push(column);
      this.#counts.push(this.#scratch[column] ?? 0);
      this.#scratch[column] = 0;
    }
    this.#starts.push(this.#columns.length);
  }

  /** Returns the given rows, in the given order. */
  take(rows: Int32Array): TermRows {
    const starts = new Int32Array(rows.length + 1);
    rows.forEach((row, i) => {
      starts[i + 1] = (starts[i] ?? 0) + this.#starts.at(row + 1) - this.#starts.at(row);
    });
    const total = starts[rows.length] ?? 0;
    const columns = new Uint16Array(total);
    const values = new Uint8Array(total);
    rows.forEach((row, i) => {
      const [from, to, at] = [this.#starts.at(row), this.#starts.at(row + 1), starts[i] ?? 0];
      columns.set(this.#columns.part(from, to), at);
      values.set(this.#counts.part(from, to), at);
    });
    return { starts, columns, values, width: TERM_WIDTH };
  }

  /**
   * Compares two rows by their terms and counts. Returns a negative number, 0 only for equal rows, or a positive one.
   */
  compare(a: number, b: number): number {
    const offset = this.#starts.at(b) - this.#starts.at(a);
    const endA = this.#starts.at(a + 1);
    const endB = this.#starts.at(b + 1);
    for (let k = this.#starts.at(a); k < endA && k + offset < endB; k++) {
      const difference =
        this.#columns.at(k) - this.#columns.at(k + offset) || this.#counts.at(k) - this.#counts.at(k + offset);
      if (difference !== 0) return difference;
    }
    return endA + offset - endB;
  }
}
