import type { Artefact } from "../../../src/domain/artefact.js";
import { toLogisticRegressionJson } from "../../../src/learning/estimators/logistic/logisticRegressionJson.js";

/** A ridge artefact of two features, one category with a name, and three terms of which two have weights. */
export const ridgeArtefact = (fields: Partial<Artefact> = {}): Artefact => ({
  format: 4,
  model: "story_points",
  learner: {
    name: "ridge",
    penalty: 4,
    target: "log",
    halfLife: null,
    intercept: 0.1,
    weights: [1 / 3, -2, 1e-7],
    termColumns: [0, 2],
    termWeights: [0.5, -0.25],
  },
  encoding: {
    names: ["logLength", "hour", "type = Bug „ü“"],
    means: [1, 2, 0.5],
    scales: [1, 2, 0.5],
    categories: [{ column: "type", names: ["Bug „ü“"] }],
    terms: { width: 16, columns: [1, 5, 9], idf: [1, 2, 3] },
  },
  range: [0, 100],
  labelValues: null,
  calibration: null,
  intervals: null,
  decisionThreshold: null,
  baseline: 3,
  ...fields,
});

/** A logistic artefact of two features. */
export const logisticArtefact = (fields: Partial<Artefact> = {}): Artefact => ({
  format: 4,
  model: "rework_risk",
  learner: {
    name: "logistic",
    penalty: 10,
    halfLife: null,
    classifier: toLogisticRegressionJson({ intercept: -1, weights: [0.5, 0.25] }),
  },
  encoding: { names: ["logAdditions", "hour"], means: [1, 2], scales: [1, 2], categories: [], terms: null },
  range: [0, 1],
  labelValues: null,
  calibration: null,
  intervals: null,
  decisionThreshold: 0.4,
  baseline: 0.2,
  ...fields,
});

export const baselineArtefact = (prediction: number, fields: Partial<Artefact> = {}): Artefact => ({
  format: 4,
  model: "lead_time",
  learner: { name: "baseline", prediction },
  encoding: { names: [], means: [], scales: [], categories: [], terms: null },
  range: [0, 365],
  labelValues: null,
  calibration: null,
  intervals: null,
  decisionThreshold: null,
  baseline: prediction,
  ...fields,
});
