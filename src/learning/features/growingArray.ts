type NumberArray = Float64Array | Int32Array | Uint16Array | Uint8Array;

/** A typed array that grows as numbers are appended: n numbers take at most 2n places. */
export class GrowingArray<T extends NumberArray> {
  #array: T;
  #length = 0;
  readonly #create: (length: number) => T;

  constructor(create: (length: number) => T) {
    this.#create = create;
    this.#array = create(1024);
  }

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    if (this.#length === this.#array.length) {
      const wider = this.#create(2 * this.#length);
      wider.set(this.#array);
      this.#array = wider;
    }
    this.#array[this.#length++] = value;
  }

  /** Forgets the numbers; their places are used again. */
  clear(): void {
    this.#length = 0;
  }

  /** The numbers from one place up to another; not a copy. */
  part(from: number, to: number): T {
    return this.#array.subarray(from, Math.min(to, this.#length)) as T;
  }

  /** The numbers at the given places, in their order. */
  take(places: Int32Array): T {
    const taken = this.#create(places.length);
    const array = this.#array;
    for (let i = 0; i < places.length; i++) taken[i] = array[places[i] ?? 0] ?? 0;
    return taken;
  }

  /** @returns NaN beyond the end. */
  at(index: number): number {
    return index < this.#length ? (this.#array[index] ?? NaN) : NaN;
  }
}
