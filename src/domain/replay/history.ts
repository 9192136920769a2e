import type { Examples } from "../../learning/examples.js";
import { countBelow } from "../../learning/statistics/sortedNumbers.js";
import { checkTrainingData } from "../dataChecks/checks.js";
import { refusalOf } from "../dataChecks/findings.js";
import type { ExampleRead } from "../examples/exampleRead.js";
import type { ModelName } from "../models.js";
import type { Prepared } from "../learners/preparedExamples.js";

/** What was known of a tenant's model on a past date: its first rows, in order of label time. */
export interface KnownThen {
  /** Rows known by then, counted in the whole history; the newest of them stand in `prepared`. */
  readonly end: number;
  readonly prepared: Prepared;
}

/** A tenant's whole labelled history of one model, to look at as it was known on past dates. */
export interface History {
  readonly model: ModelName;
  readonly whole: Prepared;
  /** At most so many rows are trained on, the newest. */
  readonly maxRows: number;
  /** How many labels were known at a time. */
  readonly countAt: (time: number) => number;
  /** The rows known then, at most `maxTrainingRows`, the newest: a view, nothing is copied but the keys. */
  readonly knownAt: (end: number) => KnownThen;
}

/**
 * Looks back on a history. Every feature of a row uses only what was known when the row was to be predicted, so a part of
 * the whole is what would have been computed then.
 */
export function historyOf(whole: Prepared, maxTrainingRows: number): History {
  const { labelKnownAt } = whole.examples;
  return {
    model: whole.model,
    whole,
    maxRows: maxTrainingRows,
    countAt: (time) => countBelow(labelKnownAt, time + 1), // times are whole milliseconds
    knownAt: (end) => ({ end, prepared: part(whole, Math.max(0, end - maxTrainingRows), end) }),
  };
}

/** Why nothing can be trained on the rows, if so: as the checks before a training say. */
export function refusalThen({ prepared }: KnownThen): "too-little-data" | "data-refused" | undefined {
  const { model, examples } = prepared;
  const read: ExampleRead = { examples, rows: examples.count, dropped: {}, missingColumns: [], truncated: false };
  return refusalOf(checkTrainingData(model, read));
}

function part(prepared: Prepared, start: number, end: number): Prepared {
  const { examples, features } = prepared;
  return {
    ...prepared,
    examples: partOf(examples, start, end),
    features: new Map([...features].map(([name, column]) => [name, column.subarray(start, end)])),
  };
}

function partOf(examples: Examples, start: number, end: number): Examples {
  const { keys, predictedAt, labelKnownAt, labels, numbers, categories, terms } = examples;
  return {
    count: end - start,
    keys: keys.slice(start, end),
    predictedAt: predictedAt.subarray(start, end),
    labelKnownAt: labelKnownAt.subarray(start, end),
    labels: labels.subarray(start, end),
    numbers: Object.fromEntries(Object.entries(numbers).map(([name, column]) => [name, column.subarray(start, end)])),
    categories: Object.fromEntries(
      Object.entries(categories).map(([name, { codes, names }]) => [
        name,
        { codes: codes.subarray(start, end), names },
      ]),
    ),
    // Starts count from the beginning of the whole's columns and values, which are kept.
    ...(terms === undefined ? {} : { terms: { ...terms, starts: terms.starts.subarray(start, end + 1) } }),
  };
}
