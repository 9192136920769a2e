import { EXAMPLE_SHAPES } from "../../../src/domain/examples/shapes.js";
import type { ModelName } from "../../../src/domain/models.js";
import type { Example, Examples } from "../../../src/learning/examples.js";
import { ExampleBuilder, type ExampleColumns } from "../../../src/learning/features/exampleBuilder.js";

const DAY = 86_400_000;

/**
 * Returns examples as in a training, with hashed texts. By default row i is predicted on day i and its label known half
 * a day later. `columns` replaces the model's columns.
 */
export function builtExamples(
  model: ModelName,
  rows: readonly Partial<Example>[],
  columns: Partial<ExampleColumns> = {},
): Examples {
  const builder = new ExampleBuilder({ ...EXAMPLE_SHAPES[model], ...columns });
  rows.forEach((row, i) => {
    const times = { predictedAt: i * DAY, labelKnownAt: (i + 0.5) * DAY };
    builder.add({ key: `K-${String(i)}`, ...times, label: 1, numbers: {}, categories: {}, ...row });
  });
  return builder.build().examples;
}
