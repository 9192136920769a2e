import { prepareLad, type LadFitter } from "../../learning/estimators/linear/lad.js";
import { prepareRidge, type RidgeFitter } from "../../learning/estimators/linear/ridge.js";
import { encode, fitEncoding, type FeatureEncoding } from "../../learning/features/encoding.js";
import { recencyWeights } from "../../learning/resampling/recencyWeights.js";
import type { Design } from "../../learning/matrices.js";
import { takeRows } from "../../learning/takeRows.js";
import type { ModelName } from "../models.js";
import type { Prepared } from "./preparedExamples.js";

/** The training rows as a design matrix that several procedures are fitted on. */
export interface TrainingDesign {
  readonly model: ModelName;
  readonly encoding: FeatureEncoding;
  readonly design: Design;
  readonly labels: Float64Array;
  /** Returns the weight of each row, with mean 1; see {@link sampleWeights}. */
  readonly weights: (halfLife: number | null) => Float64Array;
  /** Returns a fitter. The preparation that its fits share is done once, and only when needed. */
  readonly ridge: (halfLife: number | null) => RidgeFitter;
  readonly lad: (halfLife: number | null) => LadFitter;
}

/**
 * Learns the encoding on the given rows and applies it to them.
 *
 * @param rows - row numbers of the prepared examples, in order of label time.
 */
export function trainingDesign(prepared: Prepared, rows: Int32Array): TrainingDesign {
  const { model, examples, plan, features } = prepared;
  const encoding = fitEncoding(examples, features, plan, rows);
  const labels = takeRows(examples.labels, rows);
  const design = designOf(encoding, prepared, rows);
  const weights = once((halfLife) => sampleWeights(rows.length, halfLife));
  return {
    model,
    encoding,
    design,
    labels,
    weights,
    ridge: once((halfLife) => prepareRidge(design, weights(halfLife))),
    lad: once((halfLife) => prepareLad(design, weights(halfLife))),
  };
}

/** Encodes the given rows as a design matrix. */
export function designOf(encoding: FeatureEncoding, { examples, features }: Prepared, rows: Int32Array): Design {
  return encode(encoding, examples, features, rows);
}

/**
 * Returns the weights of n rows in order of label time. The weight halves over `halfLife · n` rows; the mean weight is 1.
 *
 * @param halfLife - a share of the rows, above 0; null: all weights are 1.
 */
export function sampleWeights(n: number, halfLife: number | null): Float64Array {
  if (halfLife === null) return new Float64Array(n).fill(1);
  const weights = recencyWeights(n, halfLife * n);
  const mean = weights.reduce((sum, weight) => sum + weight, 0) / n;
  return weights.map((weight) => weight / mean);
}

/** Caches the result of a function for each half-life. */
function once<Result>(compute: (halfLife: number | null) => Result): (halfLife: number | null) => Result {
  const results = new Map<number | null, Result>();
  return (halfLife) => {
    const cached = results.get(halfLife);
    if (cached !== undefined) return cached;
    const result = compute(halfLife);
    results.set(halfLife, result);
    return result;
  };
}
