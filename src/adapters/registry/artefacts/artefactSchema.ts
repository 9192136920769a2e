import * as z from "zod";
import { ARTEFACT_FORMAT, type Artefact, type Learner, type SingleLearner } from "../../../domain/artefact.js";
import { MODEL_NAMES, MODELS } from "../../../domain/models.js";
import { partsOf } from "../../../domain/explaining/linearWeights.js";
import type { BoostingFit } from "../../../learning/estimators/boosting/model.js";
import type { FeatureEncoding } from "../../../learning/features/encoding.js";
import { ArtefactError } from "../../../errors.js";

/*
 * The shape of a stored artefact. What is not known is refused, not dropped: it would be a part of the prediction that
 * this program does not make.
 */

const number = z.number();
const numbers = z.array(number);
const position = z.int().min(0);
/** As many as intervals are made of. */
const MAXIMUM_RESIDUALS = 500;

const baselineLearner = z.strictObject({ name: z.literal("baseline"), prediction: number });

const halfLife = number.nullable();

const linearLearner = z.strictObject({
  name: z.enum(["ridge", "lad"]),
  penalty: number,
  target: z.enum(["raw", "log"]),
  halfLife,
  intercept: number,
  weights: numbers,
  termColumns: z.array(position),
  termWeights: numbers,
});

const logisticLearner = z.strictObject({
  name: z.literal("logistic"),
  penalty: number,
  halfLife,
  classifier: z.strictObject({
    name: z.literal("LogisticRegression"),
    numSteps: number,
    learningRate: number,
    numberClasses: z.literal(2),
    classifiers: z
      .array(z.strictObject({ numSteps: number, learningRate: number, weights: z.array(numbers).length(1) }))
      .length(2),
  }),
});

const boostingLearner = z.strictObject({
  name: z.literal("boosting"),
  target: z.enum(["raw", "log"]),
  halfLife,
  fit: z.strictObject({
    loss: z.enum(["squared", "absolute", "logistic"]),
    width: position,
    start: number,
    baseValue: number,
    roots: z.array(position),
    columns: z.array(z.int().min(-1)),
    thresholds: numbers,
    missingLeft: z.array(z.int().min(0).max(1)),
    rights: z.array(position),
    values: numbers,
  }),
});

const ensembleLearner = z.strictObject({
  name: z.literal("ensemble"),
  parts: z.array(z.discriminatedUnion("name", [linearLearner, logisticLearner, boostingLearner])).min(1),
});

const encoding = z.strictObject({
  names: z.array(z.string()),
  means: numbers,
  scales: numbers,
  categories: z.array(z.strictObject({ column: z.string(), names: z.array(z.string()) })),
  terms: z.strictObject({ width: position, columns: z.array(position), idf: numbers }).nullable(),
});

const artefactSchema = z.strictObject({
  format: z.literal(ARTEFACT_FORMAT),
  model: z.enum(MODEL_NAMES),
  learner: z.discriminatedUnion("name", [
    baselineLearner,
    linearLearner,
    logisticLearner,
    boostingLearner,
    ensembleLearner,
  ]),
  encoding,
  range: z.tuple([number, number]),
  labelValues: numbers.nullable(),
  calibration: z.strictObject({ slope: number.min(0), intercept: number }).nullable(),
  intervals: z
    .strictObject({
      coverage: number.min(0.5).max(0.99),
      level: number.min(0).max(0.99),
      residuals: z.array(number).max(MAXIMUM_RESIDUALS),
    })
    .nullable(),
  decisionThreshold: number.nullable(),
  baseline: number,
}) satisfies z.ZodType<Artefact>;

/** @throws ArtefactError if the value is not an artefact, or its parts do not fit together. */
export function readArtefact(value: unknown, name: string, hint: string): Artefact {
  const parsed = artefactSchema.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new ArtefactError(`${name} is not an artefact: ${issue?.path.join(".") ?? ""}: ${issue?.message ?? ""}`, {
      hint,
    });
  }
  const misfit = findMisfit(parsed.data);
  if (misfit !== undefined) throw new ArtefactError(`${name} is not an artefact: ${misfit}`, { hint });
  return parsed.data;
}

