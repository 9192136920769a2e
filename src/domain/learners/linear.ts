import { predictRidge, type LinearModel, type RidgeFit } from "../../learning/estimators/linear/ridge.js";
import { roundSignificant } from "../../learning/significant.js";
import type { Design } from "../../learning/matrices.js";
import type { LinearLearner } from "../artefact.js";
import { assertFitted } from "./assertFitted.js";
import { fromTarget, toTarget } from "./target.js";
import type { LinearProcedure } from "./procedure.js";
import type { TrainingDesign } from "./trainingDesign.js";

/** The tolerances of a fit, and whether its weights are rounded. */
export interface Precision {
  /** Tolerance of ridge: residual of the normal equations ÷ their right-hand side. */
  readonly ridge: number;
  /** Tolerance of LAD: share by which the objective may exceed its minimum. */
  readonly lad: number;
  /** Whether weights are rounded to the digits that artefacts keep. Fits that only predict a fold do not need this. */
  readonly rounded: boolean;
}

type LinearFit = Pick<RidgeFit, "intercept" | "denseWeights" | "sparseWeights">;

/**
 * Fits ridge or LAD regression.
 *
 * @throws ModelFailedError if the fit does not converge or is not finite.
 */
export function fitLinear(procedure: LinearProcedure, training: TrainingDesign, precision: Precision): LinearLearner {
  const fit = fitWeights(procedure, training, precision);
  assertFitted(procedure.learner, fit.converged && Number.isFinite(fit.intercept), fit.iterations);
  const { intercept, denseWeights, sparseWeights } = precision.rounded ? rounded(fit) : fit;
  const { learner: name, penalty, target, halfLife } = procedure;
  const termColumns: number[] = [];
  for (let column = 0; column < sparseWeights.length; column++) {
    if (sparseWeights[column] !== 0) termColumns.push(column);
  }
  const termWeights = termColumns.map((column) => sparseWeights[column] ?? NaN);
  return { name, penalty, target, halfLife, intercept, weights: denseWeights, termColumns, termWeights };
}

function rounded({ intercept, denseWeights, sparseWeights }: LinearFit): LinearFit {
  return {
    intercept: roundSignificant(intercept),
    denseWeights: denseWeights.map(roundSignificant),
    sparseWeights: sparseWeights.map((weight) => (weight === 0 ? 0 : roundSignificant(weight))),
  };
}

function fitWeights(
  { learner, penalty, target, halfLife }: LinearProcedure,
  { ridge, lad, labels }: TrainingDesign,
  precision: Precision,
) {
  const targets = toTarget(target, labels);
  if (learner === "ridge") return ridge(halfLife)(targets, penalty, { tolerance: precision.ridge });
  const [fit] = lad(halfLife)(targets, [1 / penalty], { tolerance: precision.lad });
  if (fit === undefined) throw new RangeError("no fit for one loss weight");
  return fit;
}

/** Returns predictions on the scale of the label. */
export function predictLinear(learner: LinearLearner, design: Design): Float64Array {
  return fromTarget(learner.target, predictRidge(linearModel(learner, design.sparse?.width ?? 0), design));
}

/**
 * Returns the model with the weights of all columns, including zeros.
 *
 * @param terms - the number of columns of terms.
 */
export function linearModel(
  { intercept, weights, termColumns, termWeights }: LinearLearner,
  terms: number,
): LinearModel {
  const sparseWeights = new Float64Array(terms);
  for (let i = 0; i < termColumns.length; i++) sparseWeights[termColumns[i] ?? 0] = termWeights[i] ?? 0;
  return { intercept, denseWeights: Float64Array.from(weights), sparseWeights };
}
