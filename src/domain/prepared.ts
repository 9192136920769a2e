import { denseFeatures, type DenseFeatures } from "../learning/features/denseFeatures.js";
import type { Examples } from "../learning/examples.js";
import { FEATURE_PLANS } from "./featurePlan.js";
import { MODELS, type ModelName } from "./models.js";

/** Examples of one model with the features that do not depend on what is trained on. */
export interface Prepared {
  readonly model: ModelName;
  readonly examples: Examples;
  readonly features: DenseFeatures;
}

/** Computes the features of all examples once; each row's use only what was known at its prediction time. */
export function prepare(model: ModelName, examples: Examples): Prepared {
  const values = MODELS[model].task === "regression" ? examples.labels.map(Math.log1p) : examples.labels;
  return { model, examples, features: denseFeatures(examples, values, FEATURE_PLANS[model]) };
}
