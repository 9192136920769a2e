import { denseFeatures, type DenseFeatures, type FeaturePlan } from "../../learning/features/denseFeatures.js";
import type { Examples } from "../../learning/examples.js";
import { FEATURE_PLANS } from "../features/featurePlan.js";
import type { Procedure } from "./procedure.js";
import { MODELS, type ModelName } from "../models.js";

/** Overrides of the features and candidates of a model. The ablation uses them to measure what each part contributes. */
export interface TrainingPlan {
  readonly plan?: FeaturePlan;
  /** The candidates, simplest first. */
  readonly procedures?: readonly Procedure[];
}

/** Examples of one model, with the features that do not depend on the selected training rows. */
export interface Prepared extends TrainingPlan {
  readonly model: ModelName;
  readonly examples: Examples;
  readonly plan: FeaturePlan;
  readonly features: DenseFeatures;
}

/** Computes the features of all examples. The features of a row use only what was known at its prediction time. */
export function prepare(
  model: ModelName,
  examples: Examples,
  { plan = FEATURE_PLANS[model], procedures }: TrainingPlan = {},
): Prepared {
  const values = MODELS[model].task === "regression" ? examples.labels.map(Math.log1p) : examples.labels;
  const prepared = { model, examples, plan, features: denseFeatures(examples, values, plan) };
  return procedures === undefined ? prepared : { ...prepared, procedures };
}
