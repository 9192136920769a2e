import type { CategoryColumn } from "../examples.js";
import { compareText } from "./compareText.js";
import { GrowingArray } from "./growingArray.js";

const UNKNOWN = -1;

/** A column of categories, each name kept once. */
export class CategoryCodes {
  readonly #codes = new GrowingArray((length) => new Int32Array(length));
  readonly #names: string[] = [];
  readonly #codeOf = new Map<string, number>();

  /** @param name - null is "not known". */
  add(name: string | null): void {
    this.#codes.push(name === null ? UNKNOWN : this.#encode(name));
  }

  #encode(name: string): number {
    const known = this.#codeOf.get(name);
    if (known !== undefined) return known;
    this.#codeOf.set(name, this.#names.length);
    return this.#names.push(name) - 1;
  }

  /** Orders two rows by their names, "not known" first: negative, 0 or positive. */
  compare(a: number, b: number): number {
    const codeA = this.#codes.at(a);
    const codeB = this.#codes.at(b);
    if (codeA === codeB) return 0;
    if (codeA === UNKNOWN || codeB === UNKNOWN) return codeA - codeB;
    return compareText(this.#names[codeA] ?? "", this.#names[codeB] ?? "");
  }

  /** The given rows, in the given order; the names are those that occur in them, in order of their code units. */
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
