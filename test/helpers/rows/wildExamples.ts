import { EXAMPLE_SHAPES } from "../../../src/domain/examples/shapes.js";
import type { ModelName } from "../../../src/domain/models.js";
import type { Example, Examples } from "../../../src/learning/examples.js";
import { ExampleBuilder } from "../../../src/learning/features/exampleBuilder.js";
import { seededRandom } from "../../../src/learning/random.js";

const HOUR = 3_600_000;
const PEOPLE = 5_000;
/** Characters that take the most bytes in JSON: as an escape, and in UTF-8. */
const NAMES = ["\u0001", "\u65e5"].flatMap((character) =>
  [100, 200, 100_000].flatMap((length) => Array.from({ length: 12 }, (_, i) => String(i).padEnd(length, character))),
);
/** Every third row has the same text, so that all its word pairs are frequent enough to be kept. */
const SAME_TEXT = 3;

/**
 * Returns n rows that fill an artefact: many words, categories with many and long names, 5,000 people, and labels with
 * many values and some signal.
 */
export function wildExamples(model: ModelName, n: number): Examples {
  const shape = EXAMPLE_SHAPES[model];
  const random = seededRandom(3);
  const builder = new ExampleBuilder(shape);
  let text = "";
  for (let i = 0; i < n; i++) {
    if (i % SAME_TEXT === 0) {
      text = Array.from({ length: 60 }, () => `w${String(random.integer(50_000))}`).join(" ");
    }
    const sizes = shape.numbers.map((name): [string, number] => [name, Math.floor(Math.exp(3 * random.normal()))]);
    const names = shape.categories.map((name): [string, string] =>
      name === "assignee" || name === "author"
        ? [name, `person ${String(random.integer(PEOPLE))}`]
        : [name, NAMES[random.integer(NAMES.length)] ?? ""],
    );
    const score = random.normal() + 0.2 * Math.log1p(sizes[0]?.[1] ?? 0);
    const example: Example = {
      key: `K-${String(i).padStart(6, "0")}`,
      predictedAt: i * HOUR,
      labelKnownAt: (i + 20 * random.uniform()) * HOUR,
      label: model === "rework_risk" ? Number(score > 1) : Math.min(100, Math.exp(score)),
      numbers: Object.fromEntries(sizes),
      categories: Object.fromEntries(names),
      texts: [`title ${String(i)}`, text],
    };
    builder.add(example);
  }
  return builder.build().examples;
}
