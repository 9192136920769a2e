import type { CategoryColumn } from "../examples.js";
import { compareText } from "./compareText.js";
import { GrowingArray } from "./growingArray.js";

const UNKNOWN = -1;

/** A growing column of categories. It stores each name once. */
export class CategoryCodes {
  readonly #codes = new GrowingArray((length) => new Int32Array(length));
  readonly #names: string[] = [];
  readonly #codeOf = new Map<string, number>();

  /** Appends a row. @param name - null means unknown. */
  add(name: string | null): void {
    this.#codes.push(name === null ? UNKNOWN : this.#encode(name));
  }

  #encode(name: string): number {
    const code = this.#codeOf.get(name);
    if (code !== undefined) return code;
    this.#codeOf.set(name, this.#names.length);
    return this.#names.push(name) - 1;
  }

  /** Compares two rows by their names, unknown first. Returns a negative number, 0 or a positive number. */
  compare(a: number, b: number): number {
    const codeA = this.#codes.at(a);
    const codeB = this.#codes.at(b);
    if (codeA === codeB) return 0;
    if (codeA === UNKNOWN || codeB === UNKNOWN) return codeA - codeB;
    return compareText(this.#names[codeA] ?? "", this.#names[codeB] ?? "");
  }

  /**
   * Returns the given rows, in the given order. The names are those that occur in them, in order of their code units.
   */
  take(rows: Int32Array): CategoryColumn {
    const taken = this.#codes.take(rows);
    const used = new Uint8Array(this.#names.length);
    for (let i = 0; i < taken.length; i++) used[taken[i] ?? UNKNOWN] = 1;
    const names = this.#names.filter((_, code) => used[code] === 1).sort(compareText);
    const codeOf = new Int32Array(this.#names.length);
    names.forEach((name, code) => (codeOf[this.#codeOf.get(name) ?? UNKNOWN] = code));
    return { names, codes: taken.map((code) => (code === UNKNOWN ? UNKNOWN : (codeOf[code] ?? UNKNOWN))) };
  }
}
