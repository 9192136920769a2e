import type { Artefact } from "../../../src/domain/artefact.js";
import { EXAMPLE_SHAPES } from "../../../src/domain/examples/shapes.js";
import { scoreScale } from "../../../src/domain/explaining/explanation.js";
import type { SingleProcedure } from "../../../src/domain/learners/procedure.js";
import type { ModelName } from "../../../src/domain/models.js";
import { predict } from "../../../src/domain/prediction/predictor.js";
import { prepare, type Prepared } from "../../../src/domain/learners/preparedExamples.js";
import { fromLogisticRegressionJson } from "../../../src/learning/estimators/logistic/logisticRegressionJson.js";
import type { Example } from "../../../src/learning/examples.js";
import { ExampleBuilder } from "../../../src/learning/features/exampleBuilder.js";
import { seededRandom } from "../../../src/learning/random.js";

const DAY = 86_400_000;
const WORDS = ["login", "page", "crash", "slow", "export", "größe", "HTTPServer", "db"];

/** Returns n examples with texts and categories, of which a word and a type carry a signal. */
export function exampleRows(n: number, model: ModelName): Example[] {
  const random = seededRandom(11);
  const pick = (names: readonly string[]): string => names[Math.floor(random.uniform() * names.length)] ?? "";
  return Array.from({ length: n }, (_, i) => {
    const words = Array.from({ length: 4 }, () => pick(WORDS));
    const type = pick(["Bug", "Story", "Task"]);
    const size = (words.includes("crash") ? 5 : 1) + (type === "Bug" ? 3 : 0) + random.uniform();
    return {
      key: `K-${String(i)}`,
      predictedAt: i * 0.3 * DAY,
      labelKnownAt: (i * 0.3 + 1) * DAY,
      label: model === "rework_risk" ? Number(size > 4) : size,
      numbers: {
        summaryLength: 10 + i,
        descriptionLength: i % 4 === 0 ? NaN : 100,
        additions: 10 * size,
        titleLength: 5,
      },
      categories: {
        type,
        repository: type,
        author: pick(["Ada", "Bob"]),
        assignee: i % 5 === 0 ? null : pick(["Ada", "Bob"]),
      },
      texts: [words.join(" "), `${pick(WORDS)}-${pick(WORDS)}`],
    };
  });
}

export function preparedExamples(rows: readonly Example[], model: ModelName): Prepared {
  const builder = new ExampleBuilder(EXAMPLE_SHAPES[model]);
  for (const row of rows) builder.add(row);
  return prepare(model, builder.build().examples);
}

export const every = (count: number): Int32Array => Int32Array.from({ length: count }, (_, row) => row);

/** Returns the artefact's raw scores, before the label's scale and range apply. */
export function rawScores(artefact: Artefact, prepared: Prepared): Float64Array {
  const wide: Artefact = { ...artefact, range: [-Infinity, Infinity], labelValues: null };
  const predictions = predict(wide, prepared, every(prepared.examples.count));
  const scale = scoreScale(artefact);
  if (scale === "log") return predictions.map(Math.log1p);
  return scale === "label" ? predictions : predictions.map((probability) => Math.log(probability / (1 - probability)));
}

/** Returns the value that the contributions are added to. */
export function interceptOf({ learner }: Artefact): number {
  switch (learner.name) {
    case "baseline":
    case "ensemble":
      return NaN;
    case "logistic":
      return fromLogisticRegressionJson(learner.classifier).intercept;
    case "boosting":
      return learner.fit.baseValue;
    case "ridge":
    case "lad":
      return learner.intercept;
  }
}

const TREES = { learner: "boosting", trees: 20, learningRate: 0.1, leaves: 4, rowsOfLeaf: 5, penalty: 1 } as const;
export const PROCEDURES: readonly (readonly [ModelName, SingleProcedure])[] = [
  ["story_points", { learner: "ridge", target: "raw", penalty: 4, halfLife: null }],
  ["lead_time", { learner: "ridge", target: "log", penalty: 1, halfLife: null }],
  ["lead_time", { learner: "lad", target: "log", penalty: 10, halfLife: 0.3 }],
  ["lead_time", { ...TREES, loss: "squared", target: "log", halfLife: null }],
  ["rework_risk", { learner: "logistic", penalty: 100, halfLife: null }],
  ["rework_risk", { ...TREES, loss: "logistic", target: "log", halfLife: null }],
];
