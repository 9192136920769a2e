import { EXAMPLE_SHAPES } from "../../domain/examples/shapes.js";
import { toPredictPullRequest, toPredictWorkItem, type PredictionRequest } from "../../domain/examples/toPredict.js";
import type { DropReason } from "../../domain/examples/exampleRead.js";
import type { ModelName } from "../../domain/models.js";
import type { Example } from "../../learning/examples.js";
import { ExampleBuilder } from "../../learning/features/exampleBuilder.js";
import type { PredictionWindow } from "../../usecases/ports/tenant/exampleSource.js";
import { drop, type CollectedExamples, type DropCounts } from "./collectExamples.js";
import { decodePullRequest, decodeWorkItem, type SourceRow } from "./decodeRows.js";

/** Turns the rows of queries into examples without a label as they come, until there are more than `most`. */
export async function collectToPredict(
  queries: readonly AsyncIterable<readonly SourceRow[]>[],
  model: ModelName,
  { until, keys, withText, reader }: PredictionWindow,
  maximum: number,
): Promise<CollectedExamples> {
  const shape = EXAMPLE_SHAPES[model];
  const builder = new ExampleBuilder({ ...shape, text: shape.text && withText });
  const wanted = keys === undefined ? undefined : new Set(keys);
  const asked = { until, byKey: wanted !== undefined };
  let dropped: DropCounts = {};
  let enough = false;
  /** @returns false for an example that is one too many. */
  const add = (row: SourceRow): boolean => {
    const example = toPredict(model, row, asked);
    if (example === null || (typeof example === "object" && wanted?.has(example.key) === false)) return true;
    if (typeof example === "string") {
      dropped = drop(dropped, example, 1);
      return true;
    }
    if (builder.count >= maximum) return false;
    builder.add(example, reader?.visit);
    reader?.end(example.key, example.texts ?? []);
    return true;
  };
  for (const batches of queries) {
    for await (const rows of batches) {
      enough = !rows.every(add);
      if (enough) break;
    }
  }
  const { examples, duplicates } = builder.build();
  return { examples, rows: builder.count, dropped: drop(dropped, "duplicate-key", duplicates), enough };
}

function toPredict(model: ModelName, row: SourceRow, asked: PredictionRequest): Example | DropReason | null {
  return model === "rework_risk"
    ? toPredictPullRequest(decodePullRequest(row), asked)
    : toPredictWorkItem(model, decodeWorkItem(row), asked);
}