/** The first thing that does not fit, in words. */
function findMisfit(artefact: Artefact): string | undefined {
  const { encoding, learner, model, decisionThreshold, calibration, intervals, range } = artefact;
  const isClassifier = MODELS[model].task === "classification";
  if (isClassifier !== (decisionThreshold !== null))
    return `${model} with decision threshold ${String(decisionThreshold)}`;
  const wrong = partsOf(learner).find((part) => isOfClassifier(part) !== isClassifier);
  if (wrong !== undefined) return `${model} with a ${wrong.name} learner`;
  if (isClassifier && intervals !== null) return `${model} with intervals`;
  if (!isClassifier && calibration !== null) return `${model} with calibrated probabilities`;
  if (!(range[0] <= range[1])) return `the range ${range.join(" to ")}`;
  return misfitOfEncoding(encoding) ?? misfitOfLearner(learner, encoding);
}

function misfitOfEncoding({ names, means, scales, categories, terms }: FeatureEncoding): string | undefined {
  if (means.length !== names.length || scales.length !== names.length) {
    return `${names.length} features with ${means.length} means and ${scales.length} scales`;
  }
  if (!scales.every((scale) => scale > 0)) return "a scale that is not positive";
  const oneHot = categories.reduce((sum, category) => sum + category.names.length, 0);
  if (oneHot > names.length) return `${oneHot} category names in ${names.length} features`;
  if (terms === null) return undefined;
  const { columns, idf, width } = terms;
  if (columns.length !== idf.length) return `${columns.length} terms with ${idf.length} document frequencies`;
  return isAscendingBelow(columns, width) ? undefined : `terms that are not ascending below ${width}`;
}

function misfitOfLearner(learner: Learner, encoding: FeatureEncoding): string | undefined {
  for (const part of partsOf(learner)) {
    const misfit = misfitOfPart(part, encoding);
    if (misfit !== undefined) return misfit;
  }
  return undefined;
}

function isOfClassifier(learner: SingleLearner): boolean {
  return learner.name === "logistic" || (learner.name === "boosting" && learner.fit.loss === "logistic");
}

function misfitOfPart(learner: SingleLearner, { names, terms }: FeatureEncoding): string | undefined {
  const termCount = terms?.columns.length ?? 0;
  switch (learner.name) {
    case "ridge":
    case "lad": {
      const { weights, termColumns, termWeights } = learner;
      if (weights.length !== names.length) return `${weights.length} weights for ${names.length} features`;
      if (termColumns.length !== termWeights.length)
        return `${termWeights.length} weights for ${termColumns.length} terms`;
      return isAscendingBelow(termColumns, termCount)
        ? undefined
        : `weights of terms that are not ascending below ${termCount}`;
    }
    case "logistic": {
      const expected = names.length + termCount + 1;
      const wrong = learner.classifier.classifiers.find(({ weights }) => weights[0]?.length !== expected);
      return wrong && `${wrong.weights[0]?.length ?? 0} weights where ${expected} are expected`;
    }
    case "boosting":
      return learner.fit.width === names.length ? misfitOfTrees(learner.fit) : `trees of ${learner.fit.width} features`;
  }
}

/** Nodes in order, so that no walk through a tree can go in circles or astray. */
function misfitOfTrees({ width, roots, columns, thresholds, missingLeft, rights, values }: BoostingFit) {
  const nodes = columns.length;
  if (![thresholds, missingLeft, rights, values].every(({ length }) => length === nodes)) return "trees cut short";
  if (!isAscendingBelow(roots, nodes)) return "roots of trees that are not ascending";
  const astray = columns.findIndex((column, node) => {
    if (column === -1) return false;
    const right = rights[node] ?? 0;
    return column >= width || node + 1 >= nodes || right <= node + 1 || right >= nodes;
  });
  return astray === -1 ? undefined : `a tree that goes astray at node ${astray}`;
}

function isAscendingBelow(columns: readonly number[], width: number): boolean {
  return columns.every((column, i) => column < width && column > (columns[i - 1] ?? -1));
}
