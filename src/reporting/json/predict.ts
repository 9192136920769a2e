import type * as z from "zod";
import type { Contribution, ScoreScale } from "../../domain/explaining/explanation.js";
import type { ModelName } from "../../domain/models.js";
import { toPlanningStep } from "../../learning/metrics/withinOneStepShare.js";
import type {
  ModelPredicted,
  Prediction,
  PredictOutcome,
  PredictResult,
} from "../../usecases/results/predictResult.js";
import { UNITS } from "../format/reasons.js";
import { isoTime } from "../format/times.js";
import { drawFailure, drawTenant } from "./parts/parts.js";
import type {
  predictDocument as documentSchema,
  prediction,
  predictionReason,
  predictOutcome,
} from "./schemas/predict.js";

export function predictDocument({ asOf, exitCode, tenants }: PredictResult): z.infer<typeof documentSchema> {
  return {
    schema: 2,
    command: "predict",
    asOf: isoTime(asOf),
    exitCode,
    tenants: tenants.map((tenant) => ({
      ...drawTenant(tenant, drawOutcome),
      unknownKeys: tenant.unknownKeys === undefined ? undefined : [...tenant.unknownKeys],
    })),
  };
}

function drawOutcome(outcome: PredictOutcome, model: ModelName): z.infer<typeof predictOutcome> {
  if (outcome.outcome === "failed") return drawFailure(outcome);
  const { version, name, learner, decisionThreshold, predictions, dropped, truncated } = outcome;
  return {
    outcome: "predicted",
    version,
    name,
    learner,
    unit: UNITS[model],
    decisionThreshold: decisionThreshold ?? undefined,
    predictions: predictions.map((row) => drawPrediction(row, model, outcome)),
    dropped: { ...dropped },
    truncated,
  };
}

function drawPrediction(
  { key, predictedAt, prediction: value, interval, reasons }: Prediction,
  model: ModelName,
  { decisionThreshold, scale }: ModelPredicted,
): z.infer<typeof prediction> {
  return {
    key,
    predictedAt: isoTime(predictedAt),
    prediction: value,
    nearestStep: model === "story_points" ? toPlanningStep(value) : undefined,
    rework: decisionThreshold === null ? undefined : value >= decisionThreshold,
    interval: interval === undefined ? undefined : { ...interval },
    reasons: reasons.map((reason) => drawReason(reason, model, scale)),
  };
}

function drawReason(
  { kind, name, value, words, weight }: Contribution,
  model: ModelName,
  scale: ScoreScale,
): z.infer<typeof predictionReason> {
  return {
    kind,
    name,
    value,
    words: words === undefined ? undefined : [...words],
    direction: weight < 0 ? "lowers" : "raises",
    effect: drawEffect(weight, model, scale),
  };
}

function drawEffect(weight: number, model: ModelName, scale: ScoreScale): z.infer<typeof predictionReason>["effect"] {
  if (scale === "log") return { unit: "factor", size: Math.exp(weight) };
  if (scale === "log-odds") return { unit: "log odds", size: weight };
  return { unit: UNITS[model] === "days" ? "days" : "points", size: weight };
}
