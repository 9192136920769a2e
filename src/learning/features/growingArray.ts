type NumberArray = Float64Array | Int32Array | Uint16Array | Uint8Array;

/** A typed array that grows as numbers are appended. Its capacity is at most 2n for n > 512 numbers. */
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
      const larger = this.#create(2 * this.#length);
      larger.set(this.#array);
      this.#array = larger;
    }
    this.#array[this.#length++] = value;
  }

  /** Removes all numbers, but keeps the memory for new ones. */
  clear(): void {
    this.#length = 0;
  }

  /** Returns the numbers from one index up to, not including, another. The result is a view, not a copy. */
  part(from: number, to: number): T {
    return this.#array.subarray(from, Math.min(to, this.#length)) as T;
  }

  /** Returns the numbers at the given indices, in their order. */
  take(indices: Int32Array): T {
    const taken = this.#create(indices.length);
    const array = this.#array;
    for (let i = 0; i < indices.length; i++) taken[i] = array[indices[i] ?? 0] ?? 0;
    return taken;
  }

  /** Returns the number at an index, or NaN beyond the end. */
  at(index: number): number {
    return index < this.#length ? (this.#array[index] ?? NaN) : NaN;
  }
}
