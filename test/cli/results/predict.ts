import type { ModelPredicted, PredictOutcome, PredictResult } from "../../../src/usecases/results/predictResult.js";
import { AS_OF, commandResult, DAY, failure, tenantResult } from "./parts.js";

export const pointsPredicted: ModelPredicted = {
  outcome: "predicted",
  version: 3,
  name: "story_points_tenant_7_v3",
  learner: "ridge",
  scale: "log",
  decisionThreshold: null,
  predictions: [
    {
      key: "SHOP-412",
      predictedAt: AS_OF - DAY,
      prediction: 4.3712,
      interval: { low: 1.9, high: 8.25, coverage: 0.8 },
      reasons: [
        { kind: "category", name: "type", value: "Bug", weight: -0.35 },
        { kind: "term", name: "text", words: ["login page", "db"], weight: 0.27 },
        { kind: "number", name: "descriptionLength", value: 512, weight: 0.11 },
      ],
    },
    {
      key: '=HYPERLINK("x")',
      predictedAt: AS_OF - 2 * DAY,
      prediction: 2.2,
      reasons: [
        { kind: "history", name: "assignee", value: 'Ada, "the\u001b[31m first"', weight: 0.2 },
        { kind: "history", name: "team", weight: -0.2 },
        { kind: "category", name: "labels", weight: 0.1 },
      ],
    },
    {
      key: "SHOP-9",
      predictedAt: AS_OF - 3 * DAY,
      prediction: 1.1,
      reasons: [
        { kind: "calendar", name: "hour", value: 14, weight: -0.2 },
        { kind: "calendar", name: "date", weight: -0.1 },
        { kind: "term", name: "text", words: [], weight: 0.01 },
      ],
    },
  ],
  dropped: { "no-prediction-time": 1, "duplicate-key": 2 },
  truncated: true,
};

export const daysPredicted: ModelPredicted = {
  ...pointsPredicted,
  name: "lead_time_tenant_7_v3",
  scale: "label",
  predictions: [
    {
      key: "SHOP-412",
      predictedAt: AS_OF - DAY,
      prediction: 12.5,
      reasons: [
        { kind: "recent", name: "recent labels", weight: 1.234 },
        { kind: "number", name: "acceptanceLength", weight: -0.5 },
        { kind: "feature", name: "backlog", weight: 0.25 },
      ],
    },
  ],
  dropped: {},
  truncated: false,
};

export const reworkPredicted: ModelPredicted = {
  ...daysPredicted,
  name: "rework_risk_tenant_7_v3",
  learner: "logistic",
  scale: "log-odds",
  decisionThreshold: 0.4,
  predictions: [
    {
      key: "web#1207",
      predictedAt: AS_OF - DAY,
      prediction: 0.4,
      reasons: [{ kind: "number", name: "additions", value: 512, weight: 0.8 }],
    },
    {
      key: "web#1208",
      predictedAt: AS_OF - DAY,
      prediction: 0.25,
      reasons: [{ kind: "category", name: "repository", value: "web", weight: -0.8 }],
    },
  ],
};

export const baselinePredicted: ModelPredicted = {
  ...daysPredicted,
  learner: "baseline",
  scale: null,
  predictions: [{ key: "SHOP-412", predictedAt: AS_OF - DAY, prediction: 3, reasons: [] }],
};

export const nothingPredicted: ModelPredicted = { ...baselinePredicted, predictions: [] };

export const predictResult: PredictResult = {
  ...commandResult<PredictOutcome>([], 73),
  tenants: [
    {
      ...tenantResult<PredictOutcome>(
        { story_points: pointsPredicted, lead_time: failure, rework_risk: reworkPredicted },
        { exitCode: 73 },
      ),
      unknownKeys: ["SHOP-1", "web#2"],
    },
  ],
};
