import type { DropReason } from "../../domain/examples/exampleRead.js";
import { EXAMPLE_SHAPES } from "../../domain/examples/shapes.js";
import type { ModelName } from "../../domain/models.js";
import type { SourceColumn } from "../../domain/examples/sourceColumns.js";
import { interruptionOf } from "../../errors.js";
import type { Examples } from "../../learning/examples.js";
import { ExampleBuilder } from "../../learning/features/exampleBuilder.js";
import type { SourceRow } from "./decodeRows.js";
import { decodeTime } from "../decoding/decodeTime.js";
import type { LabelTimes } from "./sourceQueries.js";
import { toExample } from "./toExample.js";

/** How many rows were left out, by reason. */
export type DropCounts = { readonly [reason in DropReason]?: number };

export interface CollectedExamples {
  readonly examples: Examples;
  /** Rows of the window. */
  readonly rows: number;
  readonly dropped: DropCounts;
  /** True if there were as many examples as asked for before the rows came to an end. */
  readonly enough: boolean;
}

/** What {@link collectExamples} turns rows into, and which of them. */
export interface Collecting {
  readonly model: ModelName;
  /** Whether texts are hashed. */
  readonly withText: boolean;
  /** The column that says when the label became known. */
  readonly labelTime: SourceColumn;
  readonly times: LabelTimes;
  /** No more rows are read once there are so many examples. */
  readonly maximum: number;
  /** Reading is broken off once it is given. */
  readonly signal?: AbortSignal | undefined;
}

/** Turns rows into examples as they come; rows that are not quite in the window are passed over. */
export async function collectExamples(
  batches: AsyncIterable<readonly SourceRow[]>,
  { model, withText, labelTime, times: { after = -Infinity, until }, maximum, signal }: Collecting,
): Promise<CollectedExamples> {
  const shape = EXAMPLE_SHAPES[model];
  const builder = new ExampleBuilder({ ...shape, text: shape.text && withText });
  let count = 0;
  let dropped: DropCounts = {};
  let enough = false;
  for await (const rows of batches) {
    const interruption = signal && interruptionOf(signal);
    if (interruption !== undefined) throw interruption;
    for (const row of rows) {
      enough = builder.count >= maximum;
      if (enough) break;
      const time = decodeTime(row[labelTime]);
      if (time !== null && !(time > after && time <= until)) continue;
      count++;
      const example = toExample(model, row);
      if (typeof example === "string") dropped = drop(dropped, example, 1);
      else builder.add(example);
    }
    if (enough) break;
  }
  const { examples, duplicates } = builder.build();
  return { examples, rows: count, dropped: drop(dropped, "duplicate-key", duplicates), enough };
}

/** The counts with `rows` more for a reason; a reason without rows does not appear. */
export function drop(dropped: DropCounts, reason: DropReason, rows: number): DropCounts {
  return rows === 0 ? dropped : { ...dropped, [reason]: (dropped[reason] ?? 0) + rows };
}
