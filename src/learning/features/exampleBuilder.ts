import type { CategoryColumn, Example, Examples } from "../examples.js";
import { CategoryCodes } from "./categoryCodes.js";
import { compareText } from "./compareText.js";
import { GrowingArray } from "./growingArray.js";
import { TermCounts, type TermVisitor } from "./termCounts.js";

/** The columns of the examples, even if there are no examples. */
export interface ExampleColumns {
  readonly numbers: readonly string[];
  readonly categories: readonly string[];
  readonly text: boolean;
}

/** The examples, and the number of examples left out because another one has the same key. */
export interface BuiltExamples {
  readonly examples: Examples;
  readonly duplicates: number;
}

const float64 = (): GrowingArray<Float64Array> => new GrowingArray((length) => new Float64Array(length));

/**
 * Builds columns from examples that are added one at a time. It keeps no text and no row object.
 *
 * The result does not depend on the order in which examples are added. They are sorted by label time and key, and
 * category names by code unit. If several examples have one key, the newest label wins. Ties go to the newest
 * prediction time, then to the greater label, numbers, categories and terms, in this order.
 */
export class ExampleBuilder {
  readonly #keys: string[] = [];
  readonly #predictedAt = float64();
  readonly #labelKnownAt = float64();
  readonly #labels = float64();
  readonly #numbers: readonly (readonly [string, GrowingArray<Float64Array>])[];
  readonly #categories: readonly (readonly [string, CategoryCodes])[];
  readonly #terms: TermCounts | undefined;

  constructor(columns: ExampleColumns) {
    this.#numbers = columns.numbers.map((name) => [name, float64()] as const);
    this.#categories = columns.categories.map((name) => [name, new CategoryCodes()] as const);
    this.#terms = columns.text ? new TermCounts() : undefined;
  }

  /** Number of examples added so far, including duplicate keys. */
  get count(): number {
    return this.#keys.length;
  }

  /** Adds an example. Missing numbers and categories become unknown. Those without a column are ignored. */
  add(example: Example, visit?: TermVisitor): void {
    this.#keys.push(example.key);
    this.#predictedAt.push(example.predictedAt);
    this.#labelKnownAt.push(example.labelKnownAt);
    this.#labels.push(example.label);
    for (const [name, column] of this.#numbers) column.push((example.numbers[name] ?? NaN) + 0); // −0 becomes 0
    for (const [name, column] of this.#categories) column.add(example.categories[name] ?? null);
    this.#terms?.add(example.texts ?? [], visit);
  }

  /** Returns the examples without duplicate keys. O(n log n) in the examples added. */
  build(): BuiltExamples {
    const order = new Int32Array(this.count).map((_, row) => row).sort((a, b) => this.#compareTimeAndKey(a, b));
    const rows = this.#withoutDuplicates(order);
    const examples: Examples = {
      count: rows.length,
      keys: Array.from(rows, (row) => this.#keyOf(row)),
      predictedAt: this.#predictedAt.take(rows),
      labelKnownAt: this.#labelKnownAt.take(rows),
      labels: this.#labels.take(rows),
      numbers: Object.fromEntries(this.#numbers.map(([name, column]) => [name, column.take(rows)])),
      categories: Object.fromEntries(
        this.#categories.map(([name, column]): [string, CategoryColumn] => [name, column.take(rows)]),
      ),
      ...(this.#terms && { terms: this.#terms.take(rows) }),
    };
    return { examples, duplicates: order.length - rows.length };
  }

  /** Keeps the last of the rows with one key, by {@link ExampleBuilder.#compareRows}. */
  #withoutDuplicates(order: Int32Array): Int32Array {
    const last = new Map<string, number>();
    for (const row of order) {
      const other = last.get(this.#keyOf(row));
      if (other === undefined || this.#compareRows(other, row) < 0) last.set(this.#keyOf(row), row);
    }
    return last.size === order.length ? order : order.filter((row) => last.get(this.#keyOf(row)) === row);
  }

  #compareTimeAndKey(a: number, b: number): number {
    return this.#labelKnownAt.at(a) - this.#labelKnownAt.at(b) || compareText(this.#keyOf(a), this.#keyOf(b));
  }

  /** Compares two rows of one key. Returns 0 only if all their values are equal. */
  #compareRows(a: number, b: number): number {
    for (const column of [
      this.#labelKnownAt,
      this.#predictedAt,
      this.#labels,
      ...this.#numbers.map(([, numbers]) => numbers),
    ]) {
      const difference = compareNumbers(column.at(a), column.at(b));
      if (difference !== 0) return difference;
    }
    for (const [, column] of this.#categories) {
      const difference = column.compare(a, b);
      if (difference !== 0) return difference;
    }
    return this.#terms?.compare(a, b) ?? 0;
  }

  #keyOf(row: number): string {
    return this.#keys[row] ?? "";
  }
}

/** Compares numbers; NaN comes first. */
function compareNumbers(a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(b)) - Number(Number.isNaN(a));
  return a - b;
}
