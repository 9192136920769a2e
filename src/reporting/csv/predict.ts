import { toPlanningStep } from "../../learning/metrics/withinOneStepShare.js";
import type { ModelName } from "../../domain/models.js";
import type { ModelPredicted, Prediction, PredictResult } from "../../usecases/results/predictResult.js";
import { reasonText } from "../format/reasons.js";
import { modelsOf } from "../text/parts/tenants.js";
import { isoTime } from "../format/times.js";
import { csvText } from "./csvText.js";

const COLUMNS = [
  "model",
  "version",
  "key",
  "predicted_at",
  "prediction",
  "nearest_step",
  "rework",
  "low",
  "high",
  "coverage",
  "reason_1",
  "reason_2",
  "reason_3",
];

/** Returns predictions as CSV: a header, then one line per prediction. */
export function predictCsv({ tenants }: PredictResult): string {
  const rows = tenants.flatMap(({ models }) =>
    modelsOf(models).flatMap(([model, outcome]) =>
      outcome.outcome === "predicted" ? outcome.predictions.map((each) => cells(model, outcome, each)) : [],
    ),
  );
  return csvText([COLUMNS, ...rows]);
}

function cells(model: ModelName, { version, decisionThreshold, scale }: ModelPredicted, row: Prediction): string[] {
  const { key, predictedAt, prediction, interval, reasons } = row;
  return [
    model,
    String(version),
    key,
    isoTime(predictedAt),
    String(prediction),
    model === "story_points" ? String(toPlanningStep(prediction)) : "",
    decisionThreshold === null ? "" : prediction >= decisionThreshold ? "yes" : "no",
    ...[interval?.low, interval?.high, interval?.coverage].map((value) => (value === undefined ? "" : String(value))),
    ...[0, 1, 2].map((i) => (reasons[i] === undefined ? "" : reasonText(reasons[i], scale))),
  ];
}
